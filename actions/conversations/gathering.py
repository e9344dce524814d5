"""Who is in a group or an announcement, and who is not any more."""

from collections.abc import Collection
from uuid import UUID

from actions import checks
from actions.conversations.hosting import OF_A_MATCH, demand_host, hold_as_host, hosted
from actions.conversations.log import NO_CONVERSATION, hold
from actions.conversations.seats import add, has_host, take
from actions.transaction import transaction
from errors import Conflict, Forbidden, Full, Invalid, NotFound
from models import Conversation, ConversationKind, Member, MemberRole, User
from models.sql import fetch
from policies import conversations as policy
from policies import safety

MOST_AT_ONCE = 100
MOST_IN_A_GROUP = 500
NOT_TAKING_PART = "Name people who take part in the program of this conversation, or run it"
FULL = f"A group has {MOST_IN_A_GROUP} members at most; start another one"
APART = "One of them cannot be brought in by you; leave them out"
YOURSELF = "Name somebody else; to be in it no more yourself, leave it"
LAST_HOST = "You are its last host; appoint another one first, or end it"

TAKING_PART = """
    WITH parts AS (
        SELECT user_id FROM enrollment
        WHERE program_id = $1 AND status = 'APPROVED' AND ($4 OR user_id = ANY($3::uuid[]))
        ORDER BY id FOR SHARE
    ), seats AS (
        SELECT user_id FROM staff WHERE organization_id = $2 AND user_id = ANY($3::uuid[])
        ORDER BY id FOR SHARE
    )
    SELECT user_id FROM parts UNION SELECT user_id FROM seats
"""
"""They take part until the transaction ends: who stops meanwhile waits, and finds their seat."""


async def taking_part(
    program_id: UUID, organization_id: UUID, people: Collection[UUID], *, or_all: bool = False
) -> list[UUID]:
    """These people, or with all others of the program, in the order of their ids.

    Invalid where one of these does not take part there.
    """
    rows = await fetch(TAKING_PART, program_id, organization_id, [*people], or_all)
    found = {row["user_id"] for row in rows}
    if not found.issuperset(people):
        raise Invalid("memberIds", NOT_TAKING_PART)
    return sorted(found)


async def add_members(
    viewer: User, conversation_id: UUID, people: Collection[UUID]
) -> Conversation:
    """People of its program are in it, too, and may read all of it; who is there already stays.

    Errors as in `hosted`, Invalid for more than 100 and for who does not take part in the program,
    Conflict where one of them and the viewer keep apart, Full where a group has 500.
    """
    checks.at_most("memberIds", people, MOST_AT_ONCE)
    program, tenant = await place_of(viewer, conversation_id)
    async with transaction() as current:
        wanted = await taking_part(program, tenant, set(people))
        conversation = await hold_as_host(viewer, conversation_id)
        if new := await without_seat(conversation_id, wanted):
            check_room(conversation, len(new))
            await demand_meeting(viewer, new)
            await add(current, conversation, new, viewer.id)
    return await Conversation.get(id=conversation_id)


async def place_of(host: User, conversation_id: UUID) -> tuple[UUID, UUID]:
    """The program and the organization that it is of, for a host of it."""
    conversation = await demand_host(host, conversation_id)
    return conversation.program_id, conversation.organization_id


async def without_seat(conversation_id: UUID, people: list[UUID]) -> list[UUID]:
    there = Member.filter(conversation_id=conversation_id, user_id__in=people)
    known = {*await there.values_list("user_id", flat=True)}
    return [person for person in people if person not in known]


async def demand_meeting(viewer: User, people: Collection[UUID]) -> None:
    """Conflict where one of two has blocked the other, in words that do not tell who."""
    those = User.filter(id__in=[*people]).filter(id__in=safety.apart_from(viewer.id))
    if await those.exists():
        raise Conflict(APART)


def check_room(conversation: Conversation, more: int) -> None:
    is_group = conversation.kind is ConversationKind.GROUP
    if is_group and conversation.member_count + more > MOST_IN_A_GROUP:
        raise Full(FULL)


async def remove_member(viewer: User, conversation_id: UUID, user_id: UUID) -> Conversation:
    """Somebody is in it no more, and reads and hears nothing of it; who is not stays out.

    Errors as in `hosted`, Invalid for the viewer.
    """
    if user_id == viewer.id:
        raise Invalid("userId", YOURSELF)
    async with hosted(viewer, conversation_id) as (current, conversation):
        seat = await Member.get_or_none(conversation_id=conversation_id, user_id=user_id)
        if seat:
            await take(current, conversation, seat, viewer.id)
    return await Conversation.get(id=conversation_id)


async def leave_conversation(viewer: User, conversation_id: UUID) -> None:
    """The viewer is in it no more; alone, they end it.

    NotFound for who is not in it, Forbidden for a match's, Conflict for the last host of others.
    """
    if not await policy.can_read(viewer, conversation_id):
        raise NotFound(NO_CONVERSATION)
    async with transaction() as current:
        conversation = await hold(viewer, conversation_id, also_closed=True)
        if conversation.kind is ConversationKind.MATCH:
            raise Forbidden(OF_A_MATCH)
        seat = await Member.get(conversation_id=conversation_id, user_id=viewer.id)
        if await is_needed(seat, conversation):
            raise Conflict(LAST_HOST)
        await take(current, conversation, seat, viewer.id)


async def is_needed(seat: Member, conversation: Conversation) -> bool:
    """Whether others would be left without a host."""
    if conversation.closed_at or conversation.member_count == 1:
        return False
    if seat.role is not MemberRole.HOST:
        return False
    return not await has_host(conversation.id, besides=seat.user_id)
