"""What members set for themselves."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from actions.conversations.log import NO_CONVERSATION
from actions.transaction import transaction
from errors import Invalid, NotFound
from events.facts import SeatsChanged
from models import Conversation, Member, NotificationLevel, User
from policies import conversations as policy

LONGEST_MUTE = timedelta(days=2 * 366)
NOT_THEN = "Name a moment to come, within two years; or none, for good"
NOT_MUTED = "Leave it out unless you mute the conversation"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What is None stays as it is; `muted_until` goes with `is_muted`, and is None for good."""

    is_muted: bool | None = None
    muted_until: datetime | None = None
    is_archived: bool | None = None
    notification_level: NotificationLevel | None = None


async def set_preferences(viewer: User, conversation_id: UUID, wanted: Preferences) -> Conversation:
    """Of the viewer's own seat; nobody else sees them.

    NotFound for a conversation that is not the viewer's, Invalid for a moment that cannot be.
    """
    values = checked(wanted)
    conversation = await policy.visible_to(viewer).get_or_none(id=conversation_id)
    if conversation is None:
        raise NotFound(NO_CONVERSATION)
    if values:
        async with transaction() as current:
            own = Member.filter(conversation_id=conversation_id, user_id=viewer.id)
            await own.update(**values)
            current.announce(SeatsChanged((viewer.id,)))
    return conversation


def checked(wanted: Preferences) -> dict[str, Any]:
    """By the names of columns."""
    if wanted.muted_until and not wanted.is_muted:
        raise Invalid("mutedUntil", NOT_MUTED)
    values = {
        "is_muted": wanted.is_muted,
        "is_archived": wanted.is_archived,
        "notification_level": wanted.notification_level,
    }
    given = {name: value for name, value in values.items() if value is not None}
    return given | ({} if wanted.is_muted is None else {"muted_until": end_of(wanted)})


def end_of(wanted: Preferences) -> datetime | None:
    until, now = wanted.muted_until, datetime.now(UTC)
    if until is not None and until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    if until is not None and not now < until <= now + LONGEST_MUTE:
        raise Invalid("mutedUntil", NOT_THEN)
    return until
