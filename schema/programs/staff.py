"""Who runs an organization, who coordinates its programs, and how people leave."""

from __future__ import annotations

from typing import Annotated

import strawberry

from models import OrganizationRole
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.programs.types import Enrollment, Organization, Staff


@strawberry.input(description="Who becomes staff, and in which role")
class AppointStaffInput:
    organization_id: strawberry.ID
    user_id: strawberry.ID = strawberry.field(description="Somebody you may see")
    role: OrganizationRole


@strawberry.type(description="Appointed; they run the organization and all of its programs")
class AppointStaffPayload:
    staff: Staff


@strawberry.input(description="Another role for somebody of the staff")
class ChangeStaffRoleInput:
    staff_id: strawberry.ID
    role: OrganizationRole


@strawberry.type(description="Changed")
class ChangeStaffRolePayload:
    staff: Staff


@strawberry.input(description="Who is staff no longer; yourself, if you resign")
class DismissStaffInput:
    staff_id: strawberry.ID


@strawberry.type(description="Dismissed; they may do what their parts in programs allow")
class DismissStaffPayload:
    organization: Organization


@strawberry.input(description="Who coordinates a program from now on")
class AppointCoordinatorInput:
    program_id: strawberry.ID
    user_id: strawberry.ID = strawberry.field(description="Somebody you may see")


@strawberry.type(description="Appointed")
class AppointCoordinatorPayload:
    enrollment: Enrollment


@strawberry.input(description="Who coordinates a program no longer")
class DismissCoordinatorInput:
    enrollment_id: strawberry.ID = strawberry.field(description="Their part as COORDINATOR")


@strawberry.type(description="Dismissed")
class DismissCoordinatorPayload:
    enrollment: Enrollment


@strawberry.input(description="Which of your parts you give up")
class LeaveProgramInput:
    enrollment_id: strawberry.ID = strawberry.field(description="Your own")
    reason: str = strawberry.field(
        description="Up to 1,000 characters, for whom you are matched with", default=""
    )


@strawberry.type(description="Left, or withdrawn; active matches ended, and requests were closed")
class LeaveProgramPayload:
    enrollment: Enrollment


@strawberry.input(description="Which mentor or mentee takes part no longer")
class RemoveFromProgramInput:
    enrollment_id: strawberry.ID
    reason: str = strawberry.field(
        description="Up to 1,000 characters, for both sides of each match that ends", default=""
    )


@strawberry.type(description="Removed; active matches ended, and requests were closed")
class RemoveFromProgramPayload:
    enrollment: Enrollment


AppointStaffResult = Annotated[
    AppointStaffPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("AppointStaffResult"),
]
ChangeStaffRoleResult = Annotated[
    ChangeStaffRolePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("ChangeStaffRoleResult"),
]
DismissStaffResult = Annotated[
    DismissStaffPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("DismissStaffResult"),
]
AppointCoordinatorResult = Annotated[
    AppointCoordinatorPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("AppointCoordinatorResult"),
]
DismissCoordinatorResult = Annotated[
    DismissCoordinatorPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("DismissCoordinatorResult"),
]
LeaveProgramResult = Annotated[
    LeaveProgramPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("LeaveProgramResult"),
]
RemoveFromProgramResult = Annotated[
    RemoveFromProgramPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("RemoveFromProgramResult"),
]
