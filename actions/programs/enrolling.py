"""Applying for a part in a program, and deciding about it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions.idempotency import once
from actions.transaction import Transaction
from errors import Conflict, Forbidden, Invalid, NotFound
from models import Enrollment, EnrollmentStatus, Program, ProgramRole, User
from policies import programs as policy
from policies.roles import Ability, may

MOST_CAPACITY = 50

NOT_TAKING_PART = [each for each in EnrollmentStatus if each is not EnrollmentStatus.APPROVED]

NO_PROGRAM = "There is no such program, or none that you may see"
NO_ENROLLMENT = "There is no such enrollment, or none that you may see"
NOT_COORDINATING = "Only coordinators of the program decide; ask one of them"
NOT_THE_MENTOR = "Only the mentor changes this capacity; ask them"


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
    program = await visible_program(viewer, program_id)

    async def create(_: Transaction) -> Enrollment:
        return await write_enrollment(viewer, program, role, capacity=places)

    try:
        return await once(viewer, key, Enrollment, create, program_id, role, places)
    except IntegrityError:
        raise Conflict("You applied for this part already; read your enrollments") from None


async def visible_program(viewer: User, program_id: UUID) -> Program:
    program = await policy.visible_to(viewer).get_or_none(id=program_id)
    if program is None:
        raise NotFound(NO_PROGRAM)
    return program


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
    """A part in the program; IntegrityError where there is one that this does not replace.

    Who left applies again by themselves; who was declined or removed needs somebody who approves.
    """
    part: dict[str, Any] = {"program_id": program.id, "user_id": user.id, "role": role}
    values: dict[str, Any] = {
        "capacity": capacity,
        "status": EnrollmentStatus.APPROVED if is_approved else EnrollmentStatus.PENDING,
        "decided_at": datetime.now(UTC) if is_approved else None,
    }
    replaced = NOT_TAKING_PART if is_approved else [EnrollmentStatus.LEFT]
    if await Enrollment.filter(**part, status__in=replaced).update(**values, ended_at=None):
        return await Enrollment.get(**part)
    return await Enrollment.create(organization_id=program.organization_id, **part, **values)


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
    if not await may(viewer, Ability.DECIDE_APPLICATIONS, enrollment.program_id):
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
