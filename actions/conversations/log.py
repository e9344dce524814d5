"""Changing a conversation: who does holds it, and every change is one line of its log.

Locks are taken in one order: enrollments and seats of staff, conversations by their ids, and then
what is in them: seats and messages.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from actions.transaction import Transaction, transaction
from errors import Conflict, Forbidden, NotFound
from events.facts import ConversationAdvanced
from models import Conversation, ConversationEvent, EventKind, Message, User
from models.sql import fetch_one
from policies import conversations as policy

NO_CONVERSATION = "There is no such conversation, or you are not in it"
NO_MESSAGE = "There is no such message, or you may not read it"
CLOSED = "This conversation has ended; it can only be read"
BLOCKED = "You two do not talk at present; whoever coordinates the program can help"
NOT_ANNOUNCING = "Only hosts of an announcement write in it; react to what they say"

GROW = """
    UPDATE conversation SET last_seq = last_seq + 1, member_count = member_count + $2,
        seats_lost = seats_lost + greatest(-$2, 0)
    WHERE id = $1 RETURNING last_seq, organization_id
"""


@asynccontextmanager
async def held(
    writer: User, message_id: UUID, *, also_closed: bool = False
) -> AsyncIterator[tuple[Transaction, Message]]:
    """A message as it is while nobody else writes in its conversation, and the transaction.

    NotFound for what the writer may not read, Conflict where the conversation is closed or one has
    blocked the other.
    """
    message = await policy.messages_visible_to(writer).get_or_none(id=message_id)
    if message is None:
        raise NotFound(NO_MESSAGE)
    async with transaction() as current:
        await hold(writer, message.conversation_id, also_closed=also_closed)
        # It may have expired meanwhile.
        if (now := await Message.get_or_none(id=message_id)) is None:
            raise NotFound(NO_MESSAGE)
        yield current, now


async def hold(member: User, conversation_id: UUID, *, also_closed: bool = False) -> Conversation:
    """Nobody else changes it, or who is in it, until the transaction ends.

    NotFound for who is not in it, Conflict where it is closed or one has blocked the other.
    """
    one = Conversation.filter(id=conversation_id).select_for_update(no_key=True)
    conversation = await one.get_or_none()
    # Asked now: whoever took their seat away held it until now.
    if conversation is None or not await policy.can_read(member, conversation_id):
        raise NotFound(NO_CONVERSATION)
    if not also_closed:
        require_open(conversation)
    return conversation


def require_open(conversation: Conversation) -> None:
    """Conflict where nothing can be said, in words that do not tell who has blocked whom."""
    if conversation.closed_at:
        raise Conflict(CLOSED)
    if conversation.is_blocked:
        raise Conflict(BLOCKED)


async def demand_writer(member: User, conversation_id: UUID) -> None:
    """Forbidden for who is no host of an announcement."""
    if not await policy.can_write(member, conversation_id):
        raise Forbidden(NOT_ANNOUNCING)


async def tell(
    current: Transaction,
    kind: EventKind,
    who: User | None,
    message: Message,
    emoji: str | None = None,
) -> None:
    """What became of a message, in a line of its conversation's log.

    `who` did it; None where that is whoever said it.
    """
    about: dict[str, Any] = {"message_id": message.id, "user_id": who and who.id}
    await append(current, message.conversation_id, kind, **about, emoji=emoji)


async def append(
    current: Transaction,
    conversation_id: UUID,
    kind: EventKind,
    *,
    seats: int = 0,
    **about: Any,
) -> None:
    """One more line in the log, and so many seats more, or fewer.

    The row lock is held from this UPDATE to the commit, so lines become visible in the order of
    their `seq`: whoever sees n + 1 also sees n.
    """
    head = await fetch_one(GROW, conversation_id, seats)
    assert head is not None
    await ConversationEvent.create(
        organization_id=head["organization_id"],
        conversation_id=conversation_id,
        seq=head["last_seq"],
        kind=kind,
        **about,
    )
    current.announce(ConversationAdvanced(conversation_id))
