"""Goals are seen by the mentee and by the mentor of their match, by nobody else."""

from typing import Any

import pytest

from actions import goals as actions
from models import CheckIn, Goal, Milestone, User
from schema import ids
from tests.cast import given_match, given_mentee, given_mentor, given_program
from tests.goals.scene import (
    RUNNING,
    STRANGERS,
    Scene,
    given_end,
    given_goal,
    given_milestone,
    given_scene,
)

GOAL = "query ($id: ID!) { goal(id: $id) { title } }"
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
GOALS = """
query ($match: ID, $first: Int, $after: Cursor) {
  viewer { goals(matchId: $match, first: $first, after: $after) {
    nodes { title }
    pageInfo { hasNextPage endCursor }
  } }
}
"""
OF_MATCH = """
query ($id: ID!) {
  match(id: $id) { goals(first: 2) { nodes { title match { id } } pageInfo { hasNextPage } } }
}
"""
OF_MATCHES = "query { viewer { goals { nodes { match { goals { nodes { title } } } } } } }"
EVERYTHING = """
query {
  viewer { goals {
    nodes {
      title currentValue progress owner { name }
      milestones { title }
      checkIns(first: 2) { nodes { value } }
    }
  } }
}
"""


async def listed(ask, viewer: User, **variables: object) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(viewer, GOALS, **variables)).data["viewer"]["goals"]
    return found


async def titles(ask, viewer: User, **variables: object) -> list[str]:
    return [goal["title"] for goal in (await listed(ask, viewer, **variables))["nodes"]]


async def given_everything(scene: Scene, title: str, *values: int) -> Goal:
    steps = tuple(actions.NewMilestone(f"Step {number}") for number in range(3))
    goal = await given_goal(scene, title=title, milestones=steps)
    for value in values:
        await CheckIn.create(
            organization_id=goal.organization_id, goal_id=goal.id, value=value, note=""
        )
    return goal


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_sees_no_goal(ask, name):
    scene = await given_scene()
    goal = await given_goal(scene)

    result = await ask(scene.strangers[name], GOAL, id=ids.encode("goal", goal.id))

    assert result.data == {"goal": None}
    assert result.errors == []


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_finds_no_goals(ask, name):
    scene = await given_scene()
    await given_goal(scene)

    stranger = scene.strangers[name]

    assert await titles(ask, stranger) == []
    assert await titles(ask, stranger, match=scene.match_id) == []


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_finds_nothing_of_a_goal_by_id(ask, name):
    scene = await given_scene()
    stranger, milestone = scene.strangers[name], await given_milestone(scene)
    said = await actions.check_in(scene.mentee, milestone.goal_id, actions.CENT)

    answers = [
        await ask(stranger, NODE, id=ids.encode("goal", milestone.goal_id)),
        await ask(stranger, NODE, id=ids.encode("milestone", milestone.id)),
        await ask(stranger, NODE, id=ids.encode("check_in", said.id)),
    ]

    assert [answer.data for answer in answers] == [{"node": None}] * 3


async def test_nobody_signed_out_sees_goals(ask):
    goal = await given_goal(await given_scene())

    one = await ask(None, GOAL, id=ids.encode("goal", goal.id))
    many = await ask(None, GOALS)

    assert one.codes == ["UNAUTHENTICATED"]
    assert many.data == {"viewer": None}


@pytest.mark.parametrize("side", ["mentor", "mentee"])
async def test_both_sides_of_the_match_see_its_goals(ask, side):
    scene = await given_scene()
    viewer, goal = getattr(scene, side), await given_goal(scene)

    result = await ask(viewer, GOAL, id=ids.encode("goal", goal.id))

    assert result.data == {"goal": {"title": "Give talks"}}
    assert await titles(ask, viewer) == ["Give talks"]


@pytest.mark.parametrize("side", ["mentor", "mentee"])
async def test_both_sides_of_the_match_find_its_goals_by_id(ask, side):
    scene = await given_scene()
    milestone = await given_milestone(scene)
    said = await actions.check_in(scene.mentee, milestone.goal_id, actions.CENT)
    shown = {
        "Goal": ids.encode("goal", milestone.goal_id),
        "Milestone": ids.encode("milestone", milestone.id),
        "CheckIn": ids.encode("check_in", said.id),
    }

    answers = [await ask(getattr(scene, side), NODE, id=id) for id in shown.values()]

    assert [answer.data["node"] for answer in answers] == [
        {"__typename": kind, "id": id} for kind, id in shown.items()
    ]


async def test_a_second_mentor_of_a_mentee_sees_only_the_goals_of_their_own_match(ask):
    program = await given_program()
    mentee = await given_mentee(program)
    first, second = await given_mentor(program, "Ada"), await given_mentor(program, "Mo")
    for mentor in (first, second):
        match = await given_match(mentor, mentee)
        scene = Scene(mentor.user, mentee.user, match, {})
        await given_goal(scene, title=f"With {mentor.user.name}")

    seen = [await titles(ask, viewer) for viewer in (first.user, second.user, mentee.user)]

    assert seen == [["With Ada"], ["With Mo"], ["With Mo", "With Ada"]]


async def test_the_goals_of_one_match_are_found_by_naming_it(ask):
    program = await given_program()
    mentor, matches = await given_mentor(program), []
    for name in ("Bo", "Bea"):
        mentee = await given_mentee(program, name)
        matches.append(await given_match(mentor, mentee))
        await given_goal(Scene(mentor.user, mentee.user, matches[-1], {}), title=f"Of {name}")

    chosen = ids.encode("match", matches[0].id)

    assert await titles(ask, mentor.user) == ["Of Bea", "Of Bo"]
    assert await titles(ask, mentor.user, match=chosen) == ["Of Bo"]


async def test_goals_come_newest_first_page_by_page(ask):
    scene = await given_scene()
    for title in ("One", "Two", "Three"):
        await given_goal(scene, title=title)

    first = (await ask(scene.mentor, GOALS, first=2)).data["viewer"]["goals"]
    rest = (await ask(scene.mentor, GOALS, after=first["pageInfo"]["endCursor"])).data["viewer"][
        "goals"
    ]

    assert first["nodes"] == [{"title": "Three"}, {"title": "Two"}]
    assert first["pageInfo"]["hasNextPage"] is True
    assert rest["nodes"] == [{"title": "One"}]
    assert rest["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("name", RUNNING)
async def test_whoever_runs_the_program_sees_the_match_without_its_goals(ask, name):
    scene = await given_scene()
    await given_goal(scene)

    result = await ask(scene.strangers[name], OF_MATCH, id=scene.match_id)

    assert result.data["match"]["goals"] == {"nodes": [], "pageInfo": {"hasNextPage": False}}


@pytest.mark.parametrize("side", ["mentor", "mentee"])
async def test_both_sides_of_a_match_see_its_goals_in_it(ask, side):
    scene = await given_scene()
    for title in ("One", "Two", "Three"):
        await given_goal(scene, title=title)

    result = await ask(getattr(scene, side), OF_MATCH, id=scene.match_id)

    goals = result.data["match"]["goals"]
    assert [goal["title"] for goal in goals["nodes"]] == ["Three", "Two"]
    assert goals["nodes"][0]["match"] == {"id": scene.match_id}
    assert goals["pageInfo"] == {"hasNextPage": True}


async def test_the_goals_of_all_matches_take_one_statement(ask, queries):
    program = await given_program()
    mentor = await given_mentor(program, capacity=3)
    await ask(mentor.user, OF_MATCHES)
    for name in ("Bo", "Bea", "Ben"):
        mentee = await given_mentee(program, name)
        match = await given_match(mentor, mentee)
        await given_goal(Scene(mentor.user, mentee.user, match, {}), title=f"Of {name}")

    with queries() as count:
        result = await ask(mentor.user, OF_MATCHES)

    assert count.total == 4
    assert [
        node["match"]["goals"]["nodes"] for node in result.data["viewer"]["goals"]["nodes"]
    ] == [[{"title": f"Of {name}"}] for name in ("Ben", "Bea", "Bo")]


@pytest.mark.parametrize("side", ["mentor", "mentee"])
async def test_goals_stay_readable_after_the_match_has_ended(ask, side):
    scene = await given_scene()
    await given_goal(scene)

    await given_end(scene.match)

    assert await titles(ask, getattr(scene, side)) == ["Give talks"]


@pytest.mark.parametrize("id", ["nonsense", "user_01h455vb4pex5vsknk084sn02q", ""])
async def test_what_is_no_id_of_a_goal_is_refused(ask, id):
    viewer = (await given_scene()).mentee

    one, many = await ask(viewer, GOAL, id=id), await ask(viewer, GOALS, match=id)

    assert one.codes == many.codes == ["BAD_USER_INPUT"]


async def test_reading_goals_with_all_that_hangs_on_them_takes_six_statements(ask, queries):
    scene = await given_scene()
    await ask(scene.mentor, EVERYTHING)
    for number in range(5):
        await given_everything(scene, f"Goal {number}", 1, 2, 5)

    with queries() as count:
        result = await ask(scene.mentor, EVERYTHING)

    assert count.total == 6
    assert await Milestone.all().count() == 15
    assert result.data["viewer"]["goals"]["nodes"][4] == {
        "title": "Goal 0",
        "currentValue": 5.0,
        "progress": 0.5,
        "owner": {"name": "Bo"},
        "milestones": [{"title": "Step 0"}, {"title": "Step 1"}, {"title": "Step 2"}],
        "checkIns": {"nodes": [{"value": 1.0}, {"value": 2.0}]},
    }
