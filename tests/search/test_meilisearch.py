"""Meilisearch itself, fed and asked as the server does it; skipped where there is none."""

import asyncio
from typing import Any

import pytest

from actions import resources
from jobs import indexing
from models import OutboxEntry, Resource, ResourceKind, ResourceStatus
from search import sync
from search.indexes import RESOURCES
from search.meilisearch import Meilisearch
from tests.cast import given_mentee, given_program
from tests.resources.library import (
    STRANGERS,
    Library,
    given_library,
    given_resource,
    given_resources,
)
from tests.search.asking import EMPTY, counts, marked, search, titles, titles_of


async def index_all() -> None:
    async for _ in sync.reindex():
        pass


async def given_index(*titles: str, **values: Any) -> Library:
    library = await given_library()
    await given_resources(library, *titles, **values)
    await index_all()
    return library


async def documents(engine: Meilisearch) -> dict[str, Any]:
    def read() -> dict[str, Any]:
        found = engine.client().index(RESOURCES).get_documents({"limit": 1_000}).results
        return {document.id: document.title for document in found}

    return await asyncio.to_thread(read)


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_finds_nothing(ask, engine, name):
    library = await given_index("Learn Rust")

    assert await search(ask, library[name], "rust") == EMPTY
    assert await search(ask, library[name], "rust", organizationId=library.id) == EMPTY


async def test_nothing_of_another_library_is_found_or_counted(ask, engine):
    other = await given_index("Rust there")
    library = await given_index("Rust here")

    found = await search(ask, library["mentee"], "rust")
    everywhere = await search(ask, library["mentee"])

    assert titles_of(found) == titles_of(everywhere) == ["Rust here"]
    assert found["totalCount"] == everywhere["totalCount"] == 1
    assert await titles(ask, other["mentee"], "rust", organizationId=library.id) == []


async def test_the_engine_answers_and_the_database_is_not_asked_in_its_place(ask, engine):
    library = await given_index("Learn Rust")

    found = await search(ask, library["mentee"], "rust")

    assert (titles_of(found), found["isDegraded"]) == (["Learn Rust"], False)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("pythn", "Learn Python"),
        ("javascrpt", "JavaScript"),
        ("pyt", "Learn Python"),
        ("programacion", "Programación"),
        ("c++", "C++"),
        ("c#", "C#"),
        ("机器", "机器学习入门"),
        ("プログラ", "プログラミング言語"),
        ("اردوينو", "أردوينو ببساطة"),
    ],
)
async def test_it_is_found_however_it_is_spelt(ask, engine, query, title):
    shelf = ("Learn Python", "JavaScript", "Programación", "C++", "C#", "机器学习入门")
    library = await given_index(*shelf, "プログラミング言語", "أردوينو ببساطة")

    assert await titles(ask, library["mentee"], query) == [title]


async def test_matches_are_marked_in_letters_not_in_bytes(ask, engine):
    library = await given_index("Übung <b>Python</b>", summary="机器学习 mit Python 👍 und mehr")

    edge = (await search(ask, library["mentee"], "python"))["edges"][0]

    assert marked(edge["titleHighlighted"]) == "Übung <b>[Python]</b>"
    assert marked(edge["summaryHighlighted"]) == "机器学习 mit [Python] 👍 und mehr"


async def test_a_text_that_is_newer_than_the_index_is_shown_unmarked(ask, engine):
    library = await given_index("Learn Rust")
    await Resource.all().update(title="Love Rust", revision=2)

    edge = (await search(ask, library["mentee"], "rust"))["edges"][0]

    assert marked(edge["titleHighlighted"]) == "Love Rust"


async def test_what_is_archived_is_not_shown_though_the_index_lags(ask, engine):
    library = await given_index("Learn Rust", "Rusty")
    await Resource.filter(title="Rusty").update(status=ResourceStatus.ARCHIVED)

    assert await titles(ask, library["mentee"], "rust") == ["Learn Rust"]


async def test_a_page_whose_hits_are_all_gone_ends_the_list(ask, engine):
    library = await given_index(*(f"Rust {number}" for number in range(5)))
    await Resource.all().delete()

    found = await search(ask, library["mentee"], "rust", first=2)

    assert (titles_of(found), found["pageInfo"]["hasNextPage"]) == ([], False)


async def test_filters_and_facets_are_those_of_the_database(ask, engine):
    library = await given_library()
    await given_resource(library, "Rust film", kind=ResourceKind.VIDEO, topic='C\\# "x"')
    await given_resources(library, "Rust Buch", "Rust Heft", language="de", topic="Rust")
    await index_all()

    found = await search(ask, library["mentee"], "rust", kinds=["EBOOK"])
    quoted = await titles(ask, library["mentee"], topics=['C\\# "x"'])
    cunning = await titles(ask, library["mentee"], topics=['"] OR kind = "EBOOK'])

    assert sorted(titles_of(found)) == ["Rust Buch", "Rust Heft"]
    assert counts(found, "kinds") == {"EBOOK": 2, "VIDEO": 1}
    assert counts(found, "languages") == {"de": 2}
    assert counts(found, "topics") == {"Rust": 2}
    assert (quoted, cunning) == (["Rust film"], [])


async def test_without_words_the_newest_come_first_in_pages(ask, engine):
    library = await given_index("First", "Second", "Third")

    page = await search(ask, library["mentee"], first=2)
    after = page["pageInfo"]["endCursor"]
    rest = await search(ask, library["mentee"], first=2, after=after)

    assert (titles_of(page), titles_of(rest)) == (["Third", "Second"], ["First"])
    assert (page["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


async def test_what_comes_or_goes_between_pages_shifts_nothing(ask, engine):
    library = await given_index(*(f"Rust {number}" for number in range(6)))
    first = await search(ask, library["mentee"], "rust", first=3)

    await given_resource(library, "Rust 6")
    await Resource.filter(title="Rust 5").delete()
    await index_all()
    after = first["pageInfo"]["endCursor"]
    second = await search(ask, library["mentee"], "rust", first=3, after=after)

    assert titles_of(first) == ["Rust 5", "Rust 4", "Rust 3"]
    assert titles_of(second) == ["Rust 2", "Rust 1", "Rust 0"]


async def test_a_page_follows_though_the_engine_left_in_between(ask, engine, configure):
    library = await given_index(*(f"Rust {number}" for number in range(4)))
    first = await search(ask, library["mentee"], "rust", first=2)

    configure(engine.url, "wrong key")
    after = first["pageInfo"]["endCursor"]
    second = await search(ask, library["mentee"], "rust", first=2, after=after)

    assert titles_of(first) + titles_of(second) == ["Rust 3", "Rust 2", "Rust 1", "Rust 0"]
    assert (first["isDegraded"], second["isDegraded"]) == (False, True)


async def test_a_wrong_key_degrades(ask, engine, configure):
    library = await given_index("Learn Rust")
    configure(engine.url, "wrong key")

    found = await search(ask, library["mentee"], "rust")

    assert (titles_of(found), found["isDegraded"]) == (["Learn Rust"], True)
    assert await sync.prepare() is False


async def test_an_index_that_is_missing_degrades(ask, engine):
    library = await given_index("Learn Rust")
    await sync.perform(engine, lambda client: [client.index(RESOURCES).delete()])

    found = await search(ask, library["mentee"], "rust")

    assert (titles_of(found), found["isDegraded"]) == (["Learn Rust"], True)


async def test_what_is_written_is_fed_by_what_is_queued(ask, engine):
    library = await given_library()
    draft = resources.Draft(ResourceKind.EBOOK, "Learn Rust", "https://example.org/", "en")
    row = await resources.publish_resource(library["mentor"], library.organization.id, draft)

    queued = await OutboxEntry.all()
    await indexing.resources(queued)
    await indexing.resources(queued)

    assert await documents(engine) == {str(row.id): "Learn Rust"}


async def test_feeding_takes_out_what_is_archived_or_gone(engine):
    library = await given_index("Stays", "Archived", "Deleted")
    ids = [row.id for row in await Resource.all()]
    await Resource.filter(title="Archived").update(status=ResourceStatus.ARCHIVED)
    await Resource.filter(title="Deleted").delete()

    await sync.index_resources(ids)

    assert list((await documents(engine)).values()) == ["Stays"]
    assert library


async def test_feeding_makes_a_missing_index_anew_with_its_settings(ask, engine):
    library = await given_index("C++", "C#")
    await sync.perform(engine, lambda client: [client.index(RESOURCES).delete()])
    await index_all()

    found = await search(ask, library["mentee"], "c++")

    assert (titles_of(found), found["isDegraded"]) == (["C++"], False)


async def test_reindexing_says_how_far_it_is_and_sweeps_what_is_left_over(engine, monkeypatch):
    monkeypatch.setattr(sync, "BATCH", 2)
    await given_index("A", "B", "C")
    await Resource.filter(title="A").delete()

    done = [rows async for rows in sync.reindex()]

    assert done == [2, 3]
    assert sorted((await documents(engine)).values()) == ["B", "C"]


async def test_a_person_of_two_libraries_finds_in_both(ask, engine):
    library, other = await given_library(), await given_library()
    await given_mentee(await given_program(other.organization), library["mentee"])
    await given_resource(library, "Rust here")
    await given_resource(other, "Rust there")
    await index_all()

    assert await titles(ask, library["mentee"], "rust") == ["Rust there", "Rust here"]


async def test_of_many_who_feed_a_row_at_once_none_leaves_an_older_state(engine):
    resource = await given_resource(await given_library(), "Rust 0")

    async def revise(number: int) -> None:
        await Resource.filter(id=resource.id).update(title=f"Rust {number}", revision=number)
        await sync.index_resources([resource.id])

    await asyncio.gather(*(revise(number) for number in range(1, 9)))

    assert await documents(engine) == {str(resource.id): (await Resource.get()).title}


async def test_an_engine_the_server_is_told_of_later_is_filled_at_its_start(ask, engine):
    library = await given_library()
    await given_resources(library, "Python for all")
    before = await documents(engine)

    await sync.prepare()

    assert before == {}
    assert await titles(ask, library["mentee"], "python") == ["Python for all"]
