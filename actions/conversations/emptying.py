"""Leaving nothing of what was said but its place."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from tortoise.expressions import F

from actions.conversations.attaching import detach
from actions.transaction import Transaction
from models import Mention, Message, MessageRevision, Pin, Reaction, Translation

PARTS = (MessageRevision, Mention, Reaction, Pin)
"""What goes with the words."""


async def empty(current: Transaction, messages: Sequence[Message]) -> None:
    """Messages of a conversation that nobody else writes in meanwhile."""
    ids = [message.id for message in messages]
    await detach(current, ids)
    for part in PARTS:
        await part.filter(message_id__in=ids).delete()
    await Message.filter(id__in=ids).update(
        body="",
        version=F("version") + 1,
        language=None,
        attachment_count=0,
        retracted_at=datetime.now(UTC),
    )
    await forget_translations(*ids)


async def forget_translations(*message_ids: UUID) -> None:
    """After they were written: whoever keeps one makes sure that it is of the words now."""
    await Translation.filter(message_id__in=message_ids).delete()
