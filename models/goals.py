"""Goals, their milestones, and the check-ins that move them."""

from decimal import Decimal
from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.matches import Match
from models.programs import Organization
from models.users import User


class Measure(Enum):
    NUMBER = "NUMBER"
    PERCENTAGE = "PERCENTAGE"
    YES_NO = "YES_NO"


class Goal(Record):
    """What a mentee wants to reach within a match, and how it is measured."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    match: fields.ForeignKeyRelation[Match] = fields.ForeignKeyField(
        "models.Match", related_name="goals"
    )
    owner: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="goals"
    )
    title = fields.CharField(max_length=200)
    why = fields.TextField(default="")
    measure = fields.CharEnumField(Measure, max_length=10)
    unit = fields.CharField(max_length=30, default="")
    start_value = fields.DecimalField(max_digits=14, decimal_places=2)
    target_value = fields.DecimalField(max_digits=14, decimal_places=2)
    due_on = fields.DateField(null=True)
    organization_id: UUID
    match_id: UUID
    owner_id: UUID

    class Meta:
        indexes = (("match_id", "id"), ("owner_id", "id"))
        constraints = (
            CheckConstraint(check="start_value <> target_value", name="goal_goes_somewhere"),
        )

    def progress_at(self, value: Decimal) -> float:
        """The part of the way from start to target that lies behind `value`, 0 to 1."""
        way = (value - self.start_value) / (self.target_value - self.start_value)
        return float(min(max(way, Decimal(0)), Decimal(1)))

    def is_reached_at(self, value: Decimal) -> bool:
        return self.progress_at(value) == 1


class Milestone(Record):
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    goal: fields.ForeignKeyRelation[Goal] = fields.ForeignKeyField(
        "models.Goal", related_name="milestones"
    )
    position = fields.SmallIntField()
    title = fields.CharField(max_length=200)
    due_on = fields.DateField(null=True)
    reached_at = fields.DatetimeField(null=True)
    organization_id: UUID
    goal_id: UUID

    class Meta:
        constraints = (
            UniqueConstraint(fields=("goal_id", "position"), name="milestone_position_once"),
        )


class CheckIn(Record):
    """Where a goal stood at a moment, in the mentee's own words."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    goal: fields.ForeignKeyRelation[Goal] = fields.ForeignKeyField(
        "models.Goal", related_name="check_ins"
    )
    value = fields.DecimalField(max_digits=14, decimal_places=2)
    note = fields.TextField(default="")
    organization_id: UUID
    goal_id: UUID

    class Meta:
        table = "check_in"
        indexes = (("goal_id", "id"),)
