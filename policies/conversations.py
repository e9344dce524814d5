"""Who may read and write in conversations: their members, nobody else."""

from uuid import UUID

from tortoise.queryset import QuerySet

from models import Conversation, Member, Message, User
from models.sources import table


def visible_to(viewer: User) -> QuerySet[Conversation]:
    return Conversation.filter(members__user_id=viewer.id)


def messages_visible_to(viewer: User) -> QuerySet[Message]:
    return Message.filter(conversation__members__user_id=viewer.id)


async def can_read(viewer: User, conversation_id: UUID) -> bool:
    seats = table(Member).where(conversation_id=conversation_id, user_id=viewer.id)
    return bool(await seats.all())


def can_change(viewer: User, message: Message) -> bool:
    """Edit or retract it: only for whoever said it."""
    return message.sender_id == viewer.id


async def readers_of(conversation_id: UUID) -> frozenset[UUID]:
    """Everybody who may read it, by the ids of users: one question for all of its listeners."""
    seats = await table(Member).where(conversation_id=conversation_id).all()
    return frozenset(seat.user_id for seat in seats)
