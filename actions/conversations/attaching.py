"""Files with what is said: those that its sender uploaded there, each with one message."""

from collections.abc import Sequence
from uuid import UUID

from actions.attachments.removing import remove
from actions.transaction import Transaction
from errors import Invalid
from models import Attachment, Message
from models.sql import fetch

MOST_ATTACHMENTS = 10
NOT_READY = "Name files that you uploaded in this conversation and sent with no message, each once"

ATTACH = """
    WITH given AS (
        SELECT id, place - 1 AS position
        FROM unnest($1::uuid[]) WITH ORDINALITY AS listed (id, place)
    )
    UPDATE attachment SET message_id = $2, position = given.position FROM given
    WHERE attachment.id = given.id AND user_id = $3 AND conversation_id = $4
        AND message_id IS NULL AND stored_at IS NOT NULL
    RETURNING attachment.id
"""
"""Whoever comes second finds none: its sender's seat is held by whoever came first."""


async def attach(message: Message, files: Sequence[UUID]) -> None:
    """In their order. Invalid, and nothing is said, unless all of them are the sender's to send."""
    who, where = message.sender_id, message.conversation_id
    attached = await fetch(ATTACH, [*files], message.id, who, where)
    if len(attached) < len(files):
        raise Invalid("attachmentIds", NOT_READY)


async def attached_to(message: Message) -> tuple[UUID, ...]:
    files = Attachment.filter(message_id=message.id).order_by("position")
    return tuple([file.id for file in await files])


async def detach(current: Transaction, messages: Sequence[UUID]) -> None:
    """They are gone with what was said."""
    if files := await Attachment.filter(message_id__in=messages):
        await remove(current, files)
