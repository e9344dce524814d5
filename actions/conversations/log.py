"""Writing in a conversation: who writes holds it, and every change is one line of its log.

Locks are taken in one order: the seat of whoever writes, the conversation, its messages.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from actions.transaction import Transaction, transaction
from errors import Conflict, NotFound
from events.facts import ConversationAdvanced
from models import ConversationEvent, EventKind, Message, User
from models.sql import fetch_one
from policies import conversations as policy

NO_CONVERSATION = "There is no such conversation, or you are not in it"
NO_MESSAGE = "There is no such message, or you may not read it"
CLOSED = "This conversation is closed; its match has ended"
BLOCKED = "You two do not talk at present; whoever coordinates the program can help"

SEAT = "SELECT id FROM member WHERE conversation_id = $1 AND user_id = $2 FOR KEY SHARE"
HOLD = "SELECT closed_at, is_blocked FROM conversation WHERE id = $1 FOR NO KEY UPDATE"


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
        yield current, await Message.get(id=message_id)


async def hold(writer: User, conversation_id: UUID, *, also_closed: bool = False) -> None:
    """Nobody else writes in it, and the writer keeps their seat, until the transaction ends."""
    if await fetch_one(SEAT, conversation_id, writer.id) is None:
        raise NotFound(NO_CONVERSATION)
    conversation = await fetch_one(HOLD, conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    if not also_closed:
        require_open(conversation["closed_at"], conversation["is_blocked"])


def require_open(closed_at: datetime | None, is_blocked: bool) -> None:
    """Conflict where nothing can be said, in words that do not tell who has blocked whom."""
    if closed_at:
        raise Conflict(CLOSED)
    if is_blocked:
        raise Conflict(BLOCKED)


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
    about = {"message_id": message.id, "user_id": who and who.id, "emoji": emoji}
    await append(current, message.conversation_id, kind, **about)


async def append(
    current: Transaction, conversation_id: UUID, kind: EventKind, **about: Any
) -> None:
    """One more line in the log.

    The row lock is held from this UPDATE to the commit, so lines become visible in the order of
    their `seq`: whoever sees n + 1 also sees n.
    """
    head = await fetch_one(
        "UPDATE conversation SET last_seq = last_seq + 1 WHERE id = $1"
        " RETURNING last_seq, organization_id",
        conversation_id,
    )
    assert head is not None
    await ConversationEvent.create(
        organization_id=head["organization_id"],
        conversation_id=conversation_id,
        seq=head["last_seq"],
        kind=kind,
        **about,
    )
    current.announce(ConversationAdvanced(conversation_id))
