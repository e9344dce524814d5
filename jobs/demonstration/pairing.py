"""How mentees asked mentors, what they talked about, and where they got."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from operator import itemgetter
from random import Random
from typing import Any

from actions import conversations, goals, matches
from jobs.demonstration import shapes
from jobs.demonstration.timeline import Story
from jobs.demonstration.world import World
from models import Conversation, Goal, Match, Milestone, ProgramRole, RequestStatus, User

Act = Callable[[], Awaitable[Any]]


def stories_of(world: World, pair: shapes.Pair) -> Iterator[Story]:
    yield asking(world, pair)
    if pair.talks:
        yield talking(world, pair)
    yield from (striving(world, pair, goal) for goal in pair.goals)
    if pair.ended:
        yield parting(world, pair, pair.ended)


async def asking(world: World, told: shapes.Pair) -> Story:
    yield world.ago(told.asked)
    mentor, mentee = (world.users[name] for name in told.names)
    asked = world.parts[told.mentor, told.program, ProgramRole.MENTOR]
    request = await matches.request_match(mentee, asked.id, told.note)
    if told.answer is RequestStatus.PENDING:
        return
    yield world.ago(told.answered)
    if told.answer is RequestStatus.WITHDRAWN:
        await matches.withdraw_match_request(mentee, request.id)
    elif told.answer is RequestStatus.DECLINED:
        await matches.decline_match_request(mentor, request.id)
    else:
        _, match = await matches.accept_match_request(mentor, request.id)
        world.matches[told.names] = match
        world.conversations[told.names] = await Conversation.get(match_id=match.id)


async def talking(world: World, told: shapes.Pair) -> Story:
    lines = list(spoken(" ".join(told.names), told.talks))
    for number, (day, line) in enumerate(lines):
        yield world.ago(day)
        where = world.conversations[told.names]
        await say(world, where, f"{'-'.join(told.names)}-{number}", line)
    yield world.ago(day)
    for name in told.names:
        await read(world, told, name, len(lines))


async def read(world: World, told: shapes.Pair, name: str, number: int) -> None:
    """All of it or, where it says so, all but what was said last."""
    last = told.talks[-1]
    known = number - len(last.lines) if name in last.unread else number
    where = world.conversations[told.names].id
    await conversations.mark_read(world.users[name], where, known)


def spoken(seed: str, talks: Iterable[shapes.Talk]) -> Iterator[tuple[float, str]]:
    """All lines with their days, some minutes after one another."""
    pace = Random(seed)
    for talk in talks:
        day = talk.day
        for line in talk.lines:
            yield day, line
            day -= timedelta(minutes=pace.randint(2, 25)) / timedelta(days=1)


async def say(world: World, where: Conversation, client_id: str, line: str) -> None:
    name, _, text = line.partition(": ")
    said = conversations.NewMessage(where.id, client_id, text)
    await conversations.send_message(world.users[name], said)


async def striving(world: World, pair: shapes.Pair, told: shapes.Goal) -> Story:
    yield world.ago(told.day)
    owner = world.users[pair.mentee]
    goal = await goals.set_goal(owner, wish(world, world.matches[pair.names], told))
    for day, act in sorted(await steps(owner, goal, told), key=itemgetter(0), reverse=True):
        yield world.ago(day)
        await act()


async def steps(owner: User, goal: Goal, told: shapes.Goal) -> list[tuple[float, Act]]:
    """Milestones reached and check-ins, each with its day."""
    rows = await Milestone.filter(goal_id=goal.id).order_by("position")
    reached: list[tuple[float, Act]] = [
        (step.reached, partial(goals.reach_milestone, owner, row.id))
        for step, row in zip(told.milestones, rows, strict=True)
        if step.reached
    ]
    return reached + [
        (day, partial(goals.check_in, owner, goal.id, value, note))
        for day, value, note in told.check_ins
    ]


def wish(world: World, match: Match, told: shapes.Goal) -> goals.NewGoal:
    return goals.NewGoal(
        match_id=match.id,
        title=told.title,
        measure=told.measure,
        why=told.why,
        unit=told.unit,
        start_value=told.start,
        target_value=told.target,
        due_on=world.in_days(told.due),
        milestones=tuple(
            goals.NewMilestone(step.title, world.in_days(step.due)) for step in told.milestones
        ),
    )


async def parting(world: World, pair: shapes.Pair, told: shapes.End) -> Story:
    yield world.ago(told.day)
    await matches.end_match(world.users[told.by], world.matches[pair.names].id, told.reason)
