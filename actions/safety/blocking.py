"""Having nothing to do with somebody any more, without their being told.

Locks are taken in one order: mentors' enrollments as in `actions/matches.py`, requests,
conversations.
"""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from actions.transaction import Transaction, transaction
from errors import Invalid, NotFound
from events.facts import ConversationsBlocked
from models import Block, User
from models.sql import fetch
from policies import users

NO_PERSON = "There is no such person, or none that you may see"
YOURSELF = "Choose somebody else; nobody blocks themselves"

HOLD = """
    SELECT id FROM enrollment WHERE role = 'MENTOR' AND user_id = ANY($1::uuid[])
    ORDER BY id FOR NO KEY UPDATE
"""
"""Whoever asks one of the two, or accepts, waits for it: nothing begins between them meanwhile."""

WRITE = """
    INSERT INTO block (id, created_at, user_id, blocked_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id, blocked_id) DO NOTHING
"""

SETTLE = """
    UPDATE match_request SET decided_at = $2,
        status = CASE WHEN mentor.user_id = $3 THEN 'DECLINED' ELSE 'WITHDRAWN' END
    FROM enrollment AS mentor, enrollment AS mentee
    WHERE mentor.id = mentor_id AND mentee.id = mentee_id AND match_request.status = 'PENDING'
        AND mentor.user_id = ANY($1::uuid[]) AND mentee.user_id = ANY($1::uuid[])
"""
"""What waits between the two is declined or withdrawn by whoever blocks."""

MARK = """
    UPDATE conversation SET is_blocked = EXISTS (
        SELECT FROM block WHERE user_id = ANY($1::uuid[]) AND blocked_id = ANY($1::uuid[])
    )
    FROM match, enrollment AS mentor, enrollment AS mentee
    WHERE match.id = match_id AND mentor.id = mentor_id AND mentee.id = mentee_id
        AND mentor.user_id = ANY($1::uuid[]) AND mentee.user_id = ANY($1::uuid[])
    RETURNING conversation.id
"""
"""Whoever writes has the row, or waits for it and then finds it marked."""


async def block_user(viewer: User, user_id: UUID) -> Block:
    """From now on the two neither write to each other nor see that the other does.

    Again, and nothing changes. NotFound for somebody the viewer may not see, Invalid for the viewer
    themselves.
    """
    if user_id == viewer.id:
        raise Invalid("userId", YOURSELF)
    if not await users.visible_to(viewer).filter(id=user_id).exists():
        raise NotFound(NO_PERSON)
    pair, now = [viewer.id, user_id], datetime.now(UTC)
    async with transaction() as current:
        await fetch(HOLD, pair)
        await fetch(WRITE, uuid7(), now, *pair)
        await fetch(SETTLE, pair, now, viewer.id)
        await mark(current, pair)
    return await Block.get(user_id=viewer.id, blocked_id=user_id)


async def unblock_user(viewer: User, user_id: UUID) -> None:
    """They may again, unless the other has blocked the viewer. Who was not blocked is not."""
    pair = [viewer.id, user_id]
    async with transaction() as current:
        await fetch(HOLD, pair)
        if await Block.filter(user_id=viewer.id, blocked_id=user_id).delete():
            await mark(current, pair)


async def mark(current: Transaction, pair: list[UUID]) -> None:
    marked = [row["id"] for row in await fetch(MARK, pair)]
    current.announce(ConversationsBlocked(tuple(marked)))
