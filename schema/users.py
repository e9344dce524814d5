"""Who people are."""

from __future__ import annotations

from typing import Annotated

import strawberry

import models
from models import LanguageLevel, SkillLevel
from models.loaders import Loaders
from schema.connections import Node, Shown
from schema.errors import Invalid
from schema.fields import column, identity, related

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


@strawberry.type(description="A person")
class User(Node):
    row: strawberry.Private[models.User]
    id: strawberry.ID = identity("user")
    name: str = column()
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


@strawberry.input
class AvailabilitySlotInput:
    weekday: int = strawberry.field(description="0 is Monday, 6 is Sunday")
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


@strawberry.type(description="The profile as it is now")
class UpdateProfilePayload:
    user: User


UpdateProfileResult = Annotated[
    UpdateProfilePayload | Invalid, strawberry.union("UpdateProfileResult")
]
