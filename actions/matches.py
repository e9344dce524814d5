"""Asking for a mentor, deciding about it, and ending what came of it.

Whatever moves a mentor's places, or depends on them, locks the mentor's enrollment before any other
row of the pair. Everybody takes the same way, so nobody waits for somebody who waits for them.
"""

from datetime import UTC, datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from actions import checks
from actions.conversations import close_conversation, open_conversation
from actions.idempotency import once
from actions.transaction import Transaction, transaction
from errors import Conflict, Forbidden, Full, Invalid, NotFound
from models import (
    Conversation,
    Enrollment,
    EnrollmentStatus,
    Match,
    MatchRequest,
    MatchStatus,
    Program,
    ProgramRole,
    RequestStatus,
    User,
)
from models.matches import Pair
from policies import matches as policy
from policies import programs, safety

LONGEST_NOTE = 2_000
LONGEST_REASON = 1_000

NO_MENTOR = "There is no such enrollment, or none that you may see"
NO_REQUEST = "There is no such request, or it is not yours"
NO_MATCH = "There is no such match, or none that you may see"
NOT_A_MENTEE = "Only approved mentees of the program ask; enroll as MENTEE first"
NOT_ASKED = "Only the mentor who was asked decides; you can withdraw what you asked"
NOT_ASKING = "Only the mentee who asked withdraws; you can decline what you were asked"
DECIDED = "This request was decided already; read it again"
NOT_THERE = "One of you takes part in the program no longer; decline or withdraw this request"
PAUSING = "This mentor takes a pause; choose another, or ask when it is over"
APART = "This mentor cannot be asked by you; choose another"
FULL = "No place is left with this mentor; choose another, or come back when a match ends"


async def request_match(
    viewer: User, mentor_id: UUID, note: str = "", key: str | None = None
) -> MatchRequest:
    """The viewer, a mentee, asks a mentor of the same program, named by enrollment.

    NotFound for an enrollment the viewer may not see, Invalid for one that cannot be asked,
    Forbidden unless the viewer is an approved mentee there, Full without a place left, Conflict
    when they have asked or got this mentor already, the mentor takes a pause, one has blocked the
    other, or the program's dates do not allow it.
    """
    note = checks.text("note", note, most=LONGEST_NOTE)
    mentor = await askable_mentor(viewer, mentor_id)
    mentee = await mentee_with(viewer, mentor)
    check_going_on(mentor.program)

    async def create(_: Transaction) -> MatchRequest:
        await check_free(await locked(mentor_id), mentee)
        await check_meeting(mentor, mentee)
        return await MatchRequest.create(
            organization_id=mentor.organization_id,
            program_id=mentor.program_id,
            mentor_id=mentor.id,
            mentee_id=mentee.id,
            note=note,
        )

    try:
        return await once(viewer, key, MatchRequest, create, mentor_id, note)
    except IntegrityError:
        raise Conflict("You have asked this mentor already; wait, or withdraw it") from None


async def mentee_with(viewer: User, mentor: Enrollment) -> Enrollment:
    """The viewer's part as a mentee beside the mentor; Forbidden without one."""
    mentee = await policy.as_mentee(viewer).get_or_none(program_id=mentor.program_id)
    if mentee is None:
        raise Forbidden(NOT_A_MENTEE)
    return mentee


async def askable_mentor(viewer: User, enrollment_id: UUID) -> Enrollment:
    visible = programs.enrollments_visible_to(viewer).select_related("user", "program")
    mentor = await visible.get_or_none(id=enrollment_id)
    if mentor is None:
        raise NotFound(NO_MENTOR)
    if mentor.role is not ProgramRole.MENTOR or mentor.status is not EnrollmentStatus.APPROVED:
        raise Invalid("mentorId", "Name the enrollment of an approved mentor")
    if mentor.user_id == viewer.id:
        raise Invalid("mentorId", "Choose somebody else; nobody mentors themselves")
    if mentor.user.is_pausing:
        raise Conflict(PAUSING)
    return mentor


def check_going_on(program: Program) -> None:
    today = datetime.now(UTC).date()
    if not program.has_begun(today):
        raise Conflict(f"This program begins on {program.begins_on}; ask from then on")
    if program.has_ended(today):
        raise Conflict(f"This program ended on {program.ends_on}; nobody can be asked any more")


async def check_free(mentor: Enrollment, mentee: Enrollment) -> None:
    if mentor.active_matches >= mentor.capacity:
        raise Full(FULL)
    if await Match.exists(mentor_id=mentor.id, mentee_id=mentee.id, status=MatchStatus.ACTIVE):
        raise Conflict("This is your mentor already; read your matches")


async def check_meeting(mentor: Enrollment, mentee: Enrollment) -> None:
    """While the mentor is locked, so that nobody blocks the other before the request is there."""
    if not await safety.can_meet(mentor.user_id, mentee.user_id):
        raise Conflict(APART)


async def accept_match_request(viewer: User, request_id: UUID) -> tuple[MatchRequest, Match]:
    """The mentor takes the mentee: a match, a place less on both sides, and a conversation.

    NotFound for a request that is not the viewer's, Forbidden for its mentee, Conflict once it is
    decided, Full when the last place went to somebody else.
    """
    request = await request_of_mentor(viewer, request_id)
    async with transaction() as current:
        await locked(request.mentor_id)
        await decide(request.id, RequestStatus.ACCEPTED)
        await take_places(request)
        match = await write_match(request)
        people = (request.mentor.user_id, request.mentee.user_id)
        await open_conversation(current, match, *people)
    return await MatchRequest.get(id=request.id), match


async def decline_match_request(viewer: User, request_id: UUID) -> MatchRequest:
    """The mentor does not take the mentee; errors as in accepting, but for Full."""
    request = await request_of_mentor(viewer, request_id)
    await decide(request.id, RequestStatus.DECLINED)
    return await MatchRequest.get(id=request.id)


async def withdraw_match_request(viewer: User, request_id: UUID) -> MatchRequest:
    """The mentee asks no longer.

    NotFound for a request that is not the viewer's, Forbidden for its mentor, Conflict once it is
    decided.
    """
    request = await request_of(viewer, request_id)
    if request.mentee.user_id != viewer.id:
        raise Forbidden(NOT_ASKING)
    await decide(request.id, RequestStatus.WITHDRAWN)
    return await MatchRequest.get(id=request.id)


async def request_of_mentor(viewer: User, request_id: UUID) -> MatchRequest:
    request = await request_of(viewer, request_id)
    if request.mentor.user_id != viewer.id:
        raise Forbidden(NOT_ASKED)
    return request


async def request_of(viewer: User, request_id: UUID) -> MatchRequest:
    query = policy.requests_visible_to(viewer).select_related("mentor", "mentee")
    request = await query.get_or_none(id=request_id)
    if request is None:
        raise NotFound(NO_REQUEST)
    return request


async def decide(request_id: UUID, status: RequestStatus) -> None:
    """Of all who decide at once, exactly one finds it pending; Conflict for the others."""
    decided = await MatchRequest.filter(id=request_id, status=RequestStatus.PENDING).update(
        status=status, decided_at=datetime.now(UTC)
    )
    if not decided:
        raise Conflict(DECIDED)


async def locked(mentor_id: UUID) -> Enrollment:
    """The mentor's enrollment as it is now, kept so until the transaction ends.

    NotFound for who was removed from the program while they waited.
    """
    mentor = await Enrollment.filter(id=mentor_id).select_for_update(no_key=True).get_or_none()
    if mentor is None:
        raise NotFound(NO_MENTOR)
    return mentor


async def take_places(request: MatchRequest) -> None:
    """Counts one more on both sides; Full where the database knows that capacity is reached.

    Conflict where one of them takes part no longer.
    """
    try:
        is_taken = await move_places(request, by=1, status=EnrollmentStatus.APPROVED)
    except IntegrityError:
        raise Full(FULL) from None
    if not is_taken:
        raise Conflict(NOT_THERE)


async def move_places(pair: Pair, *, by: int, **only: EnrollmentStatus) -> bool:
    """Whether both enrollments were such as to be moved."""
    sides = [Enrollment.filter(id=id, **only) for id in (pair.mentor_id, pair.mentee_id)]
    return all([await side.update(active_matches=F("active_matches") + by) for side in sides])


async def write_match(request: MatchRequest) -> Match:
    try:
        return await Match.create(
            organization_id=request.organization_id,
            program_id=request.program_id,
            mentor_id=request.mentor_id,
            mentee_id=request.mentee_id,
            request_id=request.id,
        )
    except IntegrityError:
        raise Conflict("You two have a match already; decline this request") from None


async def end_match(viewer: User, match_id: UUID, reason: str = "") -> Match:
    """The match is over: its place is free, its conversation can only be read.

    For either side and whoever coordinates the program; NotFound for anybody else, Conflict when
    it has ended already.
    """
    reason = checks.text("reason", reason, most=LONGEST_REASON)
    match = await policy.visible_to(viewer).get_or_none(id=match_id)
    if match is None:
        raise NotFound(NO_MATCH)
    async with transaction() as current:
        await locked(match.mentor_id)
        await finish(current, match, reason)
    return await Match.get(id=match.id)


async def finish(current: Transaction, match: Match, reason: str) -> None:
    """All that ending is, for whoever holds the mentor's lock."""
    await mark_ended(match, reason)
    await move_places(match, by=-1)
    conversation = await Conversation.get(match_id=match.id)
    await close_conversation(current, conversation.id)


async def mark_ended(match: Match, reason: str) -> None:
    ended = await Match.filter(id=match.id, status=MatchStatus.ACTIVE).update(
        status=MatchStatus.ENDED, ended_at=datetime.now(UTC), end_reason=reason
    )
    if not ended:
        raise Conflict("This match has ended already; read it again")
