"""Where a new match talks."""

from uuid import UUID

from actions.conversations.log import append
from actions.conversations.seats import give
from actions.transaction import Transaction
from models import Conversation, ConversationKind, EventKind, Match


async def open_conversation(current: Transaction, match: Match, *people: UUID) -> Conversation:
    """The conversation of a new match; its log begins with OPENED."""
    conversation = await Conversation.create(
        organization_id=match.organization_id,
        program_id=match.program_id,
        kind=ConversationKind.MATCH,
        match_id=match.id,
    )
    await give(current, conversation, people)
    await append(current, conversation.id, EventKind.OPENED, seats=len(people))
    return conversation
