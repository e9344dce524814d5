"""The end of a conversation."""

from datetime import UTC, datetime
from uuid import UUID

from actions.conversations.log import append
from actions.transaction import Transaction
from models import Conversation, EventKind


async def close_conversation(
    current: Transaction, conversation_id: UUID, by: UUID | None = None
) -> None:
    """Nothing more can be said; everything said stays readable. Again, and nothing happens."""
    closed = await Conversation.filter(id=conversation_id, closed_at=None).update(
        closed_at=datetime.now(UTC)
    )
    if closed:
        await append(current, conversation_id, EventKind.CLOSED, user_id=by)
