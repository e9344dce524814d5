"""Filtering, and counting what each other filter would leave."""

import pytest

from models import ResourceKind
from tests.resources.library import Library, given_library, given_resource
from tests.search.asking import SEARCH, counts, search, titles

VIDEO, EBOOK = ResourceKind.VIDEO, ResourceKind.EBOOK


async def given_shelf() -> Library:
    library = await given_library()
    await given_resource(library, "Rust film", kind=VIDEO, language="en", topic="Rust")
    await given_resource(library, "Rust Buch", kind=EBOOK, language="de", topic="Rust")
    await given_resource(library, "Rust book", kind=EBOOK, language="en", topic='C\\# "sharp"')
    await given_resource(library, "Go book", kind=EBOOK, language="en", topic="Go")
    await given_resource(library, "Rust notes", kind=EBOOK, language="en")
    return library


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kinds": ["VIDEO"]}, ["Rust film"]),
        ({"kinds": ["VIDEO", "EBOOK"], "languages": ["de"]}, ["Rust Buch"]),
        ({"topics": ["Rust"]}, ["Rust Buch", "Rust film"]),
        ({"topics": ['C\\# "sharp"']}, ["Rust book"]),
        ({"topics": ["Rust"], "languages": ["en"], "kinds": ["EBOOK"]}, []),
        ({"topics": ["rust"]}, []),
        ({"kinds": [], "languages": [], "topics": []}, None),
        ({"topics": ['"] OR kind = "EBOOK'], "languages": ["' OR true"]}, []),
    ],
)
async def test_filters_leave_what_fits_all_of_them(ask, filters, found):
    library = await given_shelf()
    everything = ["Rust notes", "Rust book", "Rust Buch", "Rust film"]

    left = await titles(ask, library["mentee"], "rust", **filters)

    assert sorted(left) == sorted(everything if found is None else found)


async def test_facets_count_what_matches(ask):
    library = await given_shelf()

    found = await search(ask, library["mentee"], "rust")

    assert found["facets"] == {
        "kinds": [{"value": "EBOOK", "count": 3}, {"value": "VIDEO", "count": 1}],
        "languages": [{"value": "en", "count": 3}, {"value": "de", "count": 1}],
        "topics": [{"value": "Rust", "count": 2}, {"value": 'C\\# "sharp"', "count": 1}],
    }


async def test_a_facet_is_counted_under_the_other_filters_not_its_own(ask):
    library = await given_shelf()

    found = await search(ask, library["mentee"], "rust", kinds=["EBOOK"], languages=["en"])

    assert found["totalCount"] == 2
    assert counts(found, "kinds") == {"EBOOK": 2, "VIDEO": 1}
    assert counts(found, "languages") == {"en": 2, "de": 1}
    assert counts(found, "topics") == {'C\\# "sharp"': 1}


async def test_without_words_facets_count_the_whole_library(ask):
    library = await given_shelf()

    found = await search(ask, library["mentee"])

    assert found["totalCount"] == 5
    assert counts(found, "kinds") == {"EBOOK": 4, "VIDEO": 1}


async def test_the_twenty_commonest_values_are_counted(ask):
    library = await given_library()
    for number in range(21):
        await given_resource(library, topic=f"Topic {number:02}")
    await given_resource(library, topic="Topic 20")

    topics = (await search(ask, library["mentee"], "rust"))["facets"]["topics"]

    assert topics[0] == {"value": "Topic 20", "count": 2}
    assert [topic["value"] for topic in topics[1:]] == [f"Topic {n:02}" for n in range(19)]


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"query": "x" * 201}, "query"),
        ({"query": "a\x00b"}, "query"),
        ({"topics": ["a\x00b"]}, "query"),
        ({"kinds": ["VIDEO"] * 51}, "kinds"),
        ({"languages": ["en"] * 51}, "languages"),
        ({"topics": ["Go"] * 51}, "topics"),
        ({"first": 0}, "first"),
        ({"first": 101}, "first"),
        ({"after": "nonsense"}, "after"),
        ({"after": ""}, "after"),
        ({"after": "ZTEuMQ"}, "after"),
        ({"organizationId": "program_01h455vb4pex5vsknk084sn02q"}, "organizationId"),
    ],
)
async def test_what_cannot_be_asked_is_refused(ask, variables, field):
    library = await given_library()

    answer = await ask(library["mentee"], SEARCH, **variables)

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"].get("field", field) == field


async def test_the_longest_query_is_answered(ask):
    library = await given_library()
    await given_resource(library, "a" * 200)

    assert await titles(ask, library["mentee"], "a" * 200) == ["a" * 200]
    assert await titles(ask, library["mentee"], "a b c d e f g h i j k l m" * 7) == []
