"""Who may read and write in conversations: their members, nobody else; and who starts them."""

from dataclasses import replace
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import Conversation, ConversationKind, Draft, Member, MemberRole, Message, User
from models.rows import value_of
from models.sources import Source, table
from policies.roles import Ability

TO_START = {
    ConversationKind.GROUP: Ability.START_GROUPS,
    ConversationKind.ANNOUNCEMENT: Ability.ANNOUNCE,
}
"""What somebody may do in a program who starts a conversation there, and who is a host of it."""


def visible_to(viewer: User) -> QuerySet[Conversation]:
    return Conversation.filter(members__user_id=viewer.id)


def messages_visible_to(viewer: User) -> QuerySet[Message]:
    return Message.filter(conversation__members__user_id=viewer.id)


def drafts_visible_to(viewer: User) -> QuerySet[Draft]:
    """The viewer's own, where they may still read."""
    return Draft.filter(user_id=viewer.id, conversation__members__user_id=viewer.id)


async def can_read(viewer: User, conversation_id: UUID) -> bool:
    seats = table(Member).where(conversation_id=conversation_id, user_id=viewer.id)
    return bool(await seats.all())


async def can_host(viewer: User, conversation_id: UUID) -> bool:
    """Say who is in it, what it is called and when it ends."""
    own = Member.filter(conversation_id=conversation_id, user_id=viewer.id)
    return await own.filter(role=MemberRole.HOST).exists()


async def can_write(viewer: User, conversation_id: UUID) -> bool:
    """Say something, and pin: in an announcement only its hosts."""
    own = Member.filter(conversation_id=conversation_id, user_id=viewer.id)
    is_open = Q(conversation__kind__not=ConversationKind.ANNOUNCEMENT)
    return await own.filter(is_open | Q(role=MemberRole.HOST)).exists()


def can_change(viewer: User, message: Message) -> bool:
    """Edit or retract it: only for whoever said it."""
    return message.sender_id == viewer.id


async def readers_of(
    conversation_id: UUID, members: frozenset[UUID] | None = None
) -> frozenset[UUID]:
    """Everybody who may read it, by the ids of users: one question for all of its listeners.

    That is all of its `members`, who are given where they were read just now.
    """
    if members is not None:
        return members
    seats = table(Member).where(conversation_id=conversation_id).only(frozenset({"user_id"}))
    return frozenset([value_of(seat, "user_id") for seat in await seats.all()])


KEPT = "EXISTS (SELECT FROM member WHERE conversation_id = seen.id AND user_id = ${} AND {})"


def kept_by(
    viewer: User, conversations: Source[Conversation], *, is_archived: bool | None
) -> Source[Conversation]:
    """Only those that the viewer has archived, or has not; all for None."""
    if is_archived is None:
        return conversations
    which = "is_archived" if is_archived else "NOT is_archived"
    return replace(
        conversations,
        values=(*conversations.values, viewer.id),
        conditions=(*conversations.conditions, KEPT.format(conversations.next, which)),
    )
