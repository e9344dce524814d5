"""Organizations, their programs, and who takes part."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

import models
from models import EnrollmentStatus, MatchStatus, ProgramRole
from models.pages import NEWEST_FIRST, Page, where
from policies import matches as matches_policy
from policies import programs as policy
from schema import ids
from schema.connections import Connection, Node, Paged
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.scalars import Info
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

strawberry.enum(ProgramRole, description="What somebody is in a program")
strawberry.enum(EnrollmentStatus, description="What became of an application")
strawberry.enum(MatchStatus, description="Whether a match goes on")


@strawberry.type(description="Whoever runs programs; what is in one is never seen from another")
class Organization(Node):
    name: str
    slug: str = strawberry.field(description="Its short name, unlike any other")
    organization_id: strawberry.Private[UUID]

    @strawberry.field(
        description="Its programs that you may see, newest first", extensions=[Paged()]
    )
    async def programs(self, info: Info, page: Page) -> Connection[Program]:
        viewer = info.context.signed_in()
        pages = info.context.loaders.pages_among(
            "programs", lambda: policy.visible_to(viewer), "organization_id", NEWEST_FIRST, page
        )
        return Connection.of(await pages.load(self.organization_id), Program.of)

    @classmethod
    def of(cls, row: models.Organization) -> Organization:
        return cls(
            id=ids.encode("organization", row.id),
            name=row.name,
            slug=row.slug,
            organization_id=row.id,
        )


@strawberry.type(description="Where mentors and mentees of an organization find each other")
class Program(Node):
    name: str
    description: str
    is_open: bool = strawberry.field(description="Anybody signed in may see it and apply")
    row: strawberry.Private[models.Program]

    @strawberry.field(description="Who runs it")
    async def organization(self, info: Info) -> Organization:
        row = await info.context.loaders.organizations.load(self.row.organization_id)
        assert row is not None
        return Organization.of(row)

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
        viewer = info.context.signed_in()
        pages = info.context.loaders.pages_among(
            ("enrollments", role, status),
            lambda: where(policy.enrollments_visible_to(viewer), role=role, status=status),
            "program_id",
            NEWEST_FIRST,
            page,
        )
        return Connection.of(await pages.load(self.row.id), Enrollment.of)

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

        viewer = info.context.signed_in()
        pages = info.context.loaders.pages_among(
            ("matches", status),
            lambda: where(matches_policy.visible_to(viewer), status=status),
            "program_id",
            NEWEST_FIRST,
            page,
        )
        return Connection.of(await pages.load(self.row.id), Match.of)

    @classmethod
    def of(cls, row: models.Program) -> Program:
        return cls(
            id=ids.encode("program", row.id),
            name=row.name,
            description=row.description,
            is_open=row.is_open,
            row=row,
        )


@strawberry.type(description="A person's part in a program; one person can have several")
class Enrollment(Node):
    role: ProgramRole
    status: EnrollmentStatus
    capacity: int = strawberry.field(
        description="Most mentees at a time; 0 for a mentor who pauses, and for other roles"
    )
    active_matches: int
    places_left: int = strawberry.field(description="How many more mentees may come; 0 if not one")
    enrolled_at: datetime
    decided_at: datetime | None = strawberry.field(description="Null while it is pending")
    row: strawberry.Private[models.Enrollment]

    @strawberry.field(description="Whose part it is")
    async def user(self, info: Info) -> User:
        row = await info.context.loaders.users.load(self.row.user_id)
        assert row is not None
        return User.of(row)

    @strawberry.field(description="Where they take part")
    async def program(self, info: Info) -> Program:
        row = await info.context.loaders.programs.load(self.row.program_id)
        assert row is not None
        return Program.of(row)

    @classmethod
    def of(cls, row: models.Enrollment) -> Enrollment:
        return cls(
            id=ids.encode("enrollment", row.id),
            role=row.role,
            status=row.status,
            capacity=row.capacity,
            active_matches=row.active_matches,
            places_left=row.places_left,
            enrolled_at=row.created_at,
            decided_at=row.decided_at,
            row=row,
        )


async def enrollment_of(info: Info, id: UUID) -> Enrollment:
    row = await info.context.loaders.enrollments.load(id)
    assert row is not None
    return Enrollment.of(row)


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
