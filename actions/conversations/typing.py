"""Letting the others see that one is writing."""

from uuid import UUID

from actions.conversations.log import CLOSED, NO_CONVERSATION
from errors import Conflict, NotFound
from events.signals import typing
from models import Conversation, User
from policies import conversations as policy


async def set_typing(viewer: User, conversation_id: UUID, is_typing: bool) -> Conversation:
    """The others see it for ten seconds at most; nothing is stored.

    NotFound for a conversation that is not the viewer's, Conflict where it is closed.
    """
    conversation = await policy.visible_to(viewer).get_or_none(id=conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    if conversation.closed_at:
        raise Conflict(CLOSED)
    typing.tell(conversation_id, viewer.id, is_typing)
    return conversation
