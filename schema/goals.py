"""Goals, their milestones and check-ins."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from models import Measure
from models.loaders import Loaders
from models.pages import OLDEST_FIRST
from schema.connections import Connection, Node
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.fields import column, identity, pages, related
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

strawberry.enum(Measure, description="What a goal counts in")


@strawberry.type(description="A step on the way to a goal")
class Milestone(Node):
    row: strawberry.Private[models.Milestone]
    id: strawberry.ID = identity("milestone")
    title: str = column()
    due_on: date | None = column(description="Null when it has no date")
    reached_at: datetime | None = column(description="Null until it is reached")
    goal: Goal = related(Loaders.goals, "goal_id", description="What it is a step to")


@strawberry.type(description="Where a goal stood at a moment")
class CheckIn(Node):
    row: strawberry.Private[models.CheckIn]
    id: strawberry.ID = identity("check_in")
    value: float = column(read=float, description="At most two decimals; 0 or 1 for YES_NO")
    note: str = column()
    checked_in_at: datetime = column("created_at")
    goal: Goal = related(Loaders.goals, "goal_id", description="What it says something about")


def value_now(goal: models.Goal, latest: models.CheckIn | None) -> Decimal:
    return latest.value if latest else goal.start_value


@strawberry.type(description="What a mentee wants to reach; only they and their mentor see it")
class Goal(Node):
    row: strawberry.Private[models.Goal]
    id: strawberry.ID = identity("goal")
    title: str = column()
    why: str = column()
    measure: Measure = column()
    unit: str = column(description="What is counted, such as pages; may be empty")
    start_value: float = column(read=float, description="0 for YES_NO")
    target_value: float = column(
        read=float,
        description="1 for YES_NO; may be less than startValue, where less is better",
    )
    due_on: date | None = column(description="Null when it has no date")
    set_at: datetime = column("created_at")
    current_value: float = related(
        Loaders.latest_check_in_of,
        read=lambda goal, latest: float(value_now(goal, latest)),
        description="The latest check-in's value; startValue before the first",
    )
    progress: float = related(
        Loaders.latest_check_in_of,
        read=lambda goal, latest: goal.progress_at(value_now(goal, latest)),
        description="(currentValue - startValue) / (targetValue - startValue), kept within 0 and 1",
    )
    owner: User = related(Loaders.users, "owner_id", description="Whose goal it is")
    match: Annotated[Match, strawberry.lazy("schema.matches")] = related(
        Loaders.matches, "match_id", description="Where it was set"
    )
    milestones: list[Milestone] = related(
        Loaders.milestones_of, description="The steps to it, in the order they were given"
    )
    check_ins: Connection[CheckIn] = pages(
        models.CheckIn, "goal_id", OLDEST_FIRST, description="Where it stood, oldest first"
    )


@strawberry.input(description="A step, in its place on the way")
class MilestoneInput:
    title: str = strawberry.field(description="1 to 200 characters")
    due_on: date | None = strawberry.field(
        description="Not after the goal's own; none when null", default=None
    )


@strawberry.input(description="What you want to reach, and how it is measured")
class SetGoalInput:
    match_id: strawberry.ID = strawberry.field(description="A match in which you are the mentee")
    title: str = strawberry.field(description="1 to 200 characters")
    measure: Measure
    why: str = strawberry.field(description="Up to 4,000 characters", default="")
    unit: str = strawberry.field(
        description="What is counted, such as pages; up to 30 characters, none for YES_NO",
        default="",
    )
    start_value: float | None = strawberry.field(
        description="At most two decimals; 0 when null, and always null for YES_NO", default=None
    )
    target_value: float | None = strawberry.field(
        description="At most two decimals; null only for YES_NO, which goes from 0 to 1",
        default=None,
    )
    due_on: date | None = strawberry.field(description="No date when null", default=None)
    milestones: list[MilestoneInput] = strawberry.field(
        description="Up to 20, in their order", default_factory=list
    )
    idempotency_key: str | None = strawberry.field(
        description="Sending the same key again sets it once", default=None
    )


@strawberry.type(description="Set; your mentor sees it too")
class SetGoalPayload:
    goal: Goal


@strawberry.input(description="Where a goal of yours stands now")
class CheckInInput:
    goal_id: strawberry.ID
    value: float = strawberry.field(
        description="At most two decimals; 0 to 100 for PERCENTAGE, 0 or 1 for YES_NO"
    )
    note: str = strawberry.field(description="Up to 4,000 characters", default="")
    idempotency_key: str | None = strawberry.field(
        description="Sending the same key again checks in once", default=None
    )


@strawberry.type(description="Checked in; the goal has moved")
class CheckInPayload:
    check_in: CheckIn


@strawberry.input(description="Which step you have reached")
class ReachMilestoneInput:
    milestone_id: strawberry.ID


@strawberry.type(description="Reached; the first time stays")
class ReachMilestonePayload:
    milestone: Milestone


SetGoalResult = Annotated[
    SetGoalPayload | NotFound | Forbidden | Invalid | Conflict, strawberry.union("SetGoalResult")
]
CheckInResult = Annotated[
    CheckInPayload | NotFound | Forbidden | Invalid | Conflict, strawberry.union("CheckInResult")
]
ReachMilestoneResult = Annotated[
    ReachMilestonePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("ReachMilestoneResult"),
]
