"""Reaching a milestone: once, by the owner of the goal, as long as the match lasts."""

import asyncio
from typing import Any

import pytest

from actions import goals
from models import Milestone, User
from schema import ids
from tests.goals.scene import STRANGERS, given_end, given_milestone, given_scene

REACH = """
mutation ($id: ID!) {
  reachMilestone(input: {milestoneId: $id}) {
    __typename
    ... on ReachMilestonePayload { milestone { title reachedAt goal { title } } }
    ... on Invalid { field }
    ... on Problem { reason }
  }
}
"""


async def reach(ask, viewer: User, milestone: Milestone) -> Any:
    result = await ask(viewer, REACH, id=ids.encode("milestone", milestone.id))
    return result.data["reachMilestone"]


async def reached_at(milestone: Milestone) -> str | None:
    stored = (await Milestone.get(id=milestone.id)).reached_at
    return stored.isoformat() if stored else None


@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_reaches_no_milestone(ask, name):
    scene = await given_scene()
    milestone = await given_milestone(scene)

    answer = await reach(ask, scene.strangers[name], milestone)

    assert answer == {"__typename": "NotFound", "reason": goals.NO_MILESTONE}
    assert await reached_at(milestone) is None


async def test_nobody_signed_out_reaches_a_milestone(ask):
    milestone = await given_milestone(await given_scene())

    result = await ask(None, REACH, id=ids.encode("milestone", milestone.id))

    assert result.codes == ["UNAUTHENTICATED"]
    assert await reached_at(milestone) is None


async def test_a_mentor_reaches_no_milestone_for_the_mentee(ask):
    scene = await given_scene()
    milestone = await given_milestone(scene)

    answer = await reach(ask, scene.mentor, milestone)

    assert answer == {"__typename": "Forbidden", "reason": goals.NOT_THE_OWNER}
    assert await reached_at(milestone) is None


async def test_the_mentee_reaches_a_milestone(ask):
    scene = await given_scene()
    milestone = await given_milestone(scene)

    answer = await reach(ask, scene.mentee, milestone)

    assert await reached_at(milestone) is not None
    assert answer["milestone"] == {
        "title": "Give one talk",
        "reachedAt": await reached_at(milestone),
        "goal": {"title": "Give talks"},
    }


async def test_reaching_a_milestone_again_gives_the_first_time_back(ask):
    scene = await given_scene()
    milestone = await given_milestone(scene)

    first, second = [await reach(ask, scene.mentee, milestone) for _ in range(2)]

    assert first["__typename"] == "ReachMilestonePayload"
    assert second == first


async def test_reaching_a_milestone_many_times_at_once_reaches_it_once(ask):
    scene = await given_scene()
    milestone = await given_milestone(scene)

    answers = await asyncio.gather(*(reach(ask, scene.mentee, milestone) for _ in range(8)))

    times = {answer["milestone"]["reachedAt"] for answer in answers}
    assert times == {await reached_at(milestone)}
    assert None not in times


async def test_an_ended_match_leaves_its_milestones_as_they_are(ask):
    scene = await given_scene()
    milestone = await given_milestone(scene)
    await given_end(scene.match)

    answer = await reach(ask, scene.mentee, milestone)

    assert answer == {"__typename": "Conflict", "reason": goals.ENDED}
    assert await reached_at(milestone) is None


async def test_a_reached_milestone_is_given_back_after_the_end(ask):
    scene = await given_scene()
    milestone = await given_milestone(scene)
    first = await reach(ask, scene.mentee, milestone)
    await given_end(scene.match)

    assert await reach(ask, scene.mentee, milestone) == first


async def test_what_is_no_id_of_a_milestone_is_refused(ask):
    scene = await given_scene()

    result = await ask(scene.mentee, REACH, id="goal_01h455vb4pex5vsknk084sn02q")

    assert result.data["reachMilestone"]["__typename"] == "Invalid"
    assert result.data["reachMilestone"]["field"] == "milestoneId"
