"""What happens to goals is told where the pair talks, and to nobody else."""

import asyncio

from actions.safety import block_user
from models import Conversation, ConversationEvent, EventKind, Goal, Match, Member
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_user
from tests.documents import do
from tests.goals.scene import given_goal, given_scene

LINES = """
subscription ($id: ID!, $after: Cursor) { conversationEvents(conversationId: $id, after: $after) {
  __typename ... on GoalLine { at goal { title progress } }
} }
"""
START = log_cursor(1, 1)


async def place_of(scene):
    where = await Conversation.get(match_id=scene.match.id)
    return {"id": ids.encode("conversation", where.id), "after": START}


async def check_in(ask, scene, goal, value):
    await do(ask, scene.mentee, "checkIn", goalId=ids.encode("goal", goal.id), value=value)


async def heard(events, number):
    said = [(await anext(events))["conversationEvents"] for _ in range(number)]
    return [(one["__typename"], one["goal"]) for one in said]


async def kinds():
    lines = await ConversationEvent.filter(goal_id__isnull=False).order_by("seq")
    return [line.kind for line in lines]


async def test_both_hear_that_a_goal_was_set_and_that_it_was_reached(ask, listen):
    scene = await given_scene()

    async with listen(scene.mentor, LINES, **await place_of(scene)) as events:
        goal = await given_goal(scene)
        first = await heard(events, 1)
        for value in (5, 10):
            await check_in(ask, scene, goal, value)
        then = await heard(events, 1)

    assert first == [("GoalSet", {"title": "Give talks", "progress": 0.0})]
    assert then == [("GoalReached", {"title": "Give talks", "progress": 1.0})]


async def test_a_goal_that_is_reached_is_reached_again_only_if_it_was_not_meanwhile(ask):
    scene = await given_scene()
    goal = await given_goal(scene)

    for value in (10, 10, 3, 10):
        await check_in(ask, scene, goal, value)

    assert await kinds() == [EventKind.GOAL_SET, EventKind.GOAL_REACHED, EventKind.GOAL_REACHED]


async def test_of_check_ins_at_once_one_reaches_it(ask):
    scene = await given_scene()
    goal = await given_goal(scene)

    await asyncio.gather(*(check_in(ask, scene, goal, 10) for _ in range(4)))

    lines = await ConversationEvent.filter(conversation__match_id=scene.match.id)
    assert (await kinds()).count(EventKind.GOAL_REACHED) == 1
    assert sorted(line.seq for line in lines) == [1, 2, 3]


async def test_where_somebody_else_is_the_goal_itself_is_told_to_nobody(listen):
    scene = await given_scene()
    where = await Conversation.get(match_id=scene.match.id)
    other = scene.strangers["another mentor"]
    await Member.create(organization_id=where.organization_id, conversation=where, user=other)
    await given_goal(scene)

    async with listen(other, LINES, **await place_of(scene)) as events:
        seen = await heard(events, 1)

    assert seen == [("GoalSet", None)]


async def test_while_one_has_blocked_the_other_nothing_is_told(ask):
    scene = await given_scene()
    await block_user(scene.mentor, scene.mentee.id)

    goal = await given_goal(scene)
    await check_in(ask, scene, goal, 10)

    assert await kinds() == []
    assert await Goal.all().count() == 1


async def test_what_is_set_in_one_match_is_told_in_no_other(ask):
    scene = await given_scene()
    heads = Conversation.exclude(match_id=scene.match.id).order_by("id").values_list("last_seq")
    before = await heads

    await given_goal(scene)

    assert await heads == before
    assert (await Conversation.get(match_id=scene.match.id)).last_seq == 2


async def test_a_goal_that_is_refused_leaves_no_line(ask):
    scene = await given_scene()
    zoe = await given_user("Zoe")
    goal = {"matchId": scene.match_id, "title": "Talk", "measure": "YES_NO"}

    answers = [await do(ask, who, "setGoal", **goal) for who in (zoe, scene.mentor)]

    assert [answer["__typename"] for answer in answers] == ["NotFound", "Forbidden"]
    assert await kinds() == []
    assert await Match.all().count() == 3
