"""Keeping what somebody has begun to write, for all of their devices.

Whoever saves holds their own seat, and nothing that others wait for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from actions import checks
from actions.conversations.log import NO_CONVERSATION
from actions.conversations.threads import NO_ROOT, root_of
from actions.transaction import Transaction, transaction
from errors import Conflict, Invalid, NotFound
from events.facts import DraftChanged
from models import Conversation, Draft, Message, User
from models.sql import fetch_one
from policies import conversations as policy

LONGEST_BODY = 8_000
CHANGED = "Another device of yours has changed it, or sent it; look at it as it is now"

COUNT = """
    UPDATE member SET draft_changes = draft_changes + 1
    WHERE conversation_id = $1 AND user_id = $2 RETURNING draft_changes
"""


@dataclass(frozen=True, slots=True)
class NewDraft:
    """`root_id` is the message that it would answer, `version` what the writer saw: 0 for none."""

    conversation_id: UUID
    body: str
    root_id: UUID | None = None
    version: int | None = None


async def save_draft(viewer: User, new: NewDraft) -> Conversation:
    """What the viewer has written so far, there or in a thread there; nothing if `body` is empty.

    The last one counts. With `version`, Conflict if it is not the one that is there. NotFound for a
    conversation that is not the viewer's, Invalid for a root that is not in it or too long a text.
    """
    where = new.conversation_id
    conversation = await policy.visible_to(viewer).get_or_none(id=where)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    body = checks.text("body", new.body, most=LONGEST_BODY)
    root_id = await root_of(new.root_id, where) if new.root_id else None
    async with transaction() as current:
        number = await count(current, viewer.id, where)
        before = drafts(viewer.id, where, root_id)
        await require_seen(before, new.version)
        await before.delete()
        if body:
            await write(viewer, conversation, root_id, body, number)
    return conversation


def drafts(user_id: UUID, conversation_id: UUID, root_id: UUID | None) -> QuerySet[Draft]:
    """The one that there is, if there is one."""
    return Draft.filter(user_id=user_id, conversation_id=conversation_id, root_id=root_id)


async def count(current: Transaction, user_id: UUID, conversation_id: UUID) -> int:
    """One more change; whoever else of their devices saves there waits until the commit."""
    seat = await fetch_one(COUNT, conversation_id, user_id)
    if seat is None:
        raise NotFound(NO_CONVERSATION)
    current.announce(DraftChanged(user_id))
    return int(seat["draft_changes"])


async def require_seen(before: QuerySet[Draft], version: int | None) -> None:
    if version is None:
        return
    draft = await before.get_or_none()
    if version != (draft.version if draft else 0):
        raise Conflict(CHANGED)


async def write(
    viewer: User, where: Conversation, root_id: UUID | None, body: str, version: int
) -> None:
    try:
        await Draft.create(
            organization_id=where.organization_id,
            user_id=viewer.id,
            conversation_id=where.id,
            root_id=root_id,
            body=body,
            version=version,
            saved_at=datetime.now(UTC),
        )
    except IntegrityError:
        if root_id is None:
            raise
        # It expired just now.
        raise Invalid("rootId", NO_ROOT) from None


async def clear_draft(current: Transaction, sent: Message) -> None:
    """What was begun there is sent."""
    if await drafts(sent.sender_id, sent.conversation_id, sent.root_id).delete():
        await count(current, sent.sender_id, sent.conversation_id)
