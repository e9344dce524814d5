import pytest

from jobs import taxonomy
from models import Skill
from tests.cast import given_user

FIND = """
query ($search: String!, $first: Int, $after: Cursor) {
  skills(search: $search, first: $first, after: $after) {
    nodes { name aliases escoUri } pageInfo { hasNextPage endCursor }
  }
}
"""


async def found(ask, viewer, search, **page):
    answer = await ask(viewer, FIND, search=search, **page)
    assert answer.errors == []
    return [skill["name"] for skill in answer.data["skills"]["nodes"]]


async def test_nobody_finds_skills_without_signing_in(ask):
    await taxonomy.load()

    answer = await ask(None, FIND, search="Python")

    assert (answer.codes, answer.data) == (["UNAUTHENTICATED"], {})


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pyth", "Python"),
        ("K8", "Kubernetes"),
        ("ml", "Machine learning"),
        ("kubernets", "Kubernetes"),
        ("speaking", "Public speaking"),
        ("c", "C"),
        ("c+", "C++"),
    ],
)
async def test_a_skill_is_found_as_it_is_typed_by_any_name_and_with_mistakes(ask, typed, first):
    await taxonomy.load()

    names = await found(ask, await given_user(), typed)

    assert names[0] == first


async def test_a_skill_says_what_else_it_is_called_and_where_it_is_from(ask):
    await taxonomy.load()

    answer = await ask(await given_user(), FIND, search="machine learning", first=1)

    assert answer.data["skills"]["nodes"] == [
        {
            "name": "Machine learning",
            "aliases": ["ML", "Statistical learning"],
            "escoUri": "http://data.europa.eu/esco/skill/3a2d5b45-56e4-4f5a-a55a-4a4a65afdc43",
        }
    ]


async def test_what_other_people_wrote_is_not_found(ask):
    await taxonomy.load()
    await given_user("Ada", skills_offered=["Zymurgy at Lumen"])

    assert await found(ask, await given_user(), "zymurgy") == []
    assert await Skill.exists(name="Zymurgy at Lumen")


async def test_pages_go_on_where_they_ended(ask):
    await taxonomy.load()
    ada = await given_user()
    whole = await found(ask, ada, "data", first=20)

    paged, after = [], None
    for _ in range(4):
        answer = await ask(ada, FIND, search="data", first=5, after=after)
        paged += [skill["name"] for skill in answer.data["skills"]["nodes"]]
        after = answer.data["skills"]["pageInfo"]["endCursor"]

    assert (len(whole), paged) == (20, whole)


@pytest.mark.parametrize("search", ["", "  ", "x" * 81, "nul\0"])
async def test_a_text_that_cannot_be_a_skill_is_refused(ask, search):
    answer = await ask(await given_user(), FIND, search=search)

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["field"] == "search"


@pytest.mark.parametrize("first", [1, 20])
async def test_skills_and_their_aliases_are_a_statement_each_however_many(ask, queries, first):
    await taxonomy.load()
    ada = await given_user()
    await ask(ada, "{ __typename }")

    with queries() as count:
        names = await found(ask, ada, "data", first=first)

    assert len(names) == first
    assert count.total == 3
