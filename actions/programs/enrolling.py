"""Applying for a part in a program, and deciding about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions import checks
from actions.idempotency import once
from actions.transaction import Transaction
from errors import Conflict, Forbidden, Invalid, NotFound
from models import Enrollment, EnrollmentStatus, Program, ProgramRole, User
from policies import programs as policy
from policies.roles import Ability, may

MOST_CAPACITY = 50
LONGEST_NOTE = 2_000

NOT_TAKING_PART = frozenset(EnrollmentStatus) - {EnrollmentStatus.APPROVED}

NO_PROGRAM = "There is no such program, or none that you may see"
NO_ENROLLMENT = "There is no such enrollment, or none that you may see"
NOT_COORDINATING = "Only coordinators of the program decide; ask one of them"
NOT_THE_MENTOR = "Only the mentor changes this capacity; ask them"


async def enroll(
    viewer: User,
    program_id: UUID,
    role: ProgramRole,
    capacity: int | None = None,
    note: str = "",
    key: str | None = None,
) -> Enrollment:
    """The viewer's application for a part in the program, to be decided by its coordinators.

    `capacity` is a mentor's: how many mentees at a time, 1 to 50; `note` is read by those who
    decide. NotFound for a program the viewer may not see, Invalid for a part nobody gives
    themselves, Conflict for one they applied for.
    """
    terms = Terms(checked_places(role, capacity), checks.text("note", note, most=LONGEST_NOTE))
    program = await visible_program(viewer, program_id)

    async def create(_: Transaction) -> Enrollment:
        return await write_enrollment(viewer, program, role, terms)

    try:
        return await once(viewer, key, Enrollment, create, program_id, role, terms)
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


@dataclass(frozen=True, slots=True)
class Terms:
    """How somebody comes into a program, and which parts that ended or wait may be replaced.

    Who left comes again by themselves; who was declined or removed needs somebody who decides so.
    """

    capacity: int = 0
    note: str = ""
    is_approved: bool = False
    replacing: Collection[EnrollmentStatus] = (EnrollmentStatus.LEFT,)


DECIDED = Terms(is_approved=True, replacing=NOT_TAKING_PART)


async def write_enrollment(
    user: User, program: Program, role: ProgramRole, terms: Terms
) -> Enrollment:
    """A part in the program; IntegrityError where there is one that this does not replace."""
    part: dict[str, Any] = {"program_id": program.id, "user_id": user.id, "role": role}
    values: dict[str, Any] = {
        "capacity": terms.capacity,
        "note": terms.note,
        "status": EnrollmentStatus.APPROVED if terms.is_approved else EnrollmentStatus.PENDING,
        "decided_at": datetime.now(UTC) if terms.is_approved else None,
    }
    former = Enrollment.filter(**part, status__in=terms.replacing)
    if await former.update(**values, ended_at=None):
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
    await decidable(viewer, enrollment_id)
    decided = await Enrollment.filter(id=enrollment_id, status=EnrollmentStatus.PENDING).update(
        status=status, decided_at=datetime.now(UTC)
    )
    if not decided:
        raise Conflict("This was decided already; read the enrollment again")
    return await Enrollment.get(id=enrollment_id)


async def reopen_enrollment(viewer: User, enrollment_id: UUID) -> Enrollment:
    """A declined application waits for a decision again.

    NotFound for an enrollment the viewer may not see, Forbidden unless they coordinate its
    program, Conflict for one that is not declined.
    """
    await decidable(viewer, enrollment_id)
    reopened = await Enrollment.filter(id=enrollment_id, status=EnrollmentStatus.DECLINED).update(
        status=EnrollmentStatus.PENDING, decided_at=None
    )
    if not reopened:
        raise Conflict("Only what was declined can be reopened; read the enrollment again")
    return await Enrollment.get(id=enrollment_id)


async def decidable(viewer: User, enrollment_id: UUID) -> None:
    enrollment = await visible_enrollment(viewer, enrollment_id)
    if not await may(viewer, Ability.DECIDE_APPLICATIONS, enrollment.program_id):
        raise Forbidden(NOT_COORDINATING)


async def change_capacity(viewer: User, enrollment_id: UUID, capacity: int) -> Enrollment:
    """How many mentees at a time from now on, 0 (nobody new) to 50.

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
