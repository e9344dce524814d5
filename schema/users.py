"""Who people are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import strawberry

import models
from models import SkillSide
from models.loaders import Loaders
from schema.connections import Node, Shown
from schema.errors import Invalid
from schema.fields import column, identity, related


@strawberry.type(description="Free time that comes back every week, in the person's time zone")
class AvailabilitySlot(Shown):
    row: strawberry.Private[models.AvailabilitySlot]
    weekday: int = column(description="0 is Monday")
    start_minute: int = column(description="Minutes after midnight, 0 to 1439")
    end_minute: int = column(description="Minutes after midnight, 1 to 1440")


def names_of(side: SkillSide) -> Callable[[models.User, list[Any]], list[str]]:
    """Reads the names of one side's skills from all of a person's."""
    return lambda user, skills: [skill.name for skill in skills if skill.side is side]


@strawberry.type(description="A person")
class User(Node):
    row: strawberry.Private[models.User]
    id: strawberry.ID = identity("user")
    name: str = column()
    headline: str = column()
    bio: str = column()
    languages: list[str] = column(description="Spoken languages, ISO 639-1 codes")
    time_zone: str = column(description="IANA name, such as Europe/Berlin")
    skills_offered: list[str] = related(
        Loaders.skills_of,
        read=names_of(SkillSide.OFFERED),
        description="Skills this person can help others with",
    )
    skills_wanted: list[str] = related(
        Loaders.skills_of,
        read=names_of(SkillSide.WANTED),
        description="Skills this person wants to gain",
    )
    availability: list[AvailabilitySlot] = related(
        Loaders.availability_of, description="When this person is usually free"
    )


@strawberry.input
class AvailabilitySlotInput:
    weekday: int = strawberry.field(description="0 is Monday, 6 is Sunday")
    start_minute: int = strawberry.field(description="Minutes after midnight, 0 to 1439")
    end_minute: int = strawberry.field(description="Minutes after midnight, 1 to 1440")


@strawberry.input(description="What to change; what is left out stays as it is")
class UpdateProfileInput:
    name: str | None = None
    headline: str | None = None
    bio: str | None = None
    languages: list[str] | None = strawberry.field(description="ISO 639-1 codes", default=None)
    time_zone: str | None = strawberry.field(description="IANA name", default=None)
    skills_offered: list[str] | None = None
    skills_wanted: list[str] | None = None
    availability: list[AvailabilitySlotInput] | None = None


@strawberry.type(description="The profile as it is now")
class UpdateProfilePayload:
    user: User


UpdateProfileResult = Annotated[
    UpdateProfilePayload | Invalid, strawberry.union("UpdateProfileResult")
]
