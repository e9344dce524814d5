"""What answers what."""

from uuid import UUID

from errors import Invalid
from models import Message

NO_ROOT = "There is no such message in this conversation"


async def root_of(message_id: UUID, conversation_id: UUID) -> UUID:
    """What answers an answer answers its root: threads have one level."""
    answered = await Message.get_or_none(id=message_id, conversation_id=conversation_id)
    if answered is None:
        raise Invalid("rootId", NO_ROOT)
    return answered.root_id or answered.id
