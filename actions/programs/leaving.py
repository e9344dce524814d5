"""Taking part no longer: by one's own will, or by a coordinator's.

The enrollment stays, for what happened tells of it. Its active matches end, its pending requests
are closed, seats in groups and announcements are lost, all in one transaction.
"""

from datetime import UTC, datetime
from uuid import UUID

from actions import checks, matches
from actions.conversations import lose_seats
from actions.programs.enrolling import visible_enrollment
from actions.programs.inviting import revoke_sent
from actions.programs.joining import revoke_links
from actions.transaction import Transaction, transaction
from errors import Conflict, Forbidden, Invalid
from models import (
    Enrollment,
    EnrollmentStatus,
    Match,
    MatchRequest,
    MatchStatus,
    ProgramRole,
    RequestStatus,
    User,
)
from policies.roles import Ability, may

NOT_YOURS = "Only they themselves leave; coordinators remove people"
NOT_REMOVING = "Only coordinators of the program and staff remove people; you can leave yourself"
ENDED = "They take part no longer; read the enrollment again"
PENDING = "This is an application still; decline it instead"
CHANGED = "A match began just now; try again"

PENDING_OR_APPROVED = (EnrollmentStatus.PENDING, EnrollmentStatus.APPROVED)
ONLY_APPROVED = (EnrollmentStatus.APPROVED,)


async def leave_program(viewer: User, enrollment_id: UUID, reason: str = "") -> Enrollment:
    """The viewer takes part no longer, or withdraws what they applied for.

    Their active matches end, with the reason. NotFound for an enrollment the viewer may not see,
    Forbidden for somebody else's, Conflict when it has ended already.
    """
    enrollment = await visible_enrollment(viewer, enrollment_id)
    if enrollment.user_id != viewer.id:
        raise Forbidden(NOT_YOURS)
    return await end_part(enrollment, EnrollmentStatus.LEFT, PENDING_OR_APPROVED, reason)


async def remove_from_program(viewer: User, enrollment_id: UUID, reason: str = "") -> Enrollment:
    """A mentor or mentee takes part no longer; their active matches end, with the reason.

    NotFound for an enrollment the viewer may not see, Forbidden unless they coordinate its program
    or are staff, Invalid for a coordinator's, Conflict for who takes no part.
    """
    enrollment = await visible_enrollment(viewer, enrollment_id)
    if not await may(viewer, Ability.REMOVE_PARTICIPANTS, enrollment.program_id):
        raise Forbidden(NOT_REMOVING)
    if enrollment.role is ProgramRole.COORDINATOR:
        raise Invalid("enrollmentId", "Name a mentor or mentee; dismiss coordinators instead")
    return await end_part(enrollment, EnrollmentStatus.REMOVED, ONLY_APPROVED, reason)


async def dismiss_coordinator(viewer: User, enrollment_id: UUID) -> Enrollment:
    """A coordinator coordinates no longer; errors as in removing, Invalid for other roles."""
    enrollment = await visible_enrollment(viewer, enrollment_id)
    if not await may(viewer, Ability.APPOINT_COORDINATORS, enrollment.program_id):
        raise Forbidden(NOT_REMOVING)
    if enrollment.role is not ProgramRole.COORDINATOR:
        raise Invalid("enrollmentId", "Name a coordinator; remove mentors and mentees instead")
    return await end_part(enrollment, EnrollmentStatus.REMOVED, ONLY_APPROVED, "")


async def end_part(
    enrollment: Enrollment,
    status: EnrollmentStatus,
    ending: tuple[EnrollmentStatus, ...],
    reason: str,
) -> Enrollment:
    """`ending` are the statuses that an enrollment may have so far."""
    reason = checks.text("reason", reason, most=matches.LONGEST_REASON)
    async with transaction() as current:
        if enrollment.role is ProgramRole.COORDINATOR:
            await revoke_power(enrollment)
        mentors = await locked_pairs(enrollment)
        ended = await Enrollment.filter(id=enrollment.id, status__in=ending).update(
            status=status, ended_at=datetime.now(UTC)
        )
        if not ended:
            is_pending = await Enrollment.exists(id=enrollment.id, status=EnrollmentStatus.PENDING)
            raise Conflict(PENDING if is_pending else ENDED)
        await close_requests(enrollment, mentors)
        await end_matches(current, enrollment, mentors, reason)
        await lose_seats(current, enrollment.user_id, enrollment.organization_id)
    return await Enrollment.get(id=enrollment.id)


async def revoke_power(enrollment: Enrollment) -> None:
    """Of a coordinator: whoever they let in, and has not come yet, does not.

    Before the enrollment is locked, in the order of whoever accepts.
    """
    who, where = enrollment.user_id, enrollment.organization_id
    await revoke_sent(who, where, program_id=enrollment.program_id)
    await revoke_links(who, where, program_id=enrollment.program_id)


async def locked_pairs(enrollment: Enrollment) -> list[UUID]:
    """Locks all enrollments that ending moves, mentors before mentees; returns the mentors."""
    active = Match.filter(status=MatchStatus.ACTIVE)
    if enrollment.role is ProgramRole.MENTOR:
        await lock([enrollment.id])
        await lock([match.mentee_id for match in await active.filter(mentor_id=enrollment.id)])
        return [enrollment.id]
    asked = MatchRequest.filter(mentee_id=enrollment.id, status=RequestStatus.PENDING)
    got = active.filter(mentee_id=enrollment.id)
    mentors = [pair.mentor_id for pair in (*await asked, *await got)]
    await lock(mentors)
    await lock([enrollment.id])
    return mentors


async def lock(ids: list[UUID]) -> None:
    """In the order of their ids, so that nobody waits in a circle."""
    await Enrollment.filter(id__in=ids).order_by("id").select_for_update(no_key=True)


async def close_requests(enrollment: Enrollment, mentors: list[UUID]) -> None:
    """What was asked is withdrawn, and what they were asked is declined.

    Only of locked mentors: another one who is accepting just now waits for us with the request in
    their hands, and then finds that the mentee has gone.
    """
    is_mentor = enrollment.role is ProgramRole.MENTOR
    status = RequestStatus.DECLINED if is_mentor else RequestStatus.WITHDRAWN
    side = {} if is_mentor else {"mentee_id": enrollment.id}
    pending = MatchRequest.filter(mentor_id__in=mentors, status=RequestStatus.PENDING, **side)
    await pending.update(status=status, decided_at=datetime.now(UTC))


async def end_matches(
    current: Transaction, enrollment: Enrollment, mentors: list[UUID], reason: str
) -> None:
    """Conflict for a match with a mentor who was not locked: it began while we waited."""
    is_mentor = enrollment.role is ProgramRole.MENTOR
    side = {"mentor_id" if is_mentor else "mentee_id": enrollment.id}
    for match in await Match.filter(status=MatchStatus.ACTIVE, **side).order_by("id"):
        if match.mentor_id not in mentors:
            raise Conflict(CHANGED)
        await matches.finish(current, match, reason)
