"""What becomes of somebody whose account is deleted: what was theirs alone goes.

What belongs to others too (matches, goals, what they published) stays, of a person without a name;
of what they said, its places. docs/sessions.md says the same to people.
"""

import logging
from datetime import UTC, datetime
from uuid import UUID

from tortoise.expressions import Q

from actions.conversations import forget_words, lose_seats
from actions.programs.dissolving import dissolve
from actions.programs.inviting import revoke_sent
from actions.programs.joining import revoke_links
from actions.programs.leaving import PENDING_OR_APPROVED, end_part
from actions.sessions.ending import end_all
from actions.sessions.owning import are_others_in, owns_alone
from actions.sessions.proofs import hold_credential
from actions.transaction import Transaction, transaction
from errors import Conflict
from models import (
    Answer,
    ApiKey,
    AvailabilitySlot,
    Block,
    Credential,
    DeletionRequest,
    Device,
    Draft,
    EmailChange,
    Enrollment,
    EnrollmentStatus,
    ExtraTime,
    IdempotencyKey,
    ImportLine,
    Invitation,
    LineOutcome,
    Message,
    Organization,
    PasswordReset,
    Picture,
    Presence,
    RecoveryCode,
    Registration,
    Session,
    SignInChallenge,
    Staff,
    TimeAway,
    Totp,
    User,
    UserLanguage,
    UserSkill,
)
from models.acting import by_system
from models.base import Record

ACTED_MEANWHILE = "They took a seat or said something a moment ago; that goes first"
LINE_GONE = "The account of this address was deleted"

log = logging.getLogger("mentorgraph.sessions")

GONE: tuple[type[Record], ...] = (
    *(AvailabilitySlot, TimeAway, ExtraTime, UserSkill, UserLanguage, Picture, Answer),
    *(ApiKey, Credential, Session, Device, EmailChange, DeletionRequest, IdempotencyKey),
    *(Totp, RecoveryCode, SignInChallenge, Presence, Block, Draft),
)
"""All rows of these that hold the person's id go. (Of staff, each seat is given up.)"""

GONE_BY_ADDRESS: tuple[type[Record], ...] = (Registration, PasswordReset, Invitation)

STAYING = frozenset(
    {
        *("enrollment.user_id", "member.user_id", "message.sender_id", "goal.owner_id"),
        *("mention.user_id", "reaction.user_id", "pin.user_id"),
        *("conversation_event.user_id", "conversation_event.member_id"),
        *("resource.publisher_id", "invitation.inviter_id", "join_link.maker_id"),
        *("people_import.starter_id", "block.blocked_id", "attachment.user_id"),
        *("report.reporter_id", "report.reported_id", "report.settler_id"),
    }
)
"""Columns that still hold the person's id: of rows that are others', too."""

BLANK: dict[str, str | bool | None] = {
    **{"name": "", "headline": "", "bio": "", "time_zone": "UTC"},
    **{"picture_version": None, "paused_at": None, "paused_until": None, "shows_presence": False},
}
"""What their own row says from then on; its address is one that cannot be."""


async def due() -> list[UUID]:
    """Whose time to think is over."""
    waiting = DeletionRequest.filter(due_at__lte=datetime.now(UTC)).order_by("due_at")
    return [request.user_id for request in await waiting.limit(100)]


@by_system
async def erase(user_id: UUID) -> None:
    """For good. Should it be cut short, it is done from the start again: each step is kept or not.

    Who became the only owner of an organization that others are in stays, and is told by mail.
    Conflict when a match begins at the same time, or what they had asked for before gave them a
    seat after all.
    """
    if not await give_up_seats(user_id):
        return
    for enrollment in await Enrollment.filter(user_id=user_id, status__in=PENDING_OR_APPROVED):
        await end_part(enrollment, EnrollmentStatus.LEFT, PENDING_OR_APPROVED, "")
    await forget_words(user_id)
    await forget(await User.get(id=user_id))
    # Whatever they said while it was going on.
    await forget_words(user_id)


async def give_up_seats(user_id: UUID) -> bool:
    """All of them, or none where an organization cannot do without its only owner."""
    async with transaction() as current:
        owned = await owned_alone(user_id)
        if any([await are_others_in(user_id, each) for each in owned]):
            await DeletionRequest.filter(user_id=user_id).delete()
            await current.later("mail_deletion_impossible", user_id=str(user_id))
            return False
        await end_acting(user_id, current)
        for seat in await Staff.filter(user_id=user_id).order_by("organization_id"):
            await give_up(current, seat)
        for organization_id in owned:
            await dissolve(organization_id)
    return True


async def end_acting(user_id: UUID, current: Transaction) -> None:
    """First of all: who is signed in nowhere asks for nothing that would have to be given up."""
    await hold_credential(user_id)
    await end_all(current, user_id)
    await ApiKey.filter(user_id=user_id).delete()


async def owned_alone(user_id: UUID) -> list[UUID]:
    """Organizations that nobody else owns; changes of their staff wait until the commit."""
    seats = await Staff.filter(user_id=user_id).values_list("organization_id", flat=True)
    held = Organization.filter(id__in=seats).order_by("id").select_for_update(no_key=True)
    return [each.id for each in await held if await owns_alone(user_id, each.id)]


async def give_up(current: Transaction, seat: Staff) -> None:
    await Staff.filter(id=seat.id).delete()
    await revoke_sent(seat.user_id, seat.organization_id)
    await revoke_links(seat.user_id, seat.organization_id)
    await lose_seats(current, seat.user_id, seat.organization_id)


async def forget(user: User) -> None:
    async with transaction() as current:
        await end_acting(user.id, current)
        spoke = Message.filter(sender_id=user.id, retracted_at=None)
        if await Staff.filter(user_id=user.id).exists() or await spoke.exists():
            raise Conflict(ACTED_MEANWHILE)
        for model in GONE:
            await model.filter(user_id=user.id).delete()
        for model in GONE_BY_ADDRESS:
            await model.filter(email=user.email).delete()
        await Enrollment.filter(user_id=user.id).update(note="")
        await forget_lines(user.email)
        await User.filter(id=user.id).update(email=f"{user.id}@erased.invalid", **BLANK)
    log.info("An account was deleted")


async def forget_lines(address: str) -> None:
    """Lines of imports are counted, so they stay; whom they named does not."""
    named = ImportLine.filter(Q(address=address) | Q(email__iexact=address))
    await named.update(
        email="", address=None, outcome=LineOutcome.BAD, reason=LINE_GONE, is_done=True
    )
