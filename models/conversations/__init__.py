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
from models.conversations.presence import ONLINE_FOR, LastSeen, Presence, PresenceStatus

__all__ = [
    "ONLINE_FOR",
    "Conversation",
    "ConversationEvent",
    "EmojiCount",
    "EventKind",
    "LastSeen",
    "Member",
    "Mention",
    "Message",
    "MessageRevision",
    "Pin",
    "Presence",
    "PresenceStatus",
    "Reaction",
]
