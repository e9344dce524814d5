"""What can be done with organizations, programs and enrollments."""

from __future__ import annotations

from typing import Annotated

import strawberry

from models import ProgramRole, ProgramTemplate
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.programs.types import Enrollment, Organization, Program


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
    is_open: bool | None = strawberry.field(
        description="Whether anybody signed in may see it and apply; null: as the template says,"
        " or not",
        default=None,
    )
    template: ProgramTemplate | None = strawberry.field(
        description="Settings to begin with; the usual ones when null", default=None
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
    note: str = strawberry.field(description="Up to 2,000 characters for who decides", default="")
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


@strawberry.input(description="Which declined application to decide about again")
class ReopenEnrollmentInput:
    enrollment_id: strawberry.ID


@strawberry.type(description="Reopened; it waits for a decision")
class ReopenEnrollmentPayload:
    enrollment: Enrollment


@strawberry.input(description="How many mentees you can have")
class ChangeCapacityInput:
    enrollment_id: strawberry.ID = strawberry.field(description="Your own, as mentor")
    capacity: int = strawberry.field(description="Mentees at a time, to 50; 0 takes nobody new")


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
ReopenEnrollmentResult = Annotated[
    ReopenEnrollmentPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("ReopenEnrollmentResult"),
]
ChangeCapacityResult = Annotated[
    ChangeCapacityPayload | NotFound | Forbidden | Invalid,
    strawberry.union("ChangeCapacityResult"),
]
