"""How far somebody has read."""

from uuid import UUID

from actions.conversations.log import NO_CONVERSATION
from actions.transaction import transaction
from errors import Invalid, NotFound
from events.facts import Fact, ReadMarkerMoved, SeatsChanged
from events.signals import MOST_WATCHED
from models import Conversation, Member, User
from policies import conversations as policy


async def mark_read(viewer: User, conversation_id: UUID, number: int) -> Conversation:
    """Everything up to message `number` is read. The marker never moves back.

    Where one has blocked the other it does not move at all: neither sees how far the other reads.
    """
    conversation = await policy.visible_to(viewer).get_or_none(id=conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    if not 0 <= number <= conversation.last_number:
        raise Invalid("number", f"Choose a message from 0 to {conversation.last_number}")
    if conversation.is_blocked:
        return conversation
    behind = {"conversation_id": conversation_id, "last_read_number__lt": number}
    async with transaction() as current:
        await Member.filter(user_id=viewer.id, **behind).update(last_read_number=number)
        current.announce(moved(viewer, conversation))
    return conversation


def moved(viewer: User, conversation: Conversation) -> Fact:
    """Where many take part, only the viewer's other devices are told: nobody else watches that."""
    if conversation.member_count > MOST_WATCHED:
        return SeatsChanged((viewer.id,))
    return ReadMarkerMoved(viewer.id, conversation.id)
