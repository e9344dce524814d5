"""Who people are."""

from __future__ import annotations

from typing import Annotated

import strawberry

import models
from models import SkillSide
from schema import ids
from schema.connections import Node
from schema.errors import Invalid
from schema.scalars import Info


@strawberry.type(description="Free time that comes back every week, in the person's time zone")
class AvailabilitySlot:
    weekday: int = strawberry.field(description="0 is Monday")
    start_minute: int = strawberry.field(description="Minutes after midnight, 0 to 1439")
    end_minute: int = strawberry.field(description="Minutes after midnight, 1 to 1440")

    @classmethod
    def of(cls, row: models.AvailabilitySlot) -> AvailabilitySlot:
        return cls(weekday=row.weekday, start_minute=row.start_minute, end_minute=row.end_minute)


@strawberry.type(description="A person")
class User(Node):
    name: str
    headline: str
    bio: str
    languages: list[str] = strawberry.field(description="Spoken languages, ISO 639-1 codes")
    time_zone: str = strawberry.field(description="IANA name, such as Europe/Berlin")
    row: strawberry.Private[models.User]

    @strawberry.field(description="Skills this person can help others with")
    async def skills_offered(self, info: Info) -> list[str]:
        return await self.skills(info, SkillSide.OFFERED)

    @strawberry.field(description="Skills this person wants to gain")
    async def skills_wanted(self, info: Info) -> list[str]:
        return await self.skills(info, SkillSide.WANTED)

    @strawberry.field(description="When this person is usually free")
    async def availability(self, info: Info) -> list[AvailabilitySlot]:
        slots = await info.context.loaders.availability_of.load(self.row.id)
        return [AvailabilitySlot.of(slot) for slot in slots]

    async def skills(self, info: Info, side: SkillSide) -> list[str]:
        rows = await info.context.loaders.skills_of.load(self.row.id)
        return [row.skill.name for row in rows if row.side == side]

    @classmethod
    def of(cls, row: models.User) -> User:
        return cls(
            id=ids.encode("user", row.id),
            name=row.name,
            headline=row.headline,
            bio=row.bio,
            languages=row.languages,
            time_zone=row.time_zone,
            row=row,
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
