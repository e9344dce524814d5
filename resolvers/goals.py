"""Setting goals, and moving towards them."""

from decimal import Decimal

import strawberry

from actions import goals as actions
from models.sources import seen
from policies import goals as policy
from schema import ids
from schema.goals import (
    CheckIn,
    CheckInInput,
    CheckInPayload,
    CheckInResult,
    Goal,
    Milestone,
    ReachMilestoneInput,
    ReachMilestonePayload,
    ReachMilestoneResult,
    SetGoalInput,
    SetGoalPayload,
    SetGoalResult,
)
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class GoalQueries:
    @strawberry.field(
        description="A goal; null if there is none, or none that you may see",
        extensions=[SignedIn()],
    )
    async def goal(self, info: Info, id: strawberry.ID) -> Goal | None:
        wanted = ids.decode("goal", "id", id)
        row = await seen(policy.visible_to, info.context.signed_in()).get(wanted)
        return Goal.of(row) if row else None


@strawberry.type
class GoalMutations:
    @strawberry.mutation(
        description="Set yourself a goal in a match of yours that has not ended",
        extensions=[SignedIn()],
    )
    async def set_goal(self, info: Info, input: SetGoalInput) -> SetGoalResult:
        viewer, new = info.context.signed_in(), wish(input)
        row = await actions.set_goal(viewer, new, input.idempotency_key)
        return SetGoalPayload(goal=Goal.of(row))

    @strawberry.mutation(
        description="Say where a goal of yours stands now", extensions=[SignedIn()]
    )
    async def check_in(self, info: Info, input: CheckInInput) -> CheckInResult:
        viewer, goal = info.context.signed_in(), ids.decode("goal", "goalId", input.goal_id)
        row = await actions.check_in(
            viewer, goal, exact(input.value), input.note, input.idempotency_key
        )
        return CheckInPayload(check_in=CheckIn.of(row))

    @strawberry.mutation(
        description="Say that you reached a milestone; saying it again changes nothing",
        extensions=[SignedIn()],
    )
    async def reach_milestone(self, info: Info, input: ReachMilestoneInput) -> ReachMilestoneResult:
        wanted = ids.decode("milestone", "milestoneId", input.milestone_id)
        row = await actions.reach_milestone(info.context.signed_in(), wanted)
        return ReachMilestonePayload(milestone=Milestone.of(row))


def wish(input: SetGoalInput) -> actions.NewGoal:
    """The input in the action's words; Invalid if `matchId` is no id of a match."""
    start, target = input.start_value, input.target_value
    return actions.NewGoal(
        match_id=ids.decode("match", "matchId", input.match_id),
        title=input.title,
        measure=input.measure,
        why=input.why,
        unit=input.unit,
        start_value=None if start is None else exact(start),
        target_value=None if target is None else exact(target),
        due_on=input.due_on,
        milestones=tuple(
            actions.NewMilestone(step.title, step.due_on) for step in input.milestones
        ),
    )


def exact(value: float) -> Decimal:
    """The decimal a client wrote.

    A double tells 15 digits apart and NUMERIC(14, 2) holds 14, so none is lost there and back.
    """
    return Decimal(repr(value))
