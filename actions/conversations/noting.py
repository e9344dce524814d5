"""What happens to a pair beside what they say: a line of their conversation, which holds ids only.

Whoever writes one holds the match first, then its conversation.
"""

from dataclasses import dataclass
from uuid import UUID

from actions.conversations.log import append
from actions.transaction import Transaction
from models import EventKind
from models.sql import fetch_one

HOLD = "SELECT id, is_blocked FROM conversation WHERE match_id = $1 FOR NO KEY UPDATE"


@dataclass(frozen=True, slots=True)
class Place:
    """The conversation of a match, held."""

    id: UUID
    is_blocked: bool


async def hold_place(match_id: UUID) -> Place:
    """Nobody else writes in the conversation of the match until the transaction ends."""
    row = await fetch_one(HOLD, match_id)
    assert row is not None
    return Place(row["id"], row["is_blocked"])


async def note(current: Transaction, where: Place, kind: EventKind, goal_id: UUID) -> None:
    """What became of a goal; nothing while one of the two has blocked the other."""
    if not where.is_blocked:
        await append(current, where.id, kind, goal_id=goal_id)
