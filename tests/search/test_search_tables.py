"""What PostgreSQL searches follows the resources, whoever writes them, and from the first day."""

import asyncio
import os
import subprocess
import sys

from models import Organization, Resource, ResourceStatus, database
from models.sql import fetch
from search import sync
from tests.processes import ROOT
from tests.resources.library import given_library, given_resource
from tests.search.asking import titles


async def words() -> set[str]:
    return {row["word"] for row in await fetch("SELECT word FROM resource_word")}


async def searchable() -> int:
    return len(await fetch("SELECT resource_id FROM resource_search"))


async def test_they_follow_statements_of_any_kind(empty):
    library = await given_library()
    await fetch(
        "INSERT INTO resource SELECT gen_random_uuid(), now(), 'VIDEO', 'Film ' || n, '', n, '',"
        " 'en', '', '', 'PUBLISHED', 1, now(), $1 FROM generate_series(1, 5) AS n",
        library.organization.id,
    )
    inserted = await searchable()

    await Resource.filter(title="Film 1").delete()
    await Resource.filter(title="Film 2").update(status=ResourceStatus.ARCHIVED)
    changed = await searchable()
    await Resource.filter(title="Film 2").update(status=ResourceStatus.PUBLISHED)

    assert (inserted, changed, await searchable()) == (5, 3, 4)


async def test_they_go_with_their_organization(empty):
    library = await given_library()
    await given_resource(library)

    await Organization.filter(id=library.organization.id).delete()

    assert (await searchable(), await words()) == (0, set())


async def test_words_that_no_resource_uses_are_forgotten(ask):
    library = await given_library()
    await given_resource(library, "Learning Rustacean")
    await given_resource(library, "Gone", author="Erasmus")
    await Resource.filter(title="Gone").delete()

    await sync.forget_unused_words()

    assert await words() == {"learning", "rustacean"}
    assert await titles(ask, library["mentee"], "rustaceam") == ["Learning Rustacean"]


async def test_those_who_publish_the_same_new_words_at_once_do_not_deadlock(empty):
    library = await given_library()
    new = [f"word{number:03}" for number in range(100)]

    await asyncio.gather(
        *(given_resource(library, " ".join(new[start:] + new[:start])[:300]) for start in range(20))
    )

    assert await searchable() == 20


async def test_the_longest_texts_in_any_script_are_indexed(ask):
    library = await given_library()
    await given_resource(library, "学" * 300, summary="ไ" * 4_000, author="x" * 300)
    await given_resource(library, "Many words", summary=" ".join(f"w{n}" for n in range(800)))

    assert await titles(ask, library["mentee"], "学学学") == ["学" * 300]
    assert await titles(ask, library["mentee"], "w799") == ["Many words"]


async def test_the_migration_brings_in_what_was_there_before_it(postgres: str) -> None:
    name = f"search_migration_{os.getpid()}"
    server = await database.direct_connection(postgres)
    await server.execute(f'CREATE DATABASE "{name}"')
    url = database.with_name(postgres, name)
    try:
        await command(url, "tortoise", "migrate", "models", "0003_list_indexes")
        await add_resource(url)
        await command(url, "tortoise", "migrate", "models", "0004_resource_search")
        found = await rows(url, "SELECT document @@ 'rust' AS is_found FROM resource_search")
    finally:
        await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await server.close()

    assert found == [{"is_found": True}]


async def command(url: str, *module: str) -> None:
    await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", *module],
        env=os.environ | {"DATABASE_URL": url},
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )


async def add_resource(url: str) -> None:
    await rows(
        url,
        "WITH tenant AS (INSERT INTO organization (id, created_at, name, slug)"
        " VALUES (gen_random_uuid(), now(), 'Lumen', 'lumen') RETURNING id)"
        " INSERT INTO resource (id, created_at, kind, title, summary, url, author, language, topic,"
        " subtopic, status, revision, revised_at, organization_id) SELECT gen_random_uuid(), now(),"
        " 'VIDEO', 'Learn Rust', '', 'https://example.org', '', 'en', '', '', 'PUBLISHED', 1,"
        " now(), id FROM tenant",
    )


async def rows(url: str, sql: str) -> list[dict[str, object]]:
    connection = await database.direct_connection(url)
    try:
        return [dict(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()
