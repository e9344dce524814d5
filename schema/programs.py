"""Organizations, their programs, and who takes part."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from models import EnrollmentStatus, MatchStatus, ProgramRole
from models.loaders import Loaders
from models.pages import NEWEST_FIRST, Page
from models.sources import seen
from policies import matches as matches_policy
from policies import programs as policy
from schema.connections import Connection, Node, Paged
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.fields import column, identity, related
from schema.scalars import Info
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

strawberry.enum(ProgramRole, description="What somebody is in a program")
strawberry.enum(EnrollmentStatus, description="What became of an application")
strawberry.enum(MatchStatus, description="Whether a match goes on")


@strawberry.type(description="Whoever runs programs; what is in one is never seen from another")
class Organization(Node):
    row: strawberry.Private[models.Organization]
    id: strawberry.ID = identity("organization")
    name: str = column()
    slug: str = column(description="Its short name, unlike any other")

    @strawberry.field(
        description="Its programs that you may see, newest first", extensions=[Paged()]
    )
    async def programs(self, info: Info, page: Page) -> Connection[Program]:
        programs = seen(policy.visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(programs, "organization_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Program)


@strawberry.type(description="Where mentors and mentees of an organization find each other")
class Program(Node):
    row: strawberry.Private[models.Program]
    id: strawberry.ID = identity("program")
    name: str = column()
    description: str = column()
    is_open: bool = column(description="Anybody signed in may see it and apply")
    organization: Organization = related(
        Loaders.organizations, "organization_id", description="Who runs it"
    )

    @strawberry.field(
        description="Who takes part or applied, newest first: approved people if you are one,"
        " everybody if you coordinate, otherwise only yourself",
        extensions=[Paged()],
    )
    async def enrollments(
        self,
        info: Info,
        page: Page,
        role: ProgramRole | None = None,
        status: EnrollmentStatus | None = None,
    ) -> Connection[Enrollment]:
        parts = seen(policy.enrollments_visible_to, info.context.signed_in())
        asked = parts.where(role=role, status=status)
        pages = info.context.loaders.pages(asked, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Enrollment)

    @strawberry.field(description="Your own parts in it, oldest first; empty if you have none")
    async def viewer_enrollments(self, info: Info) -> list[Enrollment]:
        parts = info.context.loaders.enrollments_of(info.context.signed_in().id)
        return [Enrollment.of(row) for row in await parts.load(self.row.id)]

    @strawberry.field(
        description="Its matches, newest first: all if you coordinate, otherwise your own",
        extensions=[Paged()],
    )
    async def matches(
        self, info: Info, page: Page, status: MatchStatus | None = None
    ) -> Connection[Annotated[Match, strawberry.lazy("schema.matches")]]:
        from schema.matches import Match

        matches = seen(matches_policy.visible_to, info.context.signed_in())
        asked = matches.where(status=status)
        pages = info.context.loaders.pages(asked, "program_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Match)


@strawberry.type(description="A person's part in a program; one person can have several")
class Enrollment(Node):
    row: strawberry.Private[models.Enrollment]
    id: strawberry.ID = identity("enrollment")
    role: ProgramRole = column()
    status: EnrollmentStatus = column()
    capacity: int = column(
        description="Most mentees at a time; 0 for a mentor who pauses, and for other roles"
    )
    active_matches: int = column()
    places_left: int = column(description="How many more mentees may come; 0 if not one")
    enrolled_at: datetime = column("created_at")
    decided_at: datetime | None = column(description="Null while it is pending")
    user: User = related(Loaders.users, "user_id", description="Whose part it is")
    program: Program = related(Loaders.programs, "program_id", description="Where they take part")


@strawberry.input(description="A name, and a short one for addresses")
class CreateOrganizationInput:
    name: str = strawberry.field(description="1 to 100 characters")
    slug: str = strawberry.field(description="2 to 40 of a-z, 0-9 and single hyphens")
    idempotency_key: str | None = strawberry.field(
        description="Sending the same key again creates it once", default=None
    )


@strawberry.type(description="Created; you are its owner")
class CreateOrganizationPayload:
    organization: Organization


@strawberry.input(description="What the program is for, and who may see it")
class CreateProgramInput:
    organization_id: strawberry.ID
    name: str = strawberry.field(description="1 to 100 characters, once in the organization")
    description: str = strawberry.field(description="Up to 4,000 characters", default="")
    is_open: bool = strawberry.field(
        description="Whether anybody signed in may see it and apply", default=False
    )
    idempotency_key: str | None = strawberry.field(
        description="Sending the same key again creates it once", default=None
    )


@strawberry.type(description="Created; you are its first coordinator")
class CreateProgramPayload:
    program: Program


@strawberry.input(description="The part you want in a program")
class EnrollInput:
    program_id: strawberry.ID
    role: ProgramRole = strawberry.field(description="MENTOR or MENTEE")
    capacity: int | None = strawberry.field(
        description="Mentees at a time, 1 to 50; null only for MENTEE", default=None
    )
    idempotency_key: str | None = strawberry.field(
        description="Sending the same key again applies once", default=None
    )


@strawberry.type(description="Applied; a coordinator decides")
class EnrollPayload:
    enrollment: Enrollment


@strawberry.input(description="Whose application to approve")
class ApproveEnrollmentInput:
    enrollment_id: strawberry.ID


@strawberry.type(description="Approved; they take part now")
class ApproveEnrollmentPayload:
    enrollment: Enrollment


@strawberry.input(description="Whose application to decline")
class DeclineEnrollmentInput:
    enrollment_id: strawberry.ID


@strawberry.type(description="Declined; they do not take part")
class DeclineEnrollmentPayload:
    enrollment: Enrollment


@strawberry.input(description="How many mentees you can have")
class ChangeCapacityInput:
    enrollment_id: strawberry.ID = strawberry.field(description="Your own, as mentor")
    capacity: int = strawberry.field(description="Mentees at a time, to 50; 0 is a pause")


@strawberry.type(description="Changed")
class ChangeCapacityPayload:
    enrollment: Enrollment


CreateOrganizationResult = Annotated[
    CreateOrganizationPayload | Invalid | Conflict, strawberry.union("CreateOrganizationResult")
]
CreateProgramResult = Annotated[
    CreateProgramPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("CreateProgramResult"),
]
EnrollResult = Annotated[
    EnrollPayload | NotFound | Invalid | Conflict, strawberry.union("EnrollResult")
]
ApproveEnrollmentResult = Annotated[
    ApproveEnrollmentPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("ApproveEnrollmentResult"),
]
DeclineEnrollmentResult = Annotated[
    DeclineEnrollmentPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("DeclineEnrollmentResult"),
]
ChangeCapacityResult = Annotated[
    ChangeCapacityPayload | NotFound | Forbidden | Invalid,
    strawberry.union("ChangeCapacityResult"),
]
