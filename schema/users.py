"""Who people are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import strawberry

import errors
import matching
import models
from models import LanguageLevel, PictureSize, SkillLevel
from models.loaders import Loaders
from schema import ids
from schema.connections import Node, Shown
from schema.errors import Invalid
from schema.fields import column, identity, related
from schema.scalars import Info
from settings import get_settings

LONGEST_RANGE = timedelta(days=62)
LONGEST_PAST = timedelta(days=31)
FURTHEST = timedelta(days=2 * 366)

strawberry.enum(PictureSize, description="The side of the square: 64, 256 or 512 pixels")
strawberry.enum(SkillLevel, description="How far somebody has come with a skill")
strawberry.enum(
    LanguageLevel,
    description="A1 to C2 of the Common European Framework of Reference, or NATIVE",
)


@strawberry.type(description="Free time that comes back every week, in the person's time zone")
class AvailabilitySlot(Shown):
    row: strawberry.Private[models.AvailabilitySlot]
    weekday: int = column(description="0 is Monday")
    start_minute: int = column(description="Minutes after midnight, 0 to 1439")
    end_minute: int = column(description="Minutes after midnight, 1 to 1440")


@strawberry.type(description="A skill that somebody has or wants, by the name it is known by")
class UserSkill(Shown):
    row: strawberry.Private[models.UserSkill]
    name: str = column()
    level: SkillLevel | None = column(description="Where they stand now; null if they did not say")


@strawberry.type(description="A language that somebody speaks")
class UserLanguage(Shown):
    row: strawberry.Private[models.UserLanguage]
    code: str = column(description="ISO 639-1")
    level: LanguageLevel | None = column(description="How well; null if they did not say")


@strawberry.type(description="Days without the usual times, in the person's time zone")
class TimeAway(Shown):
    row: strawberry.Private[models.TimeAway]
    starts_on: date = column()
    ends_on: date = column(description="The last day of them")


@strawberry.type(description="Free time on one day, in the person's time zone, also while away")
class ExtraTime(Shown):
    row: strawberry.Private[models.ExtraTime]
    day: date = column()
    start_minute: int = column(description="Minutes after midnight, 0 to 1439")
    end_minute: int = column(description="Minutes after midnight, 1 to 1440")


@strawberry.type(description="A stretch without a break")
class FreeTime:
    start: datetime
    end: datetime


@strawberry.type(description="A person")
class User(Node):
    row: strawberry.Private[models.User]
    id: strawberry.ID = identity("user")
    name: str = column(description="Empty once their account was deleted")
    headline: str = column()
    bio: str = column()
    languages: list[UserLanguage] = related(
        Loaders.languages_of, description="Languages this person speaks, as they name them"
    )
    time_zone: str = column(description="IANA name, such as Europe/Berlin")
    skills_offered: list[UserSkill] = related(
        Loaders.skills_offered_by, description="Skills this person can help others with"
    )
    skills_wanted: list[UserSkill] = related(
        Loaders.skills_wanted_by, description="Skills this person wants to gain"
    )
    availability: list[AvailabilitySlot] = related(
        Loaders.availability_of, description="When this person is usually free"
    )
    times_away: list[TimeAway] = related(
        Loaders.times_away_of, description="Days to come without the usual times"
    )
    extra_times: list[ExtraTime] = related(
        Loaders.extra_times_of, description="Free times of single days to come"
    )
    is_pausing: bool = column(
        description="Takes a pause from mentoring: is not suggested, and cannot be asked"
    )
    pauses_until: datetime | None = column(
        description="Null without a pause, and when it has no end yet"
    )

    @strawberry.field(
        description="Where to GET the picture, with the token of who asks; null without one"
    )
    def picture(self, size: PictureSize = PictureSize.MEDIUM) -> str | None:
        return address_of_picture(self.row, size)

    @strawberry.field(
        description="When this person is free between two moments, up to 62 days: usual times but"
        " for those away, and extra times"
    )
    async def free_times(self, info: Info, start: datetime, end: datetime) -> list[FreeTime]:
        check_range(start, end)
        calendar = await calendar_of(self.row, info.context.loaders)
        return [FreeTime(start=a, end=b) for a, b in matching.free_times(calendar, start, end)]


def address_of_picture(user: models.User, size: PictureSize) -> str | None:
    """It changes with the picture."""
    if user.picture_version is None:
        return None
    id, version = ids.encode("user", user.id), user.picture_version
    return f"{get_settings().address}/pictures/{id}/{size.value.lower()}?v={version}"


def check_range(start: datetime, end: datetime) -> None:
    now, is_aware = datetime.now(UTC), start.tzinfo and end.tzinfo
    if not is_aware or not start < end:
        raise errors.Invalid("end", "Write two moments with their offsets, the later one as end")
    if end - start > LONGEST_RANGE:
        raise errors.Invalid("end", f"Ask for at most {LONGEST_RANGE.days} days at once")
    if not now - LONGEST_PAST < start < now + FURTHEST:
        raise errors.Invalid("start", "Ask for days from a month ago to two years ahead")


async def calendar_of(user: models.User, loaders: Loaders) -> matching.Calendar:
    away = await loaders.times_away_of.load(user.id)
    extra = await loaders.extra_times_of.load(user.id)
    slots = await loaders.availability_of.load(user.id)
    return matching.Calendar(
        user.time_zone,
        tuple(matching.Slot(s.weekday, s.start_minute, s.end_minute) for s in slots),
        tuple(matching.Away(one.starts_on, one.ends_on) for one in away),
        tuple(matching.Extra(one.day, one.start_minute, one.end_minute) for one in extra),
    )


@strawberry.input
class AvailabilitySlotInput:
    weekday: int = strawberry.field(description="0 is Monday, 6 is Sunday")
    start_minute: int = strawberry.field(description="Minutes after midnight, 0 to 1439")
    end_minute: int = strawberry.field(description="Minutes after midnight, 1 to 1440")


@strawberry.input(description="Days on which your usual times do not count")
class TimeAwayInput:
    starts_on: date
    ends_on: date = strawberry.field(description="The last of them, at most a year later")


@strawberry.input(description="Time you have on one day")
class ExtraTimeInput:
    day: date
    start_minute: int = strawberry.field(description="Minutes after midnight, 0 to 1439")
    end_minute: int = strawberry.field(description="Minutes after midnight, 1 to 1440")


@strawberry.input(description="A skill in your own words; it is known by its name or an alias")
class SkillInput:
    name: str = strawberry.field(description="1 to 80 characters; `skills` suggests known ones")
    level: SkillLevel | None = strawberry.field(
        description="Where you stand now, also with what you want", default=None
    )


@strawberry.input(description="A language you speak")
class LanguageInput:
    code: str = strawberry.field(description="ISO 639-1")
    level: LanguageLevel | None = None


@strawberry.input(description="What to change; what is left out stays as it is")
class UpdateProfileInput:
    name: str | None = None
    headline: str | None = None
    bio: str | None = None
    languages: list[LanguageInput] | None = strawberry.field(
        description="Up to 10, in the order they are shown in", default=None
    )
    time_zone: str | None = strawberry.field(description="IANA name", default=None)
    skills_offered: list[SkillInput] | None = strawberry.field(description="Up to 30", default=None)
    skills_wanted: list[SkillInput] | None = strawberry.field(description="Up to 30", default=None)
    availability: list[AvailabilitySlotInput] | None = None
    times_away: list[TimeAwayInput] | None = strawberry.field(
        description="Up to 50; what is over is not kept", default=None
    )
    extra_times: list[ExtraTimeInput] | None = strawberry.field(
        description="Up to 50; what is over is not kept", default=None
    )
    shows_presence: bool | None = strawberry.field(
        description="Whether those you talk with see when you are here", default=None
    )


@strawberry.type(description="The profile as it is now")
class UpdateProfilePayload:
    user: User


@strawberry.input(description="How long you mentor nobody new; your matches go on")
class PauseMentoringInput:
    until: datetime | None = strawberry.field(
        description="Within two years; null until you resume", default=None
    )


@strawberry.type(description="Nobody new is sent to you")
class PauseMentoringPayload:
    user: User


@strawberry.type(description="You can be asked again")
class ResumeMentoringPayload:
    user: User


@strawberry.type(description="You have no picture")
class RemovePicturePayload:
    user: User


PauseMentoringResult = Annotated[
    PauseMentoringPayload | Invalid, strawberry.union("PauseMentoringResult")
]
UpdateProfileResult = Annotated[
    UpdateProfilePayload | Invalid, strawberry.union("UpdateProfileResult")
]
