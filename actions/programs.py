"""Founding organizations, running programs, and taking part in them."""

import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions import checks
from actions.idempotency import once
from actions.transaction import Transaction
from errors import Conflict, Forbidden, Invalid, NotFound
from models import (
    Enrollment,
    EnrollmentStatus,
    Organization,
    OrganizationRole,
    Program,
    ProgramRole,
    Staff,
    User,
)
from policies import programs as policy

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_CAPACITY = 50

NO_ORGANIZATION = "There is no such organization, or none that you may see"
NO_PROGRAM = "There is no such program, or none that you may see"
NO_ENROLLMENT = "There is no such enrollment, or none that you may see"
NOT_STAFF = "Only owners and admins create programs; ask one of them"
NOT_COORDINATING = "Only coordinators of the program decide; ask one of them"
NOT_THE_MENTOR = "Only the mentor changes this capacity; ask them"


async def create_organization(
    viewer: User, name: str, slug: str, key: str | None = None
) -> Organization:
    """A tenant of its own, with the viewer as its owner.

    Invalid for a name or slug that cannot be, Conflict when the slug is taken.
    """
    name = checks.text("name", name, least=1, most=100)
    slug = known_slug(slug)

    async def create(_: Transaction) -> Organization:
        organization = await Organization.create(name=name, slug=slug)
        await Staff.create(
            organization_id=organization.id, user_id=viewer.id, role=OrganizationRole.OWNER
        )
        return organization

    try:
        return await once(viewer, key, Organization, create, name, slug)
    except IntegrityError:
        raise Conflict("This slug is taken; choose another one") from None


def known_slug(slug: str) -> str:
    if not (2 <= len(slug) <= 40 and SLUG.fullmatch(slug)):
        raise Invalid("slug", "Write 2 to 40 of a-z, 0-9 and single hyphens, such as lumen-2")
    return slug


@dataclass(frozen=True, slots=True)
class NewProgram:
    organization_id: UUID
    name: str
    description: str = ""
    is_open: bool = False


async def create_program(viewer: User, new: NewProgram, key: str | None = None) -> Program:
    """A program of the organization, with the viewer as its first coordinator.

    NotFound for an organization the viewer may not see, Forbidden for one they are not staff of,
    Invalid for a text that cannot be, Conflict when a program there has the name already.
    """
    name = checks.text("name", new.name, least=1, most=100)
    description = checks.text("description", new.description, most=4_000)
    await check_staff(viewer, new.organization_id)
    values = replace(new, name=name, description=description)

    async def create(_: Transaction) -> Program:
        program = await Program.create(**asdict(values))
        await write_enrollment(viewer, program, ProgramRole.COORDINATOR, is_approved=True)
        return program

    try:
        return await once(viewer, key, Program, create, values)
    except IntegrityError:
        raise Conflict("A program here has this name already; choose another one") from None


async def check_staff(viewer: User, organization_id: UUID) -> None:
    if await policy.can_create_program(viewer, organization_id):
        return
    if await policy.organizations_visible_to(viewer).filter(id=organization_id).exists():
        raise Forbidden(NOT_STAFF)
    raise NotFound(NO_ORGANIZATION)


async def enroll(
    viewer: User,
    program_id: UUID,
    role: ProgramRole,
    capacity: int | None = None,
    key: str | None = None,
) -> Enrollment:
    """The viewer's application for a part in the program, to be decided by its coordinators.

    `capacity` is a mentor's: how many mentees at a time, 1 to 50. NotFound for a program the viewer
    may not see, Invalid for a part nobody gives themselves, Conflict for one they applied for.
    """
    places = checked_places(role, capacity)
    program = await policy.visible_to(viewer).get_or_none(id=program_id)
    if program is None:
        raise NotFound(NO_PROGRAM)

    async def create(_: Transaction) -> Enrollment:
        return await write_enrollment(viewer, program, role, capacity=places)

    try:
        return await once(viewer, key, Enrollment, create, program_id, role, places)
    except IntegrityError:
        raise Conflict("You applied for this part already; read your enrollments") from None


def checked_places(role: ProgramRole, capacity: int | None) -> int:
    if role is ProgramRole.COORDINATOR:
        raise Invalid("role", "Apply as MENTOR or MENTEE; coordinators are not self-appointed")
    if role is ProgramRole.MENTEE and capacity is not None:
        raise Invalid("capacity", "Leave it out: only mentors have a capacity")
    if role is ProgramRole.MENTEE:
        return 0
    return checked_capacity(capacity or 0, least=1)


def checked_capacity(capacity: int, *, least: int) -> int:
    if not least <= capacity <= MOST_CAPACITY:
        raise Invalid("capacity", f"Say how many mentees at a time, {least} to {MOST_CAPACITY}")
    return capacity


async def write_enrollment(
    user: User, program: Program, role: ProgramRole, *, capacity: int = 0, is_approved: bool = False
) -> Enrollment:
    return await Enrollment.create(
        organization_id=program.organization_id,
        program_id=program.id,
        user_id=user.id,
        role=role,
        capacity=capacity,
        status=EnrollmentStatus.APPROVED if is_approved else EnrollmentStatus.PENDING,
        decided_at=datetime.now(UTC) if is_approved else None,
    )


async def approve_enrollment(viewer: User, enrollment_id: UUID) -> Enrollment:
    """The applicant takes part from now on; errors as in `decide`."""
    return await decide(viewer, enrollment_id, EnrollmentStatus.APPROVED)


async def decline_enrollment(viewer: User, enrollment_id: UUID) -> Enrollment:
    """The applicant does not take part; errors as in `decide`."""
    return await decide(viewer, enrollment_id, EnrollmentStatus.DECLINED)


async def decide(viewer: User, enrollment_id: UUID, status: EnrollmentStatus) -> Enrollment:
    """One decision per application, whoever comes first.

    NotFound for an enrollment the viewer may not see, Forbidden unless they coordinate its
    program, Conflict when it is decided already.
    """
    enrollment = await visible_enrollment(viewer, enrollment_id)
    if not await policy.can_coordinate(viewer, enrollment.program_id):
        raise Forbidden(NOT_COORDINATING)
    decided = await Enrollment.filter(id=enrollment_id, status=EnrollmentStatus.PENDING).update(
        status=status, decided_at=datetime.now(UTC)
    )
    if not decided:
        raise Conflict("This was decided already; read the enrollment again")
    return await Enrollment.get(id=enrollment_id)


async def change_capacity(viewer: User, enrollment_id: UUID, capacity: int) -> Enrollment:
    """How many mentees at a time from now on, 0 (a pause) to 50.

    NotFound for an enrollment the viewer may not see, Forbidden for somebody else's, Invalid below
    the number of mentees the mentor has.
    """
    enrollment = await visible_enrollment(viewer, enrollment_id)
    if enrollment.user_id != viewer.id:
        raise Forbidden(NOT_THE_MENTOR)
    if enrollment.role is not ProgramRole.MENTOR:
        raise Invalid("enrollmentId", "Name an enrollment as mentor; only mentors have a capacity")
    checked_capacity(capacity, least=0)
    try:
        await Enrollment.filter(id=enrollment_id).update(capacity=capacity)
    except IntegrityError:
        raise Invalid("capacity", "You have more mentees than that; end a match first") from None
    return await Enrollment.get(id=enrollment_id)


async def visible_enrollment(viewer: User, enrollment_id: UUID) -> Enrollment:
    enrollment = await policy.enrollments_visible_to(viewer).get_or_none(id=enrollment_id)
    if enrollment is None:
        raise NotFound(NO_ENROLLMENT)
    return enrollment
