"""Letting the others see that one is writing."""

from uuid import UUID

from actions.conversations.log import NO_CONVERSATION, demand_writer, require_open
from errors import NotFound
from events.signals import typing
from models import Conversation, User
from policies import conversations as policy


async def set_typing(viewer: User, conversation_id: UUID, is_typing: bool) -> Conversation:
    """The others see it for ten seconds at most; nothing is stored.

    NotFound for a conversation that is not the viewer's, Conflict where it is closed or one has
    blocked the other, Forbidden for who is no host of an announcement.
    """
    conversation = await policy.visible_to(viewer).get_or_none(id=conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    require_open(conversation)
    await demand_writer(viewer, conversation_id)
    typing.tell(conversation_id, viewer.id, is_typing)
    return conversation
