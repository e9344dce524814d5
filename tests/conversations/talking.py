"""Pairs that talk, and what they do with what was said."""

from typing import Any

from models import Conversation, Message, User
from schema import ids
from tests.cast import given_messages, given_pair
from tests.documents import Ask, do

MESSAGE = """message {
  id number body version editedAt retractedAt pinnedAt replyCount
  root { number } mentions { name } reactionCounts { emoji count }
}"""


async def given_said(*texts: str) -> tuple[User, User, list[Message]]:
    """Ada and Bo, and what Ada said."""
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, texts)
    return ada, bo, await Message.filter(conversation_id=conversation.id).order_by("number")


async def change(ask: Ask, who: User, verb: str, message: Message, **given: Any) -> Any:
    """A mutation about a message."""
    wanted = ids.encode("message", message.id)
    return await do(ask, who, verb, MESSAGE, messageId=wanted, **given)


async def say(ask: Ask, who: User, where: Conversation, body: str = "Hi", **given: Any) -> Any:
    place = {"conversationId": ids.encode("conversation", where.id), "clientId": body}
    return await do(ask, who, "sendMessage", MESSAGE, **{**place, "body": body, **given})
