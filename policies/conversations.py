"""Who may read and write in conversations: their members, nobody else."""

from uuid import UUID

from tortoise.queryset import QuerySet

from models import Conversation, Member, Message, User


def visible_to(viewer: User) -> QuerySet[Conversation]:
    return Conversation.filter(members__user_id=viewer.id)


def messages_visible_to(viewer: User) -> QuerySet[Message]:
    return Message.filter(conversation__members__user_id=viewer.id)


async def can_read(viewer: User, conversation_id: UUID) -> bool:
    return await Member.exists(user_id=viewer.id, conversation_id=conversation_id)
