"""`python -m jobs.imports resources`: whatever can be brought in is, as often as you like."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models import OutboxEntry, Resource, ResourceKind, ResourceStatus
from tests.cast import given_organization
from tests.processes import ROOT
from tests.resources.library import given_library, given_resource
from tests.search.asking import counts, search, titles

DATA = ROOT.parent / "shared" / "data" / "resources.jsonl"
IMPORT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: list[str]


Import = Callable[..., Awaitable[Ended]]


@pytest.fixture
def bring_in(database_url: str, empty: None) -> Import:
    """`await bring_in(file, "--organization", "slug")`, as a command of its own."""

    async def run(*arguments: object, **env: str) -> Ended:
        command = [sys.executable, "-P", "-m", "jobs.imports", "resources", *map(str, arguments)]
        ended = await asyncio.to_thread(
            subprocess.run,
            command,
            env=os.environ | {"PYTHONPATH": str(ROOT), "DATABASE_URL": database_url, **env},
            cwd=ROOT.parent,
            capture_output=True,
            text=True,
            timeout=IMPORT_SECONDS,
        )
        return Ended(ended.returncode, ended.stdout.strip(), ended.stderr.splitlines())

    return run


def row(number: int, **values: Any) -> dict[str, Any]:
    return {
        "title": f"Title {number}",
        "url": f"https://example.org/{number}",
        "kind": "EBOOK",
        "language": "en",
        **values,
    }


def written(folder: Path, *rows: dict[str, Any] | str) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path = folder / "resources.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def test_rows_become_resources_that_are_found(ask, bring_in, tmp_path):
    library = await given_library()
    rich = row(1, topic="Rust", subtopic=None, author="Ann", summary="Old", formats=["PDF"])
    file = written(tmp_path, rich, row(2, kind="podcast"))

    ended = await bring_in(file, "--organization", library.organization.slug)

    first, second = await Resource.all().order_by("url")
    assert ended == Ended(0, "2 added, 0 revised, 0 unchanged, 0 refused", [])
    assert (first.title, first.topic, first.subtopic, first.author, first.summary) == (
        "Title 1",
        "Rust",
        "",
        "Ann",
        "Old",
    )
    assert (second.kind, second.publisher_id) == (ResourceKind.PODCAST, None)
    assert await titles(ask, library["mentee"], "titel 2") == ["Title 2"]


async def test_bringing_in_the_same_again_changes_nothing(bring_in, tmp_path):
    await given_organization()
    file = written(tmp_path, row(1), row(2))
    await bring_in(file)
    before = await Resource.all().order_by("id").values()

    ended = await bring_in(file)

    assert ended == Ended(0, "0 added, 0 revised, 2 unchanged, 0 refused", [])
    assert await Resource.all().order_by("id").values() == before
    assert await OutboxEntry.all().count() == 1


async def test_what_changed_is_revised_and_queued_for_the_index(bring_in, tmp_path):
    await given_organization()
    await bring_in(written(tmp_path, row(1), row(2)))

    ended = await bring_in(written(tmp_path, row(1), row(2, title="New"), row(3)))

    one, two, three = await Resource.all().order_by("url")
    newest = await OutboxEntry.all().order_by("-id").first()
    assert ended.out == "1 added, 1 revised, 1 unchanged, 0 refused"
    assert [row.revision for row in (one, two, three)] == [1, 2, 1]
    assert newest
    assert sorted(newest.payload["resource_ids"]) == sorted([str(two.id), str(three.id)])


async def test_what_was_archived_stays_archived(bring_in, tmp_path):
    library = await given_library()
    await given_resource(library, url="https://example.org/1", status=ResourceStatus.ARCHIVED)

    ended = await bring_in(written(tmp_path, row(1)), "--organization", library.organization.slug)

    resource = await Resource.get()
    assert ended.out == "0 added, 0 revised, 1 unchanged, 0 refused"
    assert (resource.status, resource.title) == (ResourceStatus.ARCHIVED, "Learn Rust")


async def test_a_bad_line_is_told_by_its_number_and_the_rest_comes_in(bring_in, tmp_path):
    await given_organization()
    bad = {
        "nonsense": "not JSON",
        json.dumps(row(1, kind="SCROLL")): "kind: 'SCROLL' is none of",
        json.dumps(row(1, title=None)): "title: Write 1 to 300",
        json.dumps(row(1, title=7)): "title: Write a text",
        json.dumps(row(1, title="x" * 301)): "title: Write 1 to 300",
        json.dumps(row(1, url="example.org")): "url: Write a whole address",
        json.dumps(row(1, language="xx")): "language: 'xx' is no ISO 639-1 code",
        json.dumps(row(1, language=None)): "language: '' is no ISO 639-1 code",
        json.dumps(row(1, summary="x" * 4_001)): "summary: Write 0 to 4,000",
        json.dumps(row(0)): "url: line 1 has the same address",
    }
    file = written(tmp_path, row(0), *bad, row(99))

    ended = await bring_in(file)

    assert (ended.code, ended.out) == (1, "2 added, 0 revised, 0 unchanged, 10 refused")
    assert len(ended.err) == len(bad)
    for number, (line, reason) in enumerate(zip(ended.err, bad.values(), strict=True), start=2):
        assert line.startswith(f"line {number}: {reason}")
    assert await Resource.all().count() == 2


async def test_csv_comes_in_too(bring_in, tmp_path):
    await given_organization()
    file = tmp_path / "resources.csv"
    file.write_text(
        "\ufeffTitle;URL;Kind;Language;Shelf\n"
        '"One; two";https://example.org/1;video;de;7\n'
        "Short;https://example.org/2\n",
        encoding="utf-8",
    )

    ended = await bring_in(file)

    assert (ended.code, ended.out) == (1, "1 added, 0 revised, 0 unchanged, 1 refused")
    assert ended.err == ["line 3: 2 cells, but the first line names 5"]
    assert (await Resource.get()).title == "One; two"


async def test_two_imports_at_once_bring_in_everything_once(bring_in, tmp_path):
    await given_organization()
    file = written(tmp_path, *(row(number) for number in range(3_000)))

    one, other = await asyncio.gather(bring_in(file), bring_in(file))

    assert (one.code, other.code) == (0, 0)
    assert await Resource.all().count() == 3_000
    assert {resource.revision for resource in await Resource.all()} == {1}


async def test_an_unknown_organization_is_told_and_nothing_comes_in(bring_in, tmp_path):
    library = await given_library()
    slug = library.organization.slug
    file = written(tmp_path, row(1))

    unknown, unsaid = await bring_in(file, "--organization", "nowhere"), await bring_in(file)

    assert (unknown.code, unsaid.code) == (2, 2)
    assert "there is no organization 'nowhere'; known: " in unknown.err[0]
    assert "say which --organization it is for; known: " in unsaid.err[0]
    assert slug in unknown.err[0]
    assert await Resource.all().count() == 0


async def test_without_any_organization_one_is_told_what_to_do(bring_in, tmp_path):
    ended = await bring_in(written(tmp_path, row(1)))

    assert (ended.code, len(ended.err)) == (2, 1)
    assert "none yet; start the server and create one" in ended.err[0]


@pytest.mark.parametrize("content", [None, "", "nonsense\n"])
async def test_a_file_with_nothing_to_read_ends_with_two(bring_in, tmp_path, content):
    await given_organization()
    file = tmp_path / "resources.jsonl"
    if content is not None:
        file.write_text(content)

    ended = await bring_in(file)

    assert (ended.code, ended.out) == (2, "")
    assert "was not imported" in ended.err[-1]


async def test_a_database_that_is_away_ends_with_two(bring_in, tmp_path):
    away = f"postgres://nobody@/nothing?host={tmp_path}"

    ended = await bring_in(written(tmp_path, row(1)), DATABASE_URL=away)

    assert (ended.code, len(ended.err)) == (2, 1)


@pytest.mark.skipif(not DATA.exists(), reason=f"no real resources: {DATA} is not there")
async def test_the_real_list_comes_in_whole_and_is_found(ask, bring_in):
    library = await given_library()
    slug = library.organization.slug

    ended = await bring_in(DATA, "--organization", slug)
    again = await bring_in(DATA, "--organization", slug)

    found = await search(ask, library["mentee"], "pythn", languages=["cs"])
    assert ended == Ended(0, "9,652 added, 0 revised, 0 unchanged, 0 refused", [])
    assert again == Ended(0, "0 added, 0 revised, 9,652 unchanged, 0 refused", [])
    assert "Ponořme se do Pythonu 3" in [node["title"] for node in found["nodes"]]
    assert counts(await search(ask, library["mentee"]), "kinds") == {
        "EBOOK": 4_682,
        "COURSE": 4_463,
        "PODCAST": 375,
        "VIDEO": 132,
    }


async def test_an_endless_entity_is_left_as_it_is(bring_in, tmp_path):
    await given_organization()
    title = "&#" + "9" * 250 + ";"
    file = written(tmp_path, row(1, title=title))

    ended = await bring_in(file)

    assert (ended.code, ended.out.partition(",")[0]) == (0, "1 added")
    assert (await Resource.get()).title == title


async def test_a_thousand_long_texts_come_in_however_long_they_take_to_index(bring_in, tmp_path):
    await given_organization()
    long = " ".join(f"word{n}" for n in range(400))
    file = written(tmp_path, *(row(n, summary=f"{n} {long}") for n in range(50)))

    ended = await bring_in(file, STATEMENT_TIMEOUT_MS="100")

    assert (ended.code, ended.out.partition(",")[0]) == (0, "50 added")
