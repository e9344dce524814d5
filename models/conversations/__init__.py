"""Conversations, what is said in them, and their gapless log."""

from models.conversations.conversations import Conversation, Member
from models.conversations.log import ConversationEvent, EventKind
from models.conversations.messages import (
    EmojiCount,
    Mention,
    Message,
    MessageRevision,
    Pin,
    Reaction,
)

__all__ = [
    "Conversation",
    "ConversationEvent",
    "EmojiCount",
    "EventKind",
    "Member",
    "Mention",
    "Message",
    "MessageRevision",
    "Pin",
    "Reaction",
]
