"""Setting a goal: only the mentee of a match that has not ended."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from actions import goals
from errors import Invalid
from models import Goal, IdempotencyKey, Measure, Milestone
from schema import ids
from tests.goals.scene import RUNNING, UNRELATED, Scene, given_end, given_scene

SET = """
mutation ($input: SetGoalInput!) {
  setGoal(input: $input) {
    __typename
    ... on SetGoalPayload {
      goal {
        id title why measure unit startValue targetValue currentValue progress dueOn
        owner { name } milestones { title dueOn reachedAt }
      }
    }
    ... on Invalid { field }
    ... on Problem { reason }
  }
}
"""


def wish(scene: Scene, **changes: Any) -> dict[str, Any]:
    usual = {"matchId": scene.match_id, "title": "Read", "measure": "NUMBER", "targetValue": 12}
    return usual | changes


@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, "NotFound") for name in UNRELATED] + [(name, "Forbidden") for name in RUNNING],
)
async def test_a_stranger_sets_no_goal(ask, name, answer):
    scene = await given_scene()

    result = await ask(scene.strangers[name], SET, input=wish(scene, idempotencyKey="k"))

    assert result.data["setGoal"]["__typename"] == answer
    assert await Goal.all().count() == 0
    assert await IdempotencyKey.all().count() == 0


async def test_nobody_signed_out_sets_a_goal(ask):
    scene = await given_scene()

    result = await ask(None, SET, input=wish(scene))

    assert result.codes == ["UNAUTHENTICATED"]
    assert await Goal.all().count() == 0


async def test_a_mentor_sets_no_goal_for_the_mentee(ask):
    scene = await given_scene()

    result = await ask(scene.mentor, SET, input=wish(scene))

    assert result.data["setGoal"] == {"__typename": "Forbidden", "reason": goals.NOT_THE_MENTEE}
    assert await Goal.all().count() == 0


async def test_a_mentee_sets_a_goal(ask):
    scene = await given_scene()
    words = {"why": "To learn", "unit": "books", "dueOn": "2031-04-01"}

    result = await ask(scene.mentee, SET, input=wish(scene, startValue=2.5, **words))

    assert result.data["setGoal"]["goal"] == {
        "id": ids.encode("goal", (await Goal.get()).id),
        "title": "Read",
        "measure": "NUMBER",
        "startValue": 2.5,
        "targetValue": 12.0,
        "currentValue": 2.5,
        "progress": 0.0,
        "owner": {"name": "Bo"},
        "milestones": [],
        **words,
    }


async def test_milestones_keep_the_order_they_were_given_in(ask):
    scene = await given_scene()
    steps = [{"title": "Two", "dueOn": "2031-03-01"}, {"title": " One "}]

    result = await ask(scene.mentee, SET, input=wish(scene, milestones=steps))

    assert result.data["setGoal"]["goal"]["milestones"] == [
        {"title": "Two", "dueOn": "2031-03-01", "reachedAt": None},
        {"title": "One", "dueOn": None, "reachedAt": None},
    ]


async def test_a_yes_no_goal_goes_from_0_to_1(ask):
    scene = await given_scene()

    result = await ask(scene.mentee, SET, input=wish(scene, measure="YES_NO", targetValue=None))

    goal = result.data["setGoal"]["goal"]
    assert (goal["startValue"], goal["targetValue"], goal["progress"]) == (0.0, 1.0, 0.0)


async def test_the_largest_values_come_back_as_they_were_given(ask):
    scene = await given_scene()
    values = {"startValue": -999_999_999_999.99, "targetValue": 999_999_999_999.98}

    result = await ask(scene.mentee, SET, input=wish(scene, **values))

    stored = await Goal.get()
    assert result.data["setGoal"]["goal"] | values == result.data["setGoal"]["goal"]
    assert stored.start_value == Decimal("-999999999999.99")
    assert stored.target_value == Decimal("999999999999.98")


async def test_the_same_key_sets_one_goal(ask):
    scene = await given_scene()
    asked = wish(scene, idempotencyKey="retry", milestones=[{"title": "One"}])

    first, second = [await ask(scene.mentee, SET, input=asked) for _ in range(2)]

    assert first.data == second.data
    assert await Goal.all().count() == 1
    assert await Milestone.all().count() == 1


async def test_the_same_key_twice_at_once_sets_one_goal(ask):
    scene = await given_scene()
    asked = wish(scene, idempotencyKey="retry", milestones=[{"title": "One"}])

    answers = await asyncio.gather(*(ask(scene.mentee, SET, input=asked) for _ in range(5)))

    assert [answer.data for answer in answers] == [answers[0].data] * 5
    assert await Goal.all().count() == 1
    assert await Milestone.all().count() == 1


async def test_a_key_that_set_another_goal_is_a_conflict(ask):
    scene = await given_scene()
    await ask(scene.mentee, SET, input=wish(scene, idempotencyKey="used"))

    result = await ask(scene.mentee, SET, input=wish(scene, idempotencyKey="used", title="Write"))

    assert result.data["setGoal"]["__typename"] == "Conflict"
    assert [goal.title for goal in await Goal.all()] == ["Read"]


async def test_an_ended_match_takes_no_new_goals(ask):
    scene = await given_scene()
    await given_end(scene.match)

    result = await ask(scene.mentee, SET, input=wish(scene))

    assert result.data["setGoal"] == {"__typename": "Conflict", "reason": goals.ENDED}
    assert await Goal.all().count() == 0


async def test_a_goal_has_up_to_twenty_milestones(ask):
    scene = await given_scene()
    steps = [{"title": f"Step {number}"} for number in range(20)]

    result = await ask(scene.mentee, SET, input=wish(scene, milestones=steps))

    shown = result.data["setGoal"]["goal"]["milestones"]
    assert [milestone["title"] for milestone in shown] == [step["title"] for step in steps]


PERCENT = {"measure": "PERCENTAGE"}
YES_NO = {"measure": "YES_NO"}

REFUSED = [
    ({"matchId": "user_01h455vb4pex5vsknk084sn02q"}, "matchId"),
    ({"matchId": "nonsense"}, "matchId"),
    ({"title": "  "}, "title"),
    ({"title": "x" * 201}, "title"),
    ({"title": "nul \x00"}, "title"),
    ({"why": "x" * 4_001}, "why"),
    ({"unit": "x" * 31}, "unit"),
    ({"targetValue": None}, "targetValue"),
    ({"targetValue": 0}, "targetValue"),
    ({"startValue": 12}, "targetValue"),
    ({"targetValue": 1_000_000_000_000}, "targetValue"),
    ({"targetValue": -1e300}, "targetValue"),
    ({"targetValue": 1.005}, "targetValue"),
    ({"targetValue": 1e-300}, "targetValue"),
    ({"startValue": 1e300}, "startValue"),
    ({"startValue": 0.001}, "startValue"),
    (PERCENT | {"targetValue": None}, "targetValue"),
    (PERCENT | {"targetValue": 100.01}, "targetValue"),
    (PERCENT | {"startValue": -0.01}, "startValue"),
    (YES_NO, "targetValue"),
    (YES_NO | {"targetValue": None, "startValue": 0}, "startValue"),
    (YES_NO | {"targetValue": None, "unit": "talks"}, "unit"),
    ({"milestones": [{"title": "x"}] * 21}, "milestones"),
    ({"milestones": [{"title": "x"}, {"title": ""}]}, "milestones.1.title"),
    ({"milestones": [{"title": "x" * 201}]}, "milestones.0.title"),
    (
        {"dueOn": "2031-04-01", "milestones": [{"title": "x", "dueOn": "2031-04-02"}]},
        "milestones.0.dueOn",
    ),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
async def test_a_goal_that_cannot_be_names_the_field(ask, changes, field):
    scene = await given_scene()

    result = await ask(scene.mentee, SET, input=wish(scene, **changes))

    assert result.data["setGoal"]["__typename"] == "Invalid"
    assert result.data["setGoal"]["field"] == field
    assert await Goal.all().count() == 0


async def test_an_endless_number_written_into_the_query_is_refused(ask):
    scene = await given_scene()
    document = SET.replace("$input: SetGoalInput!", "$match: ID!").replace(
        "$input", '{matchId: $match, title: "Read", measure: NUMBER, targetValue: 1e999}'
    )

    result = await ask(scene.mentee, document, match=scene.match_id)

    assert result.data["setGoal"]["__typename"] == "Invalid"
    assert result.data["setGoal"]["field"] == "targetValue"


@pytest.mark.parametrize("value", ["NaN", "sNaN", "-NaN", "Infinity", "-Infinity", "1e999999"])
@pytest.mark.parametrize("measure", Measure)
def test_what_is_no_number_is_no_value(value, measure):
    with pytest.raises(Invalid, match="Write a number from"):
        goals.checked_value("value", Decimal(value), measure)
