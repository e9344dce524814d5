"""Talking: where and among whom, saying something and what becomes of it, and reading on."""

from actions.conversations.changing import edit_message, retract_message
from actions.conversations.closing import close_conversation
from actions.conversations.drafts import NewDraft, save_draft
from actions.conversations.expiring import expire
from actions.conversations.forgetting import forget_words
from actions.conversations.gathering import add_members, leave_conversation, remove_member
from actions.conversations.hosting import appoint_host, end_conversation, rename_conversation
from actions.conversations.losing import lose_seats
from actions.conversations.noting import hold_place, note
from actions.conversations.opening import open_conversation
from actions.conversations.pinning import pin_message, unpin_message
from actions.conversations.preferring import Preferences, set_preferences
from actions.conversations.reacting import add_reaction, remove_reaction
from actions.conversations.reading import mark_read
from actions.conversations.sending import NewMessage, send_message
from actions.conversations.starting import NewConversation, start_conversation
from actions.conversations.translating import translate_message
from actions.conversations.typing import set_typing

__all__ = [
    "NewConversation",
    "NewDraft",
    "NewMessage",
    "Preferences",
    "add_members",
    "add_reaction",
    "appoint_host",
    "close_conversation",
    "edit_message",
    "end_conversation",
    "expire",
    "forget_words",
    "hold_place",
    "leave_conversation",
    "lose_seats",
    "mark_read",
    "note",
    "open_conversation",
    "pin_message",
    "remove_member",
    "remove_reaction",
    "rename_conversation",
    "retract_message",
    "save_draft",
    "send_message",
    "set_preferences",
    "set_typing",
    "start_conversation",
    "translate_message",
    "unpin_message",
]
