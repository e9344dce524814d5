"""Asking an address into a program or onto the staff.

Nothing here looks whether somebody has the address: whoever invites learns nothing about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from actions import tokens
from actions.programs.enrolling import visible_program
from actions.programs.founding import demand
from actions.programs.parts import (
    NOT_TAKING_PART,
    Terms,
    check_not_ended,
    checked_capacity,
    is_refused_since,
    parts_of,
    write_enrollment,
)
from actions.sessions import address_of
from actions.transaction import Transaction, transaction
from errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from models import Enrollment, Invitation, OrganizationRole, Program, ProgramRole, Staff, User
from models.acting import by_system
from models.sql import fetch
from policies import programs as policy
from policies.roles import Ability, may
from settings import get_settings

INVITATION_LASTS = timedelta(days=14)

NO_INVITATION = "There is no such invitation, or none that you may see"
NOT_INVITING = "Only coordinators of the program and staff invite; ask one of them"
NOT_OWNER = "Only owners invite onto the staff; ask one of them"
CHANGED = "Somebody invited this address just now; read the invitations again"
SPENT = "This invitation was used or revoked, or has expired; ask for a new one"
ANOTHER = "This invitation was sent to another address; sign in, or register, with that one"
IS_OVER = "This invitation was accepted or revoked already; read it again"
ENOUGH = "Your organization has sent as many invitations today as it may; go on tomorrow"

COUNT = """
    UPDATE organization SET
        invited_on = $2,
        invited_count = CASE WHEN invited_on = $2 THEN invited_count + 1 ELSE 1 END
    WHERE id = $1 AND (invited_on IS DISTINCT FROM $2 OR invited_count < $3)
    RETURNING invited_count
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address is asked to become: something in a program, or on the staff."""

    organization_id: UUID
    email: str
    program_id: UUID | None = None
    role: ProgramRole | None = None
    staff_role: OrganizationRole | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link offers whoever holds it, who may see nothing of it otherwise."""

    organization_name: str
    program_name: str | None
    program_description: str | None
    role: ProgramRole | None
    staff_role: OrganizationRole | None = None
    capacity: int | None = None
    is_approving: bool = True
    expires_at: datetime | None = None


async def invite_to_program(
    viewer: User, program_id: UUID, email: str, role: ProgramRole, capacity: int | None = None
) -> Invitation:
    """Mail an invitation into the program; one that is open already is renewed.

    `capacity` is a mentor's; without it they choose. NotFound for a program the viewer may
    not see, Forbidden unless they may invite, Invalid for what is no address or no capacity,
    TooMany beyond what an organization may send in a day.
    """
    program = await visible_program(viewer, program_id)
    await demand_may_invite(viewer, program_id, role)
    places = checked_offer(program, role, capacity)
    address = address_of(email)
    asked = Asked(program.organization_id, address, program_id, role, capacity=places)
    return await write_asked(viewer, asked)


async def demand_may_invite(viewer: User, program_id: UUID, role: ProgramRole) -> None:
    is_leading = role is ProgramRole.COORDINATOR
    needed = Ability.APPOINT_COORDINATORS if is_leading else Ability.INVITE_PEOPLE
    if not await may(viewer, needed, program_id):
        raise Forbidden(NOT_INVITING)


def checked_offer(program: Program, role: ProgramRole, capacity: int | None) -> int | None:
    if capacity is None:
        return None
    if role is not ProgramRole.MENTOR:
        raise Invalid("capacity", "Leave it out: only mentors have a capacity")
    return checked_capacity(program, capacity, least=1)


async def invite_to_staff(
    viewer: User, organization_id: UUID, email: str, role: OrganizationRole
) -> Invitation:
    """Mail an invitation onto the staff; errors as in `invite_to_program`, for owners only."""
    await demand(viewer, Ability.APPOINT_STAFF, organization_id, NOT_OWNER)
    return await write_asked(viewer, Asked(organization_id, address_of(email), staff_role=role))


async def write_asked(viewer: User, asked: Asked) -> Invitation:
    try:
        async with transaction() as current:
            return await write_invitation(current, viewer, asked)
    except IntegrityError:
        raise Conflict(CHANGED) from None


async def write_invitation(current: Transaction, inviter: User, asked: Asked) -> Invitation:
    """An open invitation is renewed: the link that was mailed for it works no longer."""
    await count_one(asked.organization_id)
    expires_at = datetime.now(UTC) + INVITATION_LASTS
    thing: dict[str, Any] = {
        "program_id": asked.program_id,
        "email": asked.email,
        "role": asked.role,
    }
    values: dict[str, Any] = {
        "organization_id": asked.organization_id,
        "staff_role": asked.staff_role,
        "capacity": asked.capacity,
        "inviter_id": inviter.id,
        "expires_at": expires_at,
    }
    known = Invitation.filter(
        **thing, organization_id=asked.organization_id, accepted_at=None, revoked_at=None
    )
    if await known.update(**values, token_hash=None, sent_at=None):
        invitation = await known.get()
    else:
        invitation = await Invitation.create(**thing, **values)
    await current.later("mail_invitation", invitation_id=str(invitation.id))
    return invitation


async def count_one(organization_id: UUID) -> None:
    """One more of today's; the UPDATE decides who has the last of them."""
    now = datetime.now(UTC)
    most = get_settings().invitations_per_day
    if not await fetch(COUNT, organization_id, now.date(), most):
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
        raise TooMany(ENOUGH, retry_after=int((midnight - now).total_seconds()) + 1)


async def new_link(invitation: Invitation) -> str | None:
    """A fresh link's token, made when the mail is sent; None where nobody could accept any more."""
    token, now = tokens.new_token(), datetime.now(UTC)
    is_open = await Invitation.filter(
        id=invitation.id, accepted_at=None, revoked_at=None, expires_at__gt=now
    ).update(token_hash=tokens.hash_of(token), sent_at=now)
    return token if is_open else None


async def revoke_invitation(viewer: User, invitation_id: UUID) -> Invitation:
    """Nobody can accept it any more.

    NotFound for an invitation the viewer may not see, Conflict when it was accepted or revoked.
    """
    if not await policy.invitations_visible_to(viewer).filter(id=invitation_id).exists():
        raise NotFound(NO_INVITATION)
    revoked = await Invitation.filter(id=invitation_id, accepted_at=None, revoked_at=None).update(
        revoked_at=datetime.now(UTC)
    )
    if not revoked:
        raise Conflict(IS_OVER)
    return await Invitation.get(id=invitation_id)


async def revoke_sent(inviter_id: UUID, organization_id: UUID, **only: UUID) -> None:
    """What somebody who has no say any more invited to have one: staff and coordinators."""
    powers = Q(program_id__isnull=True) | Q(role=ProgramRole.COORDINATOR)
    sent = Invitation.filter(powers, inviter_id=inviter_id, organization_id=organization_id, **only)
    await sent.filter(accepted_at=None, revoked_at=None).update(revoked_at=datetime.now(UTC))


@by_system
async def offer_of_invitation(viewer: User, token: str) -> Offer | None:
    """What a link that works still invites to, for whoever has the address it was sent to."""
    found = Invitation.filter(
        token_hash=tokens.hash_of(token),
        email=viewer.email,
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=datetime.now(UTC),
    )
    invitation = await found.select_related("organization", "program").first()
    if invitation is None:
        return None
    parts = await parts_of(viewer, invitation.program_id)
    if is_overtaken(invitation, parts):
        return None
    return offer_of(invitation, invitation.program)


def is_overtaken(invitation: Invitation, parts: Iterable[Enrollment]) -> bool:
    """Whether whoever it was sent to, with these parts in the program, was refused since."""
    return is_refused_since(parts, invitation.expires_at - INVITATION_LASTS)


def offer_of(invitation: Invitation, program: Program | None) -> Offer:
    return Offer(
        organization_name=invitation.organization.name,
        program_name=program.name if program else None,
        program_description=program.description if program else None,
        role=invitation.role,
        staff_role=invitation.staff_role,
        capacity=invitation.capacity,
        expires_at=invitation.expires_at,
    )


# Who comes in is of no tenant before.
@by_system
async def accept_invitation(
    viewer: User, token: str, capacity: int | None = None
) -> tuple[Invitation, Enrollment | None]:
    """The viewer becomes what their address was invited to; once, whoever holds the link.

    Invalid for a link that is spent and for a mentor without a capacity, Forbidden for another
    address's, Conflict for who is that already.
    """
    try:
        async with transaction():
            invitation = await take(viewer, token)
            return invitation, await come_in(viewer, invitation, capacity)
    except IntegrityError:
        raise Conflict("You are that already; there is nothing to accept") from None


async def take(viewer: User, token: str) -> Invitation:
    """Of all who accept at once, exactly one finds it open."""
    now, token_hash = datetime.now(UTC), tokens.hash_of(token)
    link = Invitation.filter(
        token_hash=token_hash, accepted_at=None, revoked_at=None, expires_at__gt=now
    )
    if await link.filter(email=viewer.email).update(accepted_at=now):
        return await Invitation.get(token_hash=token_hash)
    if await link.exists():
        raise Forbidden(ANOTHER)
    raise Invalid("token", SPENT)


async def come_in(viewer: User, invitation: Invitation, capacity: int | None) -> Enrollment | None:
    """None for the staff."""
    if invitation.program_id is None:
        await Staff.create(
            organization_id=invitation.organization_id,
            user_id=viewer.id,
            role=invitation.staff_role,
        )
        return None
    assert invitation.role is not None
    # Locked, so that whoever removes them just now is waited for.
    parts = await parts_of(viewer, invitation.program_id).select_for_update(no_key=True)
    if is_overtaken(invitation, parts):
        raise Invalid("token", SPENT)
    program = await Program.get(id=invitation.program_id)
    check_not_ended(program)
    offered = checked_offer(program, invitation.role, capacity) or invitation.capacity
    places = places_of(program, invitation.role, offered)
    terms = Terms(places, is_approved=True, replacing=NOT_TAKING_PART)
    return await write_enrollment(viewer, program, invitation.role, terms)


def places_of(program: Program, role: ProgramRole, capacity: int | None) -> int:
    if role is not ProgramRole.MENTOR:
        return 0
    return checked_capacity(program, capacity or program.default_capacity or 0, least=1)
