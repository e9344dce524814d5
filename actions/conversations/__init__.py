"""Talking: saying something and what becomes of it, and reading on."""

from actions.conversations.changing import edit_message, retract_message
from actions.conversations.opening import close_conversation, open_conversation
from actions.conversations.pinning import pin_message, unpin_message
from actions.conversations.reacting import add_reaction, remove_reaction
from actions.conversations.reading import mark_read
from actions.conversations.sending import NewMessage, send_message
from actions.conversations.typing import set_typing

__all__ = [
    "NewMessage",
    "add_reaction",
    "close_conversation",
    "edit_message",
    "mark_read",
    "open_conversation",
    "pin_message",
    "remove_reaction",
    "retract_message",
    "send_message",
    "set_typing",
    "unpin_message",
]
