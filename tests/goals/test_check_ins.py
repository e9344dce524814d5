"""Checking in: only the owner of the goal, as long as the match lasts."""

import asyncio
from decimal import Decimal

import pytest
from tortoise.transactions import in_transaction

from actions import goals
from models import CheckIn, Goal, IdempotencyKey, Measure
from models.sql import fetch_one
from schema import ids
from tests.goals.scene import STRANGERS, given_end, given_goal, given_scene

CHECK_IN = """
mutation ($input: CheckInInput!) {
  checkIn(input: $input) {
    __typename
    ... on CheckInPayload { checkIn { id value note goal { currentValue progress } } }
    ... on Invalid { field }
    ... on Problem { reason }
  }
}
"""
HISTORY = """
query ($id: ID!, $first: Int, $last: Int) {
  goal(id: $id) { checkIns(first: $first, last: $last) { nodes { value } } }
}
"""
TWICE = """
mutation ($id: ID!) {
  first: checkIn(input: {goalId: $id, value: 3}) { ...now }
  second: checkIn(input: {goalId: $id, value: 4}) { ...now }
}
fragment now on CheckInPayload { checkIn { goal { currentValue } } }
"""
WAITING = """
SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""


def saying(goal: Goal, value: float, **more: str) -> dict[str, object]:
    return {"goalId": ids.encode("goal", goal.id), "value": value, **more}


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_cannot_check_in(ask, name):
    scene = await given_scene()
    goal = await given_goal(scene)

    asked = saying(goal, 3, idempotencyKey="k")
    result = await ask(scene.strangers[name], CHECK_IN, input=asked)

    assert result.data["checkIn"] == {"__typename": "NotFound", "reason": goals.NO_GOAL}
    assert await CheckIn.all().count() == 0
    assert await IdempotencyKey.all().count() == 0


async def test_nobody_signed_out_checks_in(ask):
    goal = await given_goal(await given_scene())

    result = await ask(None, CHECK_IN, input=saying(goal, 3))

    assert result.codes == ["UNAUTHENTICATED"]
    assert await CheckIn.all().count() == 0


async def test_a_mentor_does_not_check_in_for_the_mentee(ask):
    scene = await given_scene()
    goal = await given_goal(scene)

    result = await ask(scene.mentor, CHECK_IN, input=saying(goal, 3))

    assert result.data["checkIn"] == {"__typename": "Forbidden", "reason": goals.NOT_THE_OWNER}
    assert await CheckIn.all().count() == 0


async def test_a_check_in_moves_the_goal(ask):
    scene = await given_scene()
    goal = await given_goal(scene)

    result = await ask(scene.mentee, CHECK_IN, input=saying(goal, 2.5, note=" Half way to five "))

    said = result.data["checkIn"]["checkIn"]
    assert said.pop("id").startswith("check_in_")
    assert said == {
        "value": 2.5,
        "note": "Half way to five",
        "goal": {"currentValue": 2.5, "progress": 0.25},
    }
    assert (await CheckIn.get()).value == Decimal("2.50")


async def test_two_check_ins_of_one_request_each_show_the_goal_as_it_then_was(ask):
    scene = await given_scene()
    goal = await given_goal(scene)

    result = await ask(scene.mentee, TWICE, id=ids.encode("goal", goal.id))

    assert result.data["first"]["checkIn"]["goal"]["currentValue"] == 3.0
    assert result.data["second"]["checkIn"]["goal"]["currentValue"] == 4.0


async def test_check_ins_are_shown_oldest_first_page_by_page(ask):
    scene = await given_scene()
    goal = await given_goal(scene)
    for value in (1, 2, 3):
        await ask(scene.mentee, CHECK_IN, input=saying(goal, value))

    pages = [
        await ask(scene.mentor, HISTORY, id=ids.encode("goal", goal.id), first=2),
        await ask(scene.mentor, HISTORY, id=ids.encode("goal", goal.id), last=2),
    ]

    assert [page.data["goal"]["checkIns"]["nodes"] for page in pages] == [
        [{"value": 1.0}, {"value": 2.0}],
        [{"value": 2.0}, {"value": 3.0}],
    ]


async def test_the_same_key_checks_in_once(ask):
    scene = await given_scene()
    asked = saying(await given_goal(scene), 3, idempotencyKey="retry")

    first, second = [await ask(scene.mentee, CHECK_IN, input=asked) for _ in range(2)]

    assert first.data == second.data
    assert await CheckIn.all().count() == 1


async def test_the_same_key_twice_at_once_checks_in_once(ask):
    scene = await given_scene()
    asked = saying(await given_goal(scene), 3, idempotencyKey="retry")

    answers = await asyncio.gather(*(ask(scene.mentee, CHECK_IN, input=asked) for _ in range(5)))

    assert [answer.data for answer in answers] == [answers[0].data] * 5
    assert await CheckIn.all().count() == 1


async def test_a_key_that_checked_in_otherwise_is_a_conflict(ask):
    scene = await given_scene()
    goal = await given_goal(scene)
    await ask(scene.mentee, CHECK_IN, input=saying(goal, 3, idempotencyKey="used"))

    result = await ask(scene.mentee, CHECK_IN, input=saying(goal, 4, idempotencyKey="used"))

    assert result.data["checkIn"]["__typename"] == "Conflict"
    assert await CheckIn.all().count() == 1


async def test_an_ended_match_takes_no_check_ins(ask):
    scene = await given_scene()
    goal = await given_goal(scene)
    await given_end(scene.match)

    result = await ask(scene.mentee, CHECK_IN, input=saying(goal, 3))

    assert result.data["checkIn"] == {"__typename": "Conflict", "reason": goals.ENDED}
    assert await CheckIn.all().count() == 0


async def test_a_check_in_that_was_made_is_given_back_after_the_end(ask):
    scene = await given_scene()
    asked = saying(await given_goal(scene), 3, idempotencyKey="retry")
    made = await ask(scene.mentee, CHECK_IN, input=asked)
    await given_end(scene.match)

    again = await ask(scene.mentee, CHECK_IN, input=asked)

    assert again.data == made.data


async def test_a_check_in_while_the_match_is_ending_waits_and_is_refused(ask):
    scene = await given_scene()
    goal = await given_goal(scene)
    await ask(scene.mentee, HISTORY, id=ids.encode("goal", goal.id))

    async with in_transaction(), asyncio.timeout(5):
        await given_end(scene.match)
        asked = asyncio.create_task(ask(scene.mentee, CHECK_IN, input=saying(goal, 3)))
        while not await fetch_one(WAITING):
            pass

    assert (await asked).data["checkIn"]["__typename"] == "Conflict"
    assert await CheckIn.all().count() == 0


REFUSED = [
    (Measure.NUMBER, 1e12),
    (Measure.NUMBER, -1e300),
    (Measure.NUMBER, 0.001),
    (Measure.PERCENTAGE, -1),
    (Measure.PERCENTAGE, 100.5),
    (Measure.YES_NO, 0.5),
    (Measure.YES_NO, 2),
    (Measure.YES_NO, -1),
]


@pytest.mark.parametrize(("measure", "value"), REFUSED)
async def test_a_value_outside_the_measure_is_refused(ask, measure, value):
    scene = await given_scene()
    goal = await given_goal(scene, measure=measure)

    result = await ask(scene.mentee, CHECK_IN, input=saying(goal, value))

    assert result.data["checkIn"]["__typename"] == "Invalid"
    assert result.data["checkIn"]["field"] == "value"
    assert await CheckIn.all().count() == 0


ACCEPTED = [
    (Measure.NUMBER, -999_999_999_999.99),
    (Measure.NUMBER, 11.1),
    (Measure.PERCENTAGE, 0.0),
    (Measure.PERCENTAGE, 100.0),
    (Measure.YES_NO, 0.0),
    (Measure.YES_NO, 1.0),
]


@pytest.mark.parametrize(("measure", "value"), ACCEPTED)
async def test_a_value_within_the_measure_is_kept(ask, measure, value):
    scene = await given_scene()
    goal = await given_goal(scene, measure=measure)

    result = await ask(scene.mentee, CHECK_IN, input=saying(goal, value))

    assert result.data["checkIn"]["checkIn"]["value"] == value
    assert (await CheckIn.get()).value == Decimal(str(value))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"note": "x" * 4_001}, "note"),
        ({"note": "\x00"}, "note"),
        ({"goalId": "nonsense"}, "goalId"),
    ],
)
async def test_a_check_in_that_cannot_be_names_the_field(ask, change, field):
    scene = await given_scene()
    goal = await given_goal(scene)

    result = await ask(scene.mentee, CHECK_IN, input=saying(goal, 3) | change)

    assert result.data["checkIn"]["field"] == field
    assert await CheckIn.all().count() == 0


async def test_an_endless_number_is_no_check_in(ask):
    scene = await given_scene()
    goal = await given_goal(scene)
    document = TWICE.replace("value: 3", "value: -1e999").replace(
        "fragment now",
        "fragment now on CheckInResult { ... on Invalid { field } ...made }\nfragment made",
    )

    result = await ask(scene.mentee, document, id=ids.encode("goal", goal.id))

    assert result.data["first"] == {"field": "value"}
    assert [row.value for row in await CheckIn.all()] == [Decimal(4)]
