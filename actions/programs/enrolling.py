"""Applying for a part in a program, and deciding about it."""

from contextlib import nullcontext
from datetime import UTC, datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions.idempotency import once
from actions.programs.parts import checked_capacity, own_terms, write_enrollment
from actions.transaction import Transaction
from errors import Conflict, Forbidden, Invalid, NotFound
from models import Enrollment, EnrollmentStatus, Program, ProgramRole, User
from models.acting import as_system
from policies import programs as policy
from policies.roles import Ability, may

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
    """The viewer's part in the program: decided by its coordinators, unless it takes everybody.

    `capacity` is a mentor's: how many mentees at a time; `note` is read by those who decide.
    NotFound for a program the viewer may not see, Invalid for a part nobody gives themselves and
    for a question without an answer, Conflict for a part they applied for, and once it has ended.
    """
    program = await visible_program(viewer, program_id)
    is_approved = program.is_approving
    terms = own_terms(program, role, capacity, note, is_approved=is_approved)

    async def create(_: Transaction) -> Enrollment:
        return await write_enrollment(viewer, program, role, terms)

    try:
        # Who takes part at once is of no tenant before.
        with as_system() if is_approved else nullcontext():
            return await once(viewer, key, Enrollment, create, program_id, role, capacity, note)
    except IntegrityError:
        raise Conflict("You applied for this part already; read your enrollments") from None


async def visible_program(viewer: User, program_id: UUID) -> Program:
    program = await policy.visible_to(viewer).get_or_none(id=program_id)
    if program is None:
        raise NotFound(NO_PROGRAM)
    return program


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
    """How many mentees at a time from now on, 0 (nobody new) to as many as the program allows.

    NotFound for an enrollment the viewer may not see, Forbidden for somebody else's, Invalid below
    the number of mentees the mentor has.
    """
    enrollment = await visible_enrollment(viewer, enrollment_id)
    if enrollment.user_id != viewer.id:
        raise Forbidden(NOT_THE_MENTOR)
    if enrollment.role is not ProgramRole.MENTOR:
        raise Invalid("enrollmentId", "Name an enrollment as mentor; only mentors have a capacity")
    checked_capacity(await enrollment.program, capacity, least=0)
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
