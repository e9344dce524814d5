"""Setting goals, checking in, and reaching milestones."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from actions import checks
from actions.conversations import hold_place, note
from actions.idempotency import once
from actions.transaction import Transaction, transaction
from errors import Conflict, Forbidden, Invalid, NotFound
from models import CheckIn, EventKind, Goal, Match, Measure, Milestone, User
from models.sql import fetch_one
from policies import goals as policy
from policies import matches

MOST_MILESTONES = 20
CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
"""What NUMERIC(14, 2) holds."""

RANGES = {
    Measure.NUMBER: (-LARGEST, LARGEST),
    Measure.PERCENTAGE: (Decimal(0), Decimal(100)),
    Measure.YES_NO: (Decimal(0), Decimal(1)),
}

NO_MATCH = "There is no such match, or it is not yours"
NO_GOAL = "There is no such goal, or it is not yours"
NO_MILESTONE = "There is no such milestone, or it is not yours"
NOT_THE_MENTEE = "Only the mentee sets goals; talk about it in the conversation of the match"
NOT_THE_OWNER = "Only the mentee moves a goal; talk about it in the conversation of the match"
ENDED = "The match has ended; its goals stay as they are"


@dataclass(frozen=True, slots=True)
class NewMilestone:
    title: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewGoal:
    """What is to be reached, from a start (0 if None) to a target.

    NUMBER and PERCENTAGE need a target; YES_NO goes from 0 to 1 and takes neither values nor unit.
    """

    match_id: UUID
    title: str
    measure: Measure
    why: str = ""
    unit: str = ""
    start_value: Decimal | None = None
    target_value: Decimal | None = None
    due_on: date | None = None
    milestones: tuple[NewMilestone, ...] = ()


async def set_goal(viewer: User, new: NewGoal, key: str | None = None) -> Goal:
    """A goal of the viewer, who is the mentee of the match, with its milestones in order.

    NotFound for a match that the viewer may not see, Forbidden for somebody else's, Conflict once
    it has ended, Invalid for what `checked` refuses.
    """
    goal = checked(new)
    match = await matches.visible_to(viewer).get_or_none(id=new.match_id).select_related("mentee")
    if match is None:
        raise NotFound(NO_MATCH)
    if not policy.can_set(viewer, match):
        raise Forbidden(NOT_THE_MENTEE)

    async def create(current: Transaction) -> Goal:
        await hold_active(match.id)
        made = await write_goal(match, goal)
        await note(current, await hold_place(match.id), EventKind.GOAL_SET, made.id)
        return made

    return await once(viewer, key, Goal, create, goal)


def checked(new: NewGoal) -> NewGoal:
    """The goal as it is stored, with both values; Invalid names what cannot be."""
    start, target = checked_way(new)
    checks.at_most("milestones", new.milestones, MOST_MILESTONES)
    return replace(
        new,
        title=checks.text("title", new.title, least=1, most=200),
        why=checks.text("why", new.why, most=4_000),
        unit=checks.text("unit", new.unit, most=30),
        start_value=start,
        target_value=target,
        milestones=tuple(
            checked_milestone(f"milestones.{index}", milestone, new.due_on)
            for index, milestone in enumerate(new.milestones)
        ),
    )


def checked_way(new: NewGoal) -> tuple[Decimal, Decimal]:
    """Start and target, which differ."""
    if new.measure is Measure.YES_NO:
        refuse_values(new)
        return Decimal(0), Decimal(1)
    if new.target_value is None:
        raise Invalid("targetValue", "Say which value is to be reached")
    start = checked_value("startValue", new.start_value or Decimal(0), new.measure)
    target = checked_value("targetValue", new.target_value, new.measure)
    if start == target:
        raise Invalid("targetValue", "Choose a target that differs from the start")
    return start, target


def refuse_values(new: NewGoal) -> None:
    given = {"startValue": new.start_value, "targetValue": new.target_value}
    for field, value in given.items():
        if value is not None:
            raise Invalid(field, "Leave it out: YES_NO goes from 0 to 1")
    if new.unit:
        raise Invalid("unit", "Leave it out: YES_NO has no unit")


def checked_value(field: str, value: Decimal, measure: Measure) -> Decimal:
    """The value with two decimals; Invalid beyond what the measure can be."""
    least, most = RANGES[measure]
    if not value.is_finite() or not least <= value <= most:
        raise Invalid(field, f"Write a number from {least:,} to {most:,}")
    if measure is Measure.YES_NO and value not in (least, most):
        raise Invalid(field, "Write 0 for no or 1 for yes")
    if value != value.quantize(CENT):
        raise Invalid(field, "Write at most two decimals")
    return value.quantize(CENT)


def checked_milestone(field: str, new: NewMilestone, goal_due_on: date | None) -> NewMilestone:
    if new.due_on and goal_due_on and new.due_on > goal_due_on:
        raise Invalid(f"{field}.dueOn", f"Choose a day up to the goal's own, {goal_due_on}")
    return replace(new, title=checks.text(f"{field}.title", new.title, least=1, most=200))


async def hold_active(match_id: UUID) -> None:
    """Conflict once the match has ended.

    The shared lock makes whoever ends it wait for this transaction, so nothing moves afterwards.
    """
    active = "SELECT id FROM match WHERE id = $1 AND status = 'ACTIVE' FOR SHARE"
    if await fetch_one(active, match_id) is None:
        raise Conflict(ENDED)


async def write_goal(match: Match, new: NewGoal) -> Goal:
    goal = await Goal.create(
        organization_id=match.organization_id,
        match_id=match.id,
        owner_id=match.mentee.user_id,
        title=new.title,
        why=new.why,
        measure=new.measure,
        unit=new.unit,
        start_value=new.start_value,
        target_value=new.target_value,
        due_on=new.due_on,
    )
    await Milestone.bulk_create(
        Milestone(
            organization_id=match.organization_id,
            goal_id=goal.id,
            position=position,
            title=milestone.title,
            due_on=milestone.due_on,
        )
        for position, milestone in enumerate(new.milestones)
    )
    return goal


async def check_in(
    viewer: User, goal_id: UUID, value: Decimal, note: str = "", key: str | None = None
) -> CheckIn:
    """Where the viewer's goal stands now.

    NotFound for a goal that the viewer may not see, Forbidden for its mentor, Conflict once the
    match has ended, Invalid for a value that the measure does not take.
    """
    goal = await policy.visible_to(viewer).get_or_none(id=goal_id)
    if goal is None:
        raise NotFound(NO_GOAL)
    if not policy.can_move(viewer, goal):
        raise Forbidden(NOT_THE_OWNER)
    stands = checked_value("value", value, goal.measure)
    words = checks.text("note", note, most=4_000)

    async def create(current: Transaction) -> CheckIn:
        await hold_active(goal.match_id)
        await note_if_reached(current, goal, stands)
        return await CheckIn.create(
            organization_id=goal.organization_id, goal_id=goal.id, value=stands, note=words
        )

    return await once(viewer, key, CheckIn, create, goal.id, stands, words)


async def note_if_reached(current: Transaction, goal: Goal, value: Decimal) -> None:
    """A line for the pair, where it was not reached before; of two at once the other sees it."""
    if not goal.is_reached_at(value):
        return
    where = await hold_place(goal.match_id)
    before = await CheckIn.filter(goal_id=goal.id).order_by("-id").first()
    if before is None or not goal.is_reached_at(before.value):
        await note(current, where, EventKind.GOAL_REACHED, goal.id)


async def reach_milestone(viewer: User, milestone_id: UUID) -> Milestone:
    """The milestone, reached now or when it first was; errors as in `check_in`."""
    query = policy.milestones_visible_to(viewer).select_related("goal")
    milestone = await query.get_or_none(id=milestone_id)
    if milestone is None:
        raise NotFound(NO_MILESTONE)
    if not policy.can_move(viewer, milestone.goal):
        raise Forbidden(NOT_THE_OWNER)
    if milestone.reached_at:
        return milestone
    async with transaction():
        await hold_active(milestone.goal.match_id)
        await Milestone.filter(id=milestone.id, reached_at=None).update(
            reached_at=datetime.now(UTC)
        )
    return await Milestone.get(id=milestone.id)
