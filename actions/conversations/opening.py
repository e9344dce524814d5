"""Where a new match talks, and the end of it."""

from datetime import UTC, datetime
from uuid import UUID

from actions.conversations.log import append
from actions.transaction import Transaction
from events.facts import SeatsChanged
from models import Conversation, EventKind, Match, Member


async def open_conversation(current: Transaction, match: Match, *people: UUID) -> Conversation:
    """The conversation of a new match; its log begins with OPENED."""
    tenant = match.organization_id
    conversation = await Conversation.create(organization_id=tenant, match_id=match.id)
    for person in people:
        await Member.create(organization_id=tenant, conversation_id=conversation.id, user_id=person)
    await append(current, conversation.id, EventKind.OPENED)
    current.announce(SeatsChanged(people))
    return conversation


async def close_conversation(current: Transaction, conversation_id: UUID) -> None:
    """Nothing more can be said; everything said stays readable."""
    closed = await Conversation.filter(id=conversation_id, closed_at=None).update(
        closed_at=datetime.now(UTC)
    )
    if closed:
        await append(current, conversation_id, EventKind.CLOSED)
