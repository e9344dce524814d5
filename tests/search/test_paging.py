"""Pages: every hit once, in order, whatever changes meanwhile, as far as the thousandth."""

from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from models import Resource, ResourceKind, User
from schema.resources import search_cursor
from search import Place
from tests.documents import Ask
from tests.resources.library import Library, given_library, given_resource, given_resources
from tests.search.asking import search, titles_of

SEARCH_WITH_PEOPLE = """
{ searchResources(query: "rust") { nodes { title organization { name } publisher { name } } } }
"""


async def pages(ask: Ask, viewer: User, query: str, size: int) -> list[list[str]]:
    """The titles of every page, each asked for after the one before."""
    after, found = None, []
    while True:
        page = await search(ask, viewer, query, first=size, after=after)
        found.append(titles_of(page))
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def given_many(library: Library, number: int, **values: Any) -> None:
    given = {"kind": ResourceKind.EBOOK, "language": "en", "title": "Rust", **values}
    await Resource.bulk_create(
        Resource(
            id=uuid7(),
            organization=library.organization,
            url=f"https://example.org/many/{n}",
            revised_at=datetime.now(UTC),
            **given,
        )
        for n in range(number)
    )


async def test_pages_hold_each_hit_once_and_in_order(ask):
    library = await given_library()
    await given_resources(library, *(f"Rust {number}" for number in range(7)), "Rusty")

    found = await pages(ask, library["mentee"], "rust", 3)

    assert found == [
        ["Rust 6", "Rust 5", "Rust 4"],
        ["Rust 3", "Rust 2", "Rust 1"],
        ["Rust 0", "Rusty"],
    ]


async def test_pages_without_words_go_from_newest_to_oldest(ask):
    library = await given_library()
    await given_resources(library, "First", "Second", "Third")

    assert await pages(ask, library["mentee"], "", 2) == [["Third", "Second"], ["First"]]


async def test_a_page_says_where_it_stands(ask):
    library = await given_library()
    await given_resources(library, "Rust 0", "Rust 1", "Rust 2")

    first = await search(ask, library["mentee"], "rust", first=2)
    after = first["pageInfo"]["endCursor"]
    second = await search(ask, library["mentee"], "rust", first=2, after=after)

    assert first["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": first["edges"][0]["cursor"],
        "endCursor": first["edges"][1]["cursor"],
    }
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (
        False,
        True,
    )
    assert first["totalCount"] == second["totalCount"] == 3


async def test_what_comes_or_goes_between_pages_shifts_nothing(ask):
    library = await given_library()
    await given_resources(library, *(f"Rust {number}" for number in range(6)))
    first = await search(ask, library["mentee"], "rust", first=3)

    await given_resource(library, "Rust 6")
    await Resource.filter(title__in=["Rust 3", "Rust 5"]).delete()
    after = first["pageInfo"]["endCursor"]
    second = await search(ask, library["mentee"], "rust", first=3, after=after)

    assert titles_of(first) == ["Rust 5", "Rust 4", "Rust 3"]
    assert titles_of(second) == ["Rust 2", "Rust 1", "Rust 0"]


async def test_a_page_follows_one_that_another_engine_gave(ask):
    library = await given_library()
    rows = await given_resources(library, *(f"Rust {number}" for number in range(6)))

    cursor = search_cursor(Place(2, rows[4].id))
    found = await search(ask, library["mentee"], "rust", after=cursor)

    assert titles_of(found) == ["Rust 3", "Rust 2", "Rust 1", "Rust 0"]


async def test_pages_end_after_a_thousand_hits(ask):
    library = await given_library()
    await given_many(library, 1_003)

    found = await pages(ask, library["mentee"], "rust", 100)
    first = await search(ask, library["mentee"], "rust", first=1)

    assert [len(page) for page in found] == [100] * 10
    assert first["totalCount"] == 1_003


async def test_exactly_a_thousand_hits_have_no_page_after_them(ask):
    library = await given_library()
    await given_many(library, 1_000)

    assert len(await pages(ask, library["mentee"], "rust", 100)) == 10


async def test_nothing_lies_beyond_the_thousandth_hit(ask):
    library = await given_library()
    await given_many(library, 3)

    cursor = search_cursor(Place(9_999, library.organization.id))
    found = await search(ask, library["mentee"], "rust", after=cursor)

    assert (titles_of(found), found["totalCount"]) == ([], 3)


async def test_a_search_takes_as_many_statements_for_many_hits_as_for_one(ask, queries):
    library = await given_library()
    await given_resource(library, "Rust one")
    await ask(library["mentee"], SEARCH_WITH_PEOPLE)
    with queries() as for_one:
        await ask(library["mentee"], SEARCH_WITH_PEOPLE)
    await given_resources(library, *(f"Rust {number}" for number in range(10)))

    with queries() as for_many:
        answer = await ask(library["mentee"], SEARCH_WITH_PEOPLE)

    assert len(answer.data["searchResources"]["nodes"]) == 11
    assert for_many.total == for_one.total == 7
