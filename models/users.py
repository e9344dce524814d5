"""Who people are."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record


class SkillSide(Enum):
    OFFERED = "OFFERED"
    WANTED = "WANTED"


class User(Record):
    """A person whose address is proven. It is stored in lower case, so that unique means unique."""

    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=100)
    headline = fields.CharField(max_length=200, default="")
    bio = fields.TextField(default="")
    languages: list[str] = ArrayField(element_type="text", default=list)
    time_zone = fields.CharField(max_length=64, default="UTC")

    class Meta:
        table = "user_account"


class Skill(Record):
    """A skill as people write it (`name`) and as it is compared (`key`)."""

    key = fields.CharField(max_length=80, unique=True)
    name = fields.CharField(max_length=80)


class UserSkill(Record):
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="skills"
    )
    skill: fields.ForeignKeyRelation[Skill] = fields.ForeignKeyField(
        "models.Skill", on_delete=fields.RESTRICT
    )
    side = fields.CharEnumField(SkillSide, max_length=8)
    user_id: UUID
    skill_id: UUID

    class Meta:
        table = "user_skill"
        indexes = (("skill_id",),)
        constraints = (
            UniqueConstraint(fields=("user_id", "skill_id", "side"), name="user_skill_once"),
        )


class AvailabilitySlot(Record):
    """Free time that comes back every week, in the person's own time zone."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="availability"
    )
    weekday = fields.SmallIntField()
    start_minute = fields.SmallIntField()
    end_minute = fields.SmallIntField()
    user_id: UUID

    class Meta:
        table = "availability_slot"
        indexes = (("user_id",),)
        constraints = (
            CheckConstraint(
                check="weekday BETWEEN 0 AND 6 AND start_minute >= 0"
                " AND end_minute <= 1440 AND start_minute < end_minute",
                name="availability_slot_in_day",
            ),
        )
