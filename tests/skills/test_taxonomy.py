"""What people's words for skills mean."""

import pytest

from actions.skills import Entry, replace_taxonomy
from jobs import taxonomy
from jobs.taxonomy.reading import entries
from models import Skill, SkillLabel, UserSkill
from models.skills import LONGEST_NAME, key_of
from tests.cast import given_mentee, given_mentor, given_program, given_user
from tests.matches.test_suggesting import ENGLISH, suggested


async def names_of(user):
    rows = UserSkill.filter(user_id=user.id).order_by("skill__key")
    return await rows.values_list("skill__name", flat=True)


def spoken(*names):
    """A taxonomy of skills, each given by its names."""
    taxonomy = [Entry(first, None, {key_of(n): n for n in (first, *n)}) for first, *n in names]
    return lambda: sorted(taxonomy, key=lambda one: key_of(one.name))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ML", "Machine learning"),
        ("machine  LEARNING", "Machine learning"),
        ("k8s", "Kubernetes"),
        ("Postgres", "PostgreSQL"),
        ("Asynchronous Javascript and XML", "AJAX"),
        ("Basket weaving", "Basket weaving"),
    ],
)
async def test_a_skill_is_known_by_any_of_its_names(empty, written, meant):
    await taxonomy.load()

    ada = await given_user("Ada", skills_offered=[written])

    assert await names_of(ada) == [meant]


async def test_who_writes_ml_and_who_writes_machine_learning_share_a_skill(ask):
    await taxonomy.load()
    program = await given_program()
    await given_mentor(program, "Ada", skills_offered=["Machine learning"], **ENGLISH)
    bo = await given_mentee(program, "Bo", skills_wanted=["ML"], **ENGLISH)

    [suggestion] = await suggested(ask, bo.user, program)

    assert suggestion["reasons"][0]["skills"] == ["Machine learning"]


async def test_two_names_of_one_skill_are_one_skill_at_the_level_named_first(ask, empty):
    await taxonomy.load()

    ada = await given_user("Ada", skills_offered=["k8s", "Kubernetes", "Kube"])

    assert await names_of(ada) == ["Kubernetes"]


async def test_what_people_wrote_before_becomes_theirs_under_the_name_that_is_known(empty):
    ada = await given_user("Ada", skills_offered=["ML", "machine learning", "Weaving"])
    bo = await given_user("Bo", skills_offered=["k8s"], skills_wanted=["k8s"])

    await replace_taxonomy(spoken(["Machine learning", "ML"], ["Kubernetes", "k8s"]), "1")

    assert await names_of(ada) == ["Machine learning", "Weaving"]
    assert await names_of(bo) == ["Kubernetes", "Kubernetes"]
    assert await Skill.all().count() == 3


async def test_what_is_not_known_any_more_stays_with_those_who_have_it(empty):
    await replace_taxonomy(spoken(["Machine learning", "ML"]), "1")
    ada = await given_user("Ada", skills_offered=["ML"])

    await replace_taxonomy(spoken(["Kubernetes", "k8s"]), "2")

    assert await names_of(ada) == ["Machine learning"]
    assert await SkillLabel.all().count() == 2


async def test_the_same_version_is_loaded_once(empty):
    assert [await taxonomy.load(), await taxonomy.load()] == [True, False]


def test_no_name_means_two_skills_and_each_can_be_stored() -> None:
    keys = [key for entry in entries() for key in entry.labels]

    assert len(keys) == len({*keys})
    assert max(len(key) for key in keys) <= LONGEST_NAME


def test_what_escos_concept_is_called_joins_ours() -> None:
    [learning] = [entry for entry in entries() if entry.name == "Machine learning"]
    [search] = [entry for entry in entries() if entry.name == "Search engine optimisation"]

    assert learning.esco_uri == (
        "http://data.europa.eu/esco/skill/3a2d5b45-56e4-4f5a-a55a-4a4a65afdc43"
    )
    assert {"seo", "search engine optimisation"} <= {*search.labels}
