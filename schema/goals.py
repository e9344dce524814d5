"""Goals, their milestones and check-ins."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

import models
from models import Measure
from models.pages import OLDEST_FIRST, Page
from schema import ids
from schema.connections import Connection, Node, Paged
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.scalars import Info
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

strawberry.enum(Measure, description="What a goal counts in")


@strawberry.type(description="A step on the way to a goal")
class Milestone(Node):
    title: str
    due_on: date | None = strawberry.field(description="Null when it has no date")
    reached_at: datetime | None = strawberry.field(description="Null until it is reached")
    goal_id: strawberry.Private[UUID]

    @strawberry.field(description="What it is a step to")
    async def goal(self, info: Info) -> Goal:
        return await goal_of(info, self.goal_id)

    @classmethod
    def of(cls, row: models.Milestone) -> Milestone:
        return cls(
            id=ids.encode("milestone", row.id),
            title=row.title,
            due_on=row.due_on,
            reached_at=row.reached_at,
            goal_id=row.goal_id,
        )


@strawberry.type(description="Where a goal stood at a moment")
class CheckIn(Node):
    value: float = strawberry.field(description="At most two decimals; 0 or 1 for YES_NO")
    note: str
    checked_in_at: datetime
    goal_id: strawberry.Private[UUID]

    @strawberry.field(description="What it says something about")
    async def goal(self, info: Info) -> Goal:
        return await goal_of(info, self.goal_id)

    @classmethod
    def of(cls, row: models.CheckIn) -> CheckIn:
        return cls(
            id=ids.encode("check_in", row.id),
            value=float(row.value),
            note=row.note,
            checked_in_at=row.created_at,
            goal_id=row.goal_id,
        )


@strawberry.type(description="What a mentee wants to reach; only they and their mentor see it")
class Goal(Node):
    title: str
    why: str
    measure: Measure
    unit: str = strawberry.field(description="What is counted, such as pages; may be empty")
    start_value: float = strawberry.field(description="0 for YES_NO")
    target_value: float = strawberry.field(
        description="1 for YES_NO; may be less than startValue, where less is better"
    )
    due_on: date | None = strawberry.field(description="Null when it has no date")
    set_at: datetime
    row: strawberry.Private[models.Goal]

    @strawberry.field(description="The latest check-in's value; startValue before the first")
    async def current_value(self, info: Info) -> float:
        return float(await self.value_now(info))

    @strawberry.field(
        description="(currentValue - startValue) / (targetValue - startValue), kept within 0 and 1"
    )
    async def progress(self, info: Info) -> float:
        return self.row.progress_at(await self.value_now(info))

    @strawberry.field(description="Whose goal it is")
    async def owner(self, info: Info) -> User:
        row = await info.context.loaders.users.load(self.row.owner_id)
        assert row is not None
        return User.of(row)

    @strawberry.field(description="Where it was set")
    async def match(self, info: Info) -> Annotated[Match, strawberry.lazy("schema.matches")]:
        from schema.matches import Match

        row = await info.context.loaders.matches.load(self.row.match_id)
        assert row is not None
        return Match.of(row)

    @strawberry.field(description="The steps to it, in the order they were given")
    async def milestones(self, info: Info) -> list[Milestone]:
        rows = await info.context.loaders.milestones_of.load(self.row.id)
        return [Milestone.of(row) for row in rows]

    @strawberry.field(description="Where it stood, oldest first", extensions=[Paged()])
    async def check_ins(self, info: Info, page: Page) -> Connection[CheckIn]:
        pages = info.context.loaders.pages(models.CheckIn, "goal_id", OLDEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), CheckIn.of)

    async def value_now(self, info: Info) -> Decimal:
        latest = await info.context.loaders.latest_check_in_of.load(self.row.id)
        return latest.value if latest else self.row.start_value

    @classmethod
    def of(cls, row: models.Goal) -> Goal:
        return cls(
            id=ids.encode("goal", row.id),
            title=row.title,
            why=row.why,
            measure=row.measure,
            unit=row.unit,
            start_value=float(row.start_value),
            target_value=float(row.target_value),
            due_on=row.due_on,
            set_at=row.created_at,
            row=row,
        )


async def goal_of(info: Info, goal_id: UUID) -> Goal:
    row = await info.context.loaders.goals.load(goal_id)
    assert row is not None
    return Goal.of(row)


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
