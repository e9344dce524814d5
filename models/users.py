"""Who people are."""

from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.skills import Skill


class SkillSide(Enum):
    OFFERED = "OFFERED"
    WANTED = "WANTED"


class SkillLevel(Enum):
    BEGINNER = "BEGINNER"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"
    EXPERT = "EXPERT"


class LanguageLevel(Enum):
    """Those of the Common European Framework of Reference, and who grew up with it."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NATIVE = "NATIVE"


class User(Record):
    """A person whose address is proven. It is stored in lower case, so that unique means unique."""

    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=100)
    headline = fields.CharField(max_length=200, default="")
    bio = fields.TextField(default="")
    time_zone = fields.CharField(max_length=64, default="UTC")
    picture_version = fields.CharField(max_length=16, null=True)
    """Another one for another picture; None without one."""
    paused_at = fields.DatetimeField(null=True)
    paused_until = fields.DatetimeField(null=True)
    """None while there is no pause, or it has no end."""
    shows_presence = fields.BooleanField(default=True)
    """Whether those whom they talk with see when they are here."""

    @property
    def is_pausing(self) -> bool:
        """Whether they mentor nobody new for now."""
        if self.paused_at is None:
            return False
        return self.paused_until is None or self.paused_until > datetime.now(UTC)

    @property
    def pauses_until(self) -> datetime | None:
        """The end of a pause that goes on; None where there is none."""
        return self.paused_until if self.is_pausing else None

    class Meta:
        table = "user_account"


class UserLanguage(Record):
    """A language that somebody speaks; `code` is of ISO 639-1, `position` as they name it."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="spoken"
    )
    code = fields.CharField(max_length=2)
    level = fields.CharEnumField(LanguageLevel, max_length=6, null=True)
    position = fields.SmallIntField()
    user_id: UUID

    class Meta:
        table = "user_language"
        constraints = (UniqueConstraint(fields=("user_id", "code"), name="user_language_once"),)


class UserSkill(Record):
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="skills"
    )
    skill: fields.ForeignKeyRelation[Skill] = fields.ForeignKeyField(
        "models.Skill", on_delete=fields.RESTRICT
    )
    side = fields.CharEnumField(SkillSide, max_length=8)
    level = fields.CharEnumField(SkillLevel, max_length=12, null=True)
    """Where they stand now, on either side."""
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


class TimeAway(Record):
    """Whole days without the times that come back every week, in the person's own time zone."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="times_away"
    )
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    """The last day of them."""
    user_id: UUID

    class Meta:
        table = "time_away"
        indexes = (("user_id",), ("ends_on",))
        constraints = (CheckConstraint(check="starts_on <= ends_on", name="time_away_forward"),)


class ExtraTime(Record):
    """Free time on one day, in the person's own time zone, also while they are away."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="extra_times"
    )
    day = fields.DateField()
    start_minute = fields.SmallIntField()
    end_minute = fields.SmallIntField()
    user_id: UUID

    class Meta:
        table = "extra_time"
        indexes = (("user_id",), ("day",))
        constraints = (
            CheckConstraint(
                check="start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute",
                name="extra_time_in_day",
            ),
        )
