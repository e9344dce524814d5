"""Keeping messages at hand, for all who are there."""

from uuid import UUID

from actions.conversations.changing import RETRACTED
from actions.conversations.log import demand_writer, held, tell
from errors import Conflict
from models import EventKind, Message, Pin, User

MOST_PINS = 50
MANY_PINS = f"At most {MOST_PINS} messages are pinned; take one down first"


async def pin_message(viewer: User, message_id: UUID) -> Message:
    """Pinned for everybody; again, and nothing changes.

    NotFound for what the viewer may not read, Forbidden for who is no host of an announcement,
    Conflict for what was taken back, beside 50 others, or where the conversation is closed.
    """
    async with held(viewer, message_id) as (current, message):
        await demand_writer(viewer, message.conversation_id)
        if message.retracted_at:
            raise Conflict(RETRACTED)
        if not await Pin.filter(message_id=message.id).exists():
            await pin(viewer, message)
            await tell(current, EventKind.MESSAGE_PINNED, viewer, message)
    return message


async def pin(viewer: User, message: Message) -> None:
    if await Pin.filter(conversation_id=message.conversation_id).count() >= MOST_PINS:
        raise Conflict(MANY_PINS)
    await Pin.create(
        organization_id=message.organization_id,
        conversation_id=message.conversation_id,
        message_id=message.id,
        user_id=viewer.id,
    )


async def unpin_message(viewer: User, message_id: UUID) -> Message:
    """Not pinned, whoever pinned it; if it was not nothing changes. Errors as above."""
    async with held(viewer, message_id) as (current, message):
        await demand_writer(viewer, message.conversation_id)
        if await Pin.filter(message_id=message.id).delete():
            await tell(current, EventKind.MESSAGE_UNPINNED, viewer, message)
    return message
