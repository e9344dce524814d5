"""Conversations, what is said in them, and their gapless log."""

from models.conversations.conversations import (
    Conversation,
    ConversationKind,
    Member,
    MemberRole,
    NotificationLevel,
)
from models.conversations.drafts import Draft
from models.conversations.log import ConversationEvent, EventKind
from models.conversations.messages import (
    EmojiCount,
    Mention,
    Message,
    MessageRevision,
    Pin,
    Reaction,
    Translation,
)
from models.conversations.presence import ONLINE_FOR, LastSeen, Presence, PresenceStatus

__all__ = [
    "ONLINE_FOR",
    "Conversation",
    "ConversationEvent",
    "ConversationKind",
    "Draft",
    "EmojiCount",
    "EventKind",
    "LastSeen",
    "Member",
    "MemberRole",
    "Mention",
    "Message",
    "MessageRevision",
    "NotificationLevel",
    "Pin",
    "Presence",
    "PresenceStatus",
    "Reaction",
    "Translation",
]
