"""Organizations, their programs, and taking part in them."""

import strawberry

from actions import programs as actions
from models.pages import NEWEST_FIRST, Page, page_of
from models.sources import seen
from policies import programs as policy
from schema import ids
from schema.connections import Connection, Paged
from schema.guards import SignedIn
from schema.programs import (
    ApproveEnrollmentInput,
    ApproveEnrollmentPayload,
    ApproveEnrollmentResult,
    ChangeCapacityInput,
    ChangeCapacityPayload,
    ChangeCapacityResult,
    CreateOrganizationInput,
    CreateOrganizationPayload,
    CreateOrganizationResult,
    CreateProgramInput,
    CreateProgramPayload,
    CreateProgramResult,
    DeclineEnrollmentInput,
    DeclineEnrollmentPayload,
    DeclineEnrollmentResult,
    EnrollInput,
    Enrollment,
    EnrollPayload,
    EnrollResult,
    Organization,
    Program,
    ReopenEnrollmentInput,
    ReopenEnrollmentPayload,
    ReopenEnrollmentResult,
)
from schema.scalars import Info


@strawberry.type
class ProgramQueries:
    @strawberry.field(
        description="An organization; null if there is none, or none that you may see",
        extensions=[SignedIn()],
    )
    async def organization(self, info: Info, id: strawberry.ID) -> Organization | None:
        wanted = ids.decode("organization", "id", id)
        viewer = info.context.signed_in()
        row = await seen(policy.organizations_visible_to, viewer).get(wanted)
        return Organization.of(row) if row else None

    @strawberry.field(
        description="A program; null if there is none, or none that you may see",
        extensions=[SignedIn()],
    )
    async def program(self, info: Info, id: strawberry.ID) -> Program | None:
        wanted = ids.decode("program", "id", id)
        row = await seen(policy.visible_to, info.context.signed_in()).get(wanted)
        return Program.of(row) if row else None

    @strawberry.field(
        description="Programs that you may see, newest first: open ones, yours, and those you run",
        extensions=[SignedIn(), Paged()],
    )
    async def programs(self, info: Info, page: Page) -> Connection[Program]:
        programs = seen(policy.visible_to, info.context.signed_in())
        return Connection.of(await page_of(programs, NEWEST_FIRST, page), Program)


@strawberry.type
class ProgramMutations:
    @strawberry.mutation(
        description="Found an organization; you become its owner", extensions=[SignedIn()]
    )
    async def create_organization(
        self, info: Info, input: CreateOrganizationInput
    ) -> CreateOrganizationResult:
        row = await actions.create_organization(
            info.context.signed_in(), input.name, input.slug, input.idempotency_key
        )
        return CreateOrganizationPayload(organization=Organization.of(row))

    @strawberry.mutation(
        description="Begin a program in an organization you are owner or admin of",
        extensions=[SignedIn()],
    )
    async def create_program(self, info: Info, input: CreateProgramInput) -> CreateProgramResult:
        viewer, new = info.context.signed_in(), new_program(input)
        row = await actions.create_program(viewer, new, input.idempotency_key)
        return CreateProgramPayload(program=Program.of(row))

    @strawberry.mutation(
        description="Apply for a part in a program; its coordinators decide",
        extensions=[SignedIn()],
    )
    async def enroll(self, info: Info, input: EnrollInput) -> EnrollResult:
        wanted = ids.decode("program", "programId", input.program_id)
        viewer, key = info.context.signed_in(), input.idempotency_key
        row = await actions.enroll(viewer, wanted, input.role, input.capacity, input.note, key)
        return EnrollPayload(enrollment=Enrollment.of(row))

    @strawberry.mutation(
        description="Let somebody take part in a program you coordinate", extensions=[SignedIn()]
    )
    async def approve_enrollment(
        self, info: Info, input: ApproveEnrollmentInput
    ) -> ApproveEnrollmentResult:
        wanted = ids.decode("enrollment", "enrollmentId", input.enrollment_id)
        row = await actions.approve_enrollment(info.context.signed_in(), wanted)
        return ApproveEnrollmentPayload(enrollment=Enrollment.of(row))

    @strawberry.mutation(
        description="Turn down who applied to a program you coordinate", extensions=[SignedIn()]
    )
    async def decline_enrollment(
        self, info: Info, input: DeclineEnrollmentInput
    ) -> DeclineEnrollmentResult:
        wanted = ids.decode("enrollment", "enrollmentId", input.enrollment_id)
        row = await actions.decline_enrollment(info.context.signed_in(), wanted)
        return DeclineEnrollmentPayload(enrollment=Enrollment.of(row))

    @strawberry.mutation(
        description="Decide again about who was declined in a program you coordinate",
        extensions=[SignedIn()],
    )
    async def reopen_enrollment(
        self, info: Info, input: ReopenEnrollmentInput
    ) -> ReopenEnrollmentResult:
        wanted = ids.decode("enrollment", "enrollmentId", input.enrollment_id)
        row = await actions.reopen_enrollment(info.context.signed_in(), wanted)
        return ReopenEnrollmentPayload(enrollment=Enrollment.of(row))

    @strawberry.mutation(
        description="Say how many mentees you can have at a time, as mentor",
        extensions=[SignedIn()],
    )
    async def change_capacity(self, info: Info, input: ChangeCapacityInput) -> ChangeCapacityResult:
        wanted = ids.decode("enrollment", "enrollmentId", input.enrollment_id)
        row = await actions.change_capacity(info.context.signed_in(), wanted, input.capacity)
        return ChangeCapacityPayload(enrollment=Enrollment.of(row))


def new_program(input: CreateProgramInput) -> actions.NewProgram:
    return actions.NewProgram(
        organization_id=ids.decode("organization", "organizationId", input.organization_id),
        name=input.name,
        description=input.description,
        is_open=input.is_open,
        template=input.template,
    )
