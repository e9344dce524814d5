"""A pair of a program that keeps messages for 30 days, and what was said before that."""

from typing import Any

from actions.conversations import expire
from models import Conversation, ConversationEvent, Message, Program, User
from models.sql import fetch
from schema import ids
from tests.cast import given_messages, given_pair
from tests.edge import Edge

KEPT_DAYS = 30

READ = """
query ($id: ID!) { conversation(id: $id) {
  cursor expiredNumber messageCount viewerSeat { unreadCount unreadMentionCount }
  messages(first: 100) { nodes {
    number body retractedAt replyCount reactionCounts { emoji } mentions { name }
    root { number } revisions { nodes { body } } attachments { id }
  } }
} }
"""

EVENTS = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on LogLine { cursor }
    ... on MessagesExpired { upToNumber }
    ... on MessageLine { message { number body } }
    ... on ResyncRequired { cursor reason }
  }
}
"""

AGE = """
    UPDATE {} SET created_at = created_at - make_interval(days => $2)
    WHERE conversation_id = $1 AND {} <= $3
"""


async def given_old(*texts: str) -> tuple[User, User, Conversation]:
    """Ada and Bo, and what Ada said so long ago that it is kept no longer."""
    ada, bo, where = await given_pair()
    await keep_for(KEPT_DAYS)
    await given_messages(ada, where, texts)
    await age(where)
    return ada, bo, where


async def keep_for(days: int | None) -> None:
    await Program.all().update(message_retention_days=days)


async def age(where: Conversation, days: int = KEPT_DAYS + 1, seq: int = 10_000) -> None:
    """All that has happened up to this line is older by so many days."""
    lines = ConversationEvent.filter(conversation_id=where.id, seq__lte=seq)
    said = [line.message_id for line in await lines.filter(kind="MESSAGE_SENT")]
    last = max([message.number for message in await Message.filter(id__in=said)], default=0)
    await fetch(AGE.format("conversation_event", "seq"), where.id, days, seq)
    await fetch(AGE.format("message", "number"), where.id, days, last)


async def expired(edge: Edge, viewer: User, where: Conversation) -> Any:
    """The conversation as somebody reads it once everything is gone that is kept no longer."""
    await expire()
    return await read(edge, viewer, where)


async def read(edge: Edge, viewer: User, where: Conversation) -> Any:
    return (await edge.ask(viewer, READ, id=id_of(where))).data["conversation"]


async def seqs(where: Conversation) -> list[int]:
    lines = await ConversationEvent.filter(conversation_id=where.id).order_by("seq")
    return [line.seq for line in lines]


async def numbers(where: Conversation) -> list[int]:
    messages = await Message.filter(conversation_id=where.id).order_by("number")
    return [message.number for message in messages]


def id_of(where: Conversation) -> str:
    return ids.encode("conversation", where.id)
