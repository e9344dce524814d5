"""Finding: what is meant, however it is spelt, and only in one's own libraries."""

import pytest

from models import Resource, ResourceKind, ResourceStatus
from schema import ids
from tests.cast import given_mentee, given_program
from tests.resources.library import (
    PUBLISHERS,
    STRANGERS,
    given_library,
    given_resource,
    given_resources,
)
from tests.search.asking import EMPTY, SEARCH, counts, marked_titles, search, titles


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_finds_nothing(ask, name):
    library = await given_library()
    await given_resource(library)

    assert await search(ask, library[name], "rust") == EMPTY
    assert await search(ask, library[name]) == EMPTY
    assert await search(ask, library[name], "rust", organizationId=library.id) == EMPTY


async def test_nobody_signed_out_searches(ask):
    await given_resource(await given_library())

    answer = await ask(None, SEARCH, query="rust")

    assert answer.codes == ["UNAUTHENTICATED"]


async def test_an_unknown_organization_looks_like_one_of_others(ask):
    library = await given_library()
    await given_resource(library)
    unknown = ids.encode("organization", library["mentee"].id)

    assert await search(ask, library["mentee"], "rust", organizationId=unknown) == EMPTY


@pytest.mark.parametrize("name", [*PUBLISHERS, "mentee"])
async def test_the_people_of_an_organization_find_in_its_library(ask, name):
    library = await given_library()
    await given_resource(library)

    assert await titles(ask, library[name], "rust") == ["Learn Rust"]


async def test_one_library_of_several_can_be_chosen(ask):
    library, other = await given_library(), await given_library()
    both = other["mentee"]
    await given_mentee(await given_program(library.organization), both)
    await given_resource(library, "Rust here")
    await given_resource(other, "Rust there")

    everywhere = await titles(ask, both, "rust")
    there = await titles(ask, both, "rust", organizationId=other.id)

    assert (everywhere, there) == (["Rust there", "Rust here"], ["Rust there"])


async def test_what_is_archived_is_not_found(ask):
    library = await given_library()
    resource = await given_resource(library)

    await Resource.filter(id=resource.id).update(status=ResourceStatus.ARCHIVED)

    assert await search(ask, library["mentee"], "rust") == EMPTY


async def test_what_is_revised_is_found_by_its_new_words_only(ask):
    library = await given_library()
    resource = await given_resource(library, "Learn Rust")

    await Resource.filter(id=resource.id).update(title="Learn Elixir", kind=ResourceKind.VIDEO)

    assert await titles(ask, library["mentee"], "rust") == []
    found = await search(ask, library["mentee"], "elixir")
    assert counts(found, "kinds") == {"VIDEO": 1}


SPELLINGS = {
    "as it is": ("python", "Learn Python"),
    "in other case": ("PYTHON", "Learn Python"),
    "a letter left out": ("pythn", "Learn Python"),
    "a letter too many": ("pythoon", "Learn Python"),
    "another letter": ("pithon", "Learn Python"),
    "two letters changed places": ("pyhton", "Learn Python"),
    "one typo in a long word": ("javascrpt", "JavaScript"),
    "two typos in a long word": ("jvascriipt", "JavaScript"),
    "a beginning": ("pyt", "Learn Python"),
    "one letter": ("p", "Learn Python"),
    "a misspelt beginning": ("javscri", "JavaScript"),
    "several words in any order": ("python learn", "Learn Python"),
    "a beginning after a word": ("learn pyth", "Learn Python"),
    "without accents": ("programacion", "Programación"),
    "with accents": ("prógramacion", "Programación"),
    "a letter of its own": ("lodz", "Łódź"),
    "a ligature": ("strasse", "Straße"),
    "Vietnamese": ("lap trinh", "Lập trình"),
    "Greek, with another sigma": ("ΟΔΗΓΟΣ", "Οδηγός"),
    "Cyrillic": ("елка", "Ёлка"),
    "full width": ("\uff50\uff59\uff54\uff48\uff4f\uff4e", "Learn Python"),
    "with signs": ("c++", "C++"),
    "with a sharp": ("c#", "C#"),
    "with a dot": ("node.js", "Node.js"),
    "Chinese, in the middle": ("学习", "机器学习入门"),
    "Chinese, one letter": ("器", "机器学习入门"),
    "Chinese, the last letter": ("门", "机器学习入门"),
    "Japanese, in the middle": ("グラミング", "プログラミング言語"),
    "Korean, with a particle": ("프로그래밍", "프로그래밍을 배우다"),
    "Thai, in the middle": ("โปรแกรม", "การเขียนโปรแกรมเบื้องต้น"),
    "Arabic, without the article": ("برمجة", "تعلم البرمجة"),
    "Arabic, with another alef": ("اردوينو", "احترف الأردوينو"),
    "Hebrew, without the article": ("מחשב", "מדעי המחשב"),
    "Hindi": ("हिन्दी", "हिन्दी में सीखें"),
    "Tamil": ("தமிழ்", "தமிழ் பாடம்"),
    "mixed": ("python入門", "はじめてのPython入門"),
}
SHELF = sorted({title for _, title in SPELLINGS.values()})


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_it_is_found(ask, spelling):
    query, title = SPELLINGS[spelling]
    library = await given_library()
    await given_resources(library, *SHELF)

    assert title in await titles(ask, library["mentee"], query)


@pytest.mark.parametrize("query", ["rus", "rvst", "ptyhoxn", "python rust", "qwertyuiop", "习学"])
async def test_what_is_too_far_off_is_not_found(ask, query):
    library = await given_library()
    await given_resources(library, *SHELF)

    assert await titles(ask, library["mentee"], query) == []


async def test_signs_tell_languages_apart(ask):
    library = await given_library()
    await given_resources(library, "C++ primer", "C# primer", "C primer")

    assert await titles(ask, library["mentee"], "c++ primer") == ["C++ primer"]
    assert await titles(ask, library["mentee"], "c# primer") == ["C# primer"]
    assert await titles(ask, library["mentee"], "primer c#") == ["C# primer"]


@pytest.mark.parametrize("query", ["", "   ", "!!!", "' | !'", "& :* <->", "\\", '"', "%_", "🙂"])
async def test_signs_alone_ask_for_everything_newest_first(ask, query):
    library = await given_library()
    await given_resources(library, "First", "Second", "Third")

    assert await titles(ask, library["mentee"], query) == ["Third", "Second", "First"]


@pytest.mark.parametrize(
    "query", ["rust'", "rust' | 'x", "rust:*", "!rust", "rust\\", "(rust", 'rust"; --']
)
async def test_signs_around_words_mean_nothing(ask, query):
    library = await given_library()
    await given_resources(library, "Rust x", "Other")

    assert await titles(ask, library["mentee"], query) == ["Rust x"]


async def test_exact_words_come_before_beginnings_and_those_before_misspelt_ones(ask):
    library = await given_library()
    await given_resources(library, "Rusty", "Rustyish", "Rusti", "Crust")

    assert await titles(ask, library["mentee"], "rusty") == ["Rusty", "Rustyish", "Rusti"]


async def test_titles_come_before_topics_before_authors_before_summaries(ask):
    library = await given_library()
    await given_resource(library, "In the summary", summary="rust")
    await given_resource(library, "By the author", author="rust")
    await given_resource(library, "On the topic", topic="rust")
    await given_resource(library, "Rust titled thus")

    assert await titles(ask, library["mentee"], "rust") == [
        "Rust titled thus",
        "On the topic",
        "By the author",
        "In the summary",
    ]


async def test_matches_are_marked(ask):
    library = await given_library()
    await given_resource(library, "Learn <b>Python</b>, pythonista!", summary="Pythn is misspelt")

    found = await search(ask, library["mentee"], "pytho")

    assert await marked_titles(ask, library["mentee"], "pytho") == [
        "Learn <b>[Pytho]n</b>, [pytho]nista!"
    ]
    assert found["edges"][0]["summaryHighlighted"] == [
        {"text": "Pythn", "isMatch": True},
        {"text": " is misspelt", "isMatch": False},
    ]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("programacion", "[Programación] básica"),
        ("programin", "[Programin]g and [programming]"),
        ("学习", "机器[学习]入门"),
        ("اردوينو", "احترف ال[أردوينو]"),
        ("c++", "[C++] and C"),
        ("lap trinh", "[Lập] [trình]"),
    ],
)
async def test_matches_are_marked_where_they_were_written_otherwise(ask, query, title):
    library = await given_library()
    await given_resource(library, title.replace("[", "").replace("]", ""))

    assert await marked_titles(ask, library["mentee"], query) == [title]
