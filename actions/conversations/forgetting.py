"""What becomes of the words of somebody who is gone."""

from uuid import UUID

from uuid_utils.compat import uuid7

from actions.conversations.emptying import empty
from actions.transaction import Transaction, transaction
from events.facts import ConversationAdvanced
from models import Conversation, ConversationEvent, EventKind, Message
from models.sql import fetch_one

MOST_AT_ONCE = 100

LINES = "UPDATE conversation SET last_seq = last_seq + $2 WHERE id = $1 RETURNING last_seq"


async def forget_words(user_id: UUID) -> None:
    """Everything they said is taken back, wherever it was: its places and what others said stay.

    A hundred at a time; cut short, what is done is done. Who listens hears of each.
    """
    theirs = Message.filter(sender_id=user_id, retracted_at=None)
    while first := await theirs.order_by("id").first():
        async with transaction() as current:
            where = Conversation.filter(id=first.conversation_id).select_for_update(no_key=True)
            await where.get()
            there = theirs.filter(conversation_id=first.conversation_id).order_by("number")
            # Nothing, if another worker was quicker.
            if messages := await there.limit(MOST_AT_ONCE):
                await take_back(current, messages)


async def take_back(current: Transaction, messages: list[Message]) -> None:
    """Messages of a conversation that nobody else writes in meanwhile; at least one."""
    await empty(current, messages)
    where = messages[0].conversation_id
    head = await fetch_one(LINES, where, len(messages))
    assert head is not None
    await ConversationEvent.bulk_create(
        ConversationEvent(
            id=uuid7(),
            organization_id=message.organization_id,
            conversation_id=where,
            seq=seq,
            kind=EventKind.MESSAGE_RETRACTED,
            message_id=message.id,
        )
        for seq, message in enumerate(messages, start=head["last_seq"] - len(messages) + 1)
    )
    current.announce(ConversationAdvanced(where))
