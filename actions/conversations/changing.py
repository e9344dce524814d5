"""Saying it better, or taking it back."""

from datetime import UTC, datetime
from uuid import UUID

from actions import checks
from actions.conversations.emptying import empty, forget_translations
from actions.conversations.log import held, tell
from actions.conversations.sending import LONGEST_BODY
from adapters.languages import language_of
from errors import Conflict, Forbidden
from models import EventKind, Message, MessageRevision, User
from policies import conversations as policy

MOST_VERSIONS = 100
NOT_YOURS = "Only whoever said it changes it or takes it back; answer it instead"
RETRACTED = "This message was taken back; say it anew"
CHANGED = "It was changed meanwhile; look at it as it is now, and try again"
TOO_OFTEN = f"A message is changed {MOST_VERSIONS - 1} times at most; say it anew"


async def edit_message(
    viewer: User, message_id: UUID, body: str, version: int | None = None
) -> Message:
    """The viewer's message in other words; what it said before stays as a revision.

    With `version`, Conflict if it is not the one that the viewer had seen. NotFound for what they
    may not read, Forbidden for what others said, Conflict for what was taken back.
    """
    async with held(viewer, message_id) as (current, message):
        require_changeable(viewer, message, version)
        least = 0 if message.attachment_count else 1
        body = checks.text("body", body, least=least, most=LONGEST_BODY)
        if message.body != body:
            await revise(message, body)
            await tell(current, EventKind.MESSAGE_EDITED, None, message)
    return message


def require_changeable(viewer: User, message: Message, version: int | None) -> None:
    if not policy.can_change(viewer, message):
        raise Forbidden(NOT_YOURS)
    if message.retracted_at:
        raise Conflict(RETRACTED)
    if version not in (None, message.version):
        raise Conflict(CHANGED)
    if message.version >= MOST_VERSIONS:
        raise Conflict(TOO_OFTEN)


async def revise(message: Message, body: str) -> None:
    await MessageRevision.create(
        organization_id=message.organization_id,
        message_id=message.id,
        version=message.version,
        body=message.body,
    )
    message.body, message.version = body, message.version + 1
    message.language = language_of(body)
    message.edited_at = datetime.now(UTC)
    await message.save(update_fields=["body", "version", "language", "edited_at"])
    await forget_translations(message.id)


async def retract_message(viewer: User, message_id: UUID) -> Message:
    """Nothing is left of what the viewer said but its place; again, and nothing more happens.

    Also where the conversation is closed. NotFound and Forbidden as in `edit_message`.
    """
    async with held(viewer, message_id, also_closed=True) as (current, message):
        if not policy.can_change(viewer, message):
            raise Forbidden(NOT_YOURS)
        if message.retracted_at is None:
            await empty(current, [message])
            await tell(current, EventKind.MESSAGE_RETRACTED, None, message)
            await message.refresh_from_db()
    return message
