"""Links by which whoever holds them comes into a program."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from actions import tokens
from actions.programs.enrolling import visible_program
from actions.programs.inviting import Offer, demand_may_invite
from actions.programs.parts import own_terms, write_enrollment
from actions.transaction import transaction
from errors import Conflict, Full, Invalid, NotFound
from models import (
    Enrollment,
    JoinLink,
    Organization,
    Program,
    ProgramRole,
    User,
)
from models.acting import by_system
from policies import programs as policy
from settings import get_settings

MOST_USES = 10_000
LONGEST_LIFE = timedelta(days=2 * 366)

NO_LINK = "There is no such join link, or none that you may see"
SPENT = "This link was revoked or has expired; ask whoever runs the program for a new one"
USED_UP = "This link was used as often as it may be; ask whoever runs the program for a new one"
THERE = "You take part or applied already; read your enrollments"
REVOKED = "This link was revoked already; read it again"


@dataclass(frozen=True, slots=True)
class NewLink:
    """What a join link is good for; without an end it lasts until it is revoked."""

    program_id: UUID
    role: ProgramRole
    is_approving: bool = False
    expires_at: datetime | None = None
    most_uses: int | None = None


async def create_join_link(viewer: User, new: NewLink) -> tuple[JoinLink, str]:
    """A link, and how it is written: nobody can read that again.

    NotFound for a program the viewer may not see, Forbidden unless they may invite, Invalid for a
    role that is not for everybody, an end in the past or more than two years ahead, or uses
    beyond 1 to 10,000.
    """
    program = await visible_program(viewer, new.program_id)
    await demand_may_invite(viewer, program.id, new.role)
    new = checked(new)
    token = tokens.new_token()
    link = await JoinLink.create(
        **asdict(new),
        organization_id=program.organization_id,
        maker_id=viewer.id,
        token_hash=tokens.hash_of(token),
    )
    return link, f"{get_settings().address}/join#{token}"


def checked(new: NewLink) -> NewLink:
    if new.role is ProgramRole.COORDINATOR:
        raise Invalid("role", "Choose MENTOR or MENTEE; coordinators are invited by address")
    if new.most_uses is not None and not 1 <= new.most_uses <= MOST_USES:
        raise Invalid("mostUses", f"Say 1 to {MOST_USES:,}, or leave it out for no limit")
    if new.expires_at is None:
        return new
    # A time without a zone is taken to be in UTC, as all times here.
    end = new.expires_at if new.expires_at.tzinfo else new.expires_at.replace(tzinfo=UTC)
    if not timedelta() < end - datetime.now(UTC) <= LONGEST_LIFE:
        raise Invalid("expiresAt", "Choose a time to come, within two years; or none for no end")
    return replace(new, expires_at=end)


async def revoke_join_link(viewer: User, link_id: UUID) -> JoinLink:
    """Nobody comes in by it any more; NotFound if unseen, Conflict if it is revoked already."""
    if not await policy.join_links_visible_to(viewer).filter(id=link_id).exists():
        raise NotFound(NO_LINK)
    living = JoinLink.filter(id=link_id, revoked_at=None)
    if not await living.update(revoked_at=datetime.now(UTC)):
        raise Conflict(REVOKED)
    return await JoinLink.get(id=link_id)


async def revoke_links(maker_id: UUID, organization_id: UUID, **only: UUID) -> None:
    """Those that approve at once, of somebody who lets nobody in any more."""
    made = JoinLink.filter(maker_id=maker_id, organization_id=organization_id, **only)
    await made.filter(is_approving=True, revoked_at=None).update(revoked_at=datetime.now(UTC))


def living(token: str) -> QuerySet[JoinLink]:
    """The link of a token, if it was not revoked and has not expired."""
    not_over = Q(expires_at__isnull=True) | Q(expires_at__gt=datetime.now(UTC))
    return JoinLink.filter(not_over, token_hash=tokens.hash_of(token), revoked_at=None)


@by_system
async def offer_of_link(token: str) -> Offer | None:
    """Where a link that works still leads to, for whoever holds it."""
    link = await living(token).select_related("program__organization").first()
    return None if link is None else offer_of(link, link.program, link.program.organization)


# Who comes in is of no tenant before.
@by_system
async def join_program(
    viewer: User, token: str, capacity: int | None = None, note: str = ""
) -> Enrollment:
    """Come into a program by a link: at once, or as an applicant, as the link says.

    Invalid for a link that works no longer, a capacity that does not fit its role, or a question
    without an answer; Full when it was used up, Conflict for who takes part already, for who was
    declined or removed, and once the program has ended.
    """
    try:
        async with transaction():
            link = await used(token)
            is_approved = link.is_approving
            terms = own_terms(link.program, link.role, capacity, note, is_approved=is_approved)
            return await write_enrollment(viewer, link.program, link.role, terms)
    except IntegrityError:
        raise Conflict(THERE) from None


def offer_of(link: JoinLink, program: Program, organization: Organization) -> Offer:
    return Offer(
        organization_name=organization.name,
        program_name=program.name,
        program_description=program.description,
        role=link.role,
        is_approving=link.is_approving,
        expires_at=link.expires_at,
    )


async def used(token: str) -> JoinLink:
    """Counts one use; of several who want the last one, the database lets one have it."""
    try:
        is_living = await living(token).update(uses=F("uses") + 1)
    except IntegrityError:
        raise Full(USED_UP) from None
    if not is_living:
        raise Invalid("token", SPENT)
    return await JoinLink.get(token_hash=tokens.hash_of(token)).select_related("program")
