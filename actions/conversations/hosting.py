"""What the hosts of a group or an announcement decide about it as a whole."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from actions import checks
from actions.conversations.closing import close_conversation
from actions.conversations.log import NO_CONVERSATION, append, hold
from actions.conversations.seats import appoint
from actions.transaction import Transaction, transaction
from errors import Forbidden, Invalid, NotFound
from models import Conversation, ConversationKind, EventKind, Member, MemberRole, User
from policies import conversations as policy
from policies.roles import may

LONGEST_TITLE = 120
OF_A_MATCH = "This conversation is its match's; it changes and ends with it"
ONLY_HOSTS = "Only hosts of this conversation do that; ask one of them"
NO_MEMBER = "There is no such person in this conversation; add them first"
NOT_ANNOUNCING = "Only coordinators and staff host an announcement; name one of them"


@asynccontextmanager
async def hosted(
    viewer: User, conversation_id: UUID, *, also_closed: bool = False
) -> AsyncIterator[tuple[Transaction, Conversation]]:
    """A conversation, held for one of its hosts, and the transaction.

    NotFound for who is not in it, Forbidden for who is no host of it, as nobody is of a match's,
    Conflict where it is closed.
    """
    await demand_host(viewer, conversation_id)
    async with transaction() as current:
        yield current, await hold_as_host(viewer, conversation_id, also_closed=also_closed)


async def hold_as_host(
    viewer: User, conversation_id: UUID, *, also_closed: bool = False
) -> Conversation:
    """Within a transaction; errors as in `hosted`."""
    conversation = await hold(viewer, conversation_id, also_closed=also_closed)
    await demand_host(viewer, conversation_id)
    return conversation


async def demand_host(viewer: User, conversation_id: UUID) -> Conversation:
    """NotFound for who is not in it, Forbidden for who is no host."""
    conversation = await policy.visible_to(viewer).get_or_none(id=conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    if not await policy.can_host(viewer, conversation_id):
        is_of_match = conversation.kind is ConversationKind.MATCH
        raise Forbidden(OF_A_MATCH if is_of_match else ONLY_HOSTS)
    return conversation


async def rename_conversation(viewer: User, conversation_id: UUID, title: str) -> Conversation:
    """Called something else by one of its hosts; the same again changes nothing.

    Errors as in `hosted`, and Invalid for a title that cannot be.
    """
    title = title_of(title)
    async with hosted(viewer, conversation_id) as (current, conversation):
        if conversation.title != title:
            await Conversation.filter(id=conversation_id).update(title=title)
            await append(current, conversation_id, EventKind.RENAMED, user_id=viewer.id)
    return await Conversation.get(id=conversation_id)


def title_of(title: str) -> str:
    return checks.line("title", title, least=1, most=LONGEST_TITLE)


async def end_conversation(viewer: User, conversation_id: UUID) -> Conversation:
    """Nothing more is said; again, and nothing happens. NotFound and Forbidden as in `hosted`."""
    async with hosted(viewer, conversation_id, also_closed=True) as (current, _):
        await close_conversation(current, conversation_id, viewer.id)
    return await Conversation.get(id=conversation_id)


async def appoint_host(viewer: User, conversation_id: UUID, user_id: UUID) -> Conversation:
    """A member is one of its hosts; again, and nothing changes.

    Errors as in `hosted`, NotFound for who is no member, Invalid for who may not announce.
    """
    async with hosted(viewer, conversation_id) as (current, conversation):
        seat = await Member.get_or_none(conversation_id=conversation_id, user_id=user_id)
        if seat is None:
            raise NotFound(NO_MEMBER)
        ability = policy.TO_START[conversation.kind]
        if not await may(User(id=user_id), ability, conversation.program_id):
            raise Invalid("userId", NOT_ANNOUNCING)
        if seat.role is not MemberRole.HOST:
            await appoint(current, seat, viewer.id)
    return await Conversation.get(id=conversation_id)
