"""Who runs an organization, who coordinates its programs, and how people leave."""

import strawberry

from actions import programs as actions
from schema import ids
from schema.guards import SignedIn
from schema.programs import (
    AppointCoordinatorInput,
    AppointCoordinatorPayload,
    AppointCoordinatorResult,
    AppointStaffInput,
    AppointStaffPayload,
    AppointStaffResult,
    ChangeStaffRoleInput,
    ChangeStaffRolePayload,
    ChangeStaffRoleResult,
    DismissCoordinatorInput,
    DismissCoordinatorPayload,
    DismissCoordinatorResult,
    DismissStaffInput,
    DismissStaffPayload,
    DismissStaffResult,
    Enrollment,
    LeaveProgramInput,
    LeaveProgramPayload,
    LeaveProgramResult,
    Organization,
    RemoveFromProgramInput,
    RemoveFromProgramPayload,
    RemoveFromProgramResult,
    Staff,
)
from schema.scalars import Info


@strawberry.type
class StaffMutations:
    @strawberry.mutation(
        description="Make somebody owner or admin of an organization you own",
        extensions=[SignedIn()],
    )
    async def appoint_staff(self, info: Info, input: AppointStaffInput) -> AppointStaffResult:
        where = ids.decode("organization", "organizationId", input.organization_id)
        whom = ids.decode("user", "userId", input.user_id)
        row = await actions.appoint_staff(info.context.signed_in(), where, whom, input.role)
        return AppointStaffPayload(staff=Staff.of(row))

    @strawberry.mutation(
        description="Change the role of somebody on the staff of an organization you own",
        extensions=[SignedIn()],
    )
    async def change_staff_role(
        self, info: Info, input: ChangeStaffRoleInput
    ) -> ChangeStaffRoleResult:
        wanted = ids.decode("staff", "staffId", input.staff_id)
        row = await actions.change_staff_role(info.context.signed_in(), wanted, input.role)
        return ChangeStaffRolePayload(staff=Staff.of(row))

    @strawberry.mutation(
        description="Take somebody off the staff of an organization you own, or resign",
        extensions=[SignedIn()],
    )
    async def dismiss_staff(self, info: Info, input: DismissStaffInput) -> DismissStaffResult:
        wanted = ids.decode("staff", "staffId", input.staff_id)
        row = await actions.dismiss_staff(info.context.signed_in(), wanted)
        return DismissStaffPayload(organization=Organization.of(row.organization))

    @strawberry.mutation(
        description="Make somebody coordinator of a program you coordinate or are staff of",
        extensions=[SignedIn()],
    )
    async def appoint_coordinator(
        self, info: Info, input: AppointCoordinatorInput
    ) -> AppointCoordinatorResult:
        where = ids.decode("program", "programId", input.program_id)
        whom = ids.decode("user", "userId", input.user_id)
        row = await actions.appoint_coordinator(info.context.signed_in(), where, whom)
        return AppointCoordinatorPayload(enrollment=Enrollment.of(row))

    @strawberry.mutation(
        description="End somebody's part as coordinator of a program you coordinate or staff",
        extensions=[SignedIn()],
    )
    async def dismiss_coordinator(
        self, info: Info, input: DismissCoordinatorInput
    ) -> DismissCoordinatorResult:
        wanted = ids.decode("enrollment", "enrollmentId", input.enrollment_id)
        row = await actions.dismiss_coordinator(info.context.signed_in(), wanted)
        return DismissCoordinatorPayload(enrollment=Enrollment.of(row))

    @strawberry.mutation(
        description="Give up a part of yours, or withdraw an application; its matches end",
        extensions=[SignedIn()],
    )
    async def leave_program(self, info: Info, input: LeaveProgramInput) -> LeaveProgramResult:
        wanted = ids.decode("enrollment", "enrollmentId", input.enrollment_id)
        row = await actions.leave_program(info.context.signed_in(), wanted, input.reason)
        return LeaveProgramPayload(enrollment=Enrollment.of(row))

    @strawberry.mutation(
        description="End the part of a mentor or mentee of a program you coordinate or are staff"
        " of; their matches end",
        extensions=[SignedIn()],
    )
    async def remove_from_program(
        self, info: Info, input: RemoveFromProgramInput
    ) -> RemoveFromProgramResult:
        wanted = ids.decode("enrollment", "enrollmentId", input.enrollment_id)
        row = await actions.remove_from_program(info.context.signed_in(), wanted, input.reason)
        return RemoveFromProgramPayload(enrollment=Enrollment.of(row))
