"""Letting partners see who is here: whoever listens to anything.

A process writes down who listens to it, in one statement for all of them. Nobody writes that
somebody has gone: that is seen a minute later, and whoever connects again meanwhile never went.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from actions.transaction import transaction
from events.facts import PresenceChanged
from events.signals import MOST_WATCHED
from models import ONLINE_FOR
from models.acting import by_system
from models.sql import fetch

log = logging.getLogger("mentorgraph.presence")

TICK_SECONDS = 1.0
TICKS_BETWEEN_ALL = 20
MOST_TOLD = 100

WRITE = """
    WITH here AS (
        SELECT id FROM user_account WHERE id = ANY($1::uuid[]) AND shows_presence
    ), known AS (
        SELECT user_id FROM presence WHERE user_id = ANY($1::uuid[]) AND seen_at > $3
    ), written AS (
        INSERT INTO presence (id, created_at, user_id, seen_at)
        SELECT gen_random_uuid(), $2, id, $2 FROM here ORDER BY id
        ON CONFLICT (user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
    )
    SELECT id, ARRAY(
        SELECT conversation_id FROM member JOIN conversation ON conversation.id = conversation_id
        WHERE user_id = here.id AND closed_at IS NULL AND NOT is_blocked AND member_count <= $5
        ORDER BY conversation_id DESC LIMIT $4
    ) AS conversations
    FROM here WHERE id NOT IN (SELECT user_id FROM known)
"""
"""Who came, and in which conversations that is to be told. In one order, so that none deadlock."""

here: Counter[UUID] = Counter()
"""Who listens to this process, and to how much."""
arrived: set[UUID] = set()


@contextmanager
def present(user_id: UUID) -> Iterator[None]:
    """They are here for as long as the block lasts."""
    if user_id not in here:
        arrived.add(user_id)
    here[user_id] += 1
    try:
        yield
    finally:
        here[user_id] -= 1
        if not here[user_id]:
            del here[user_id]


@by_system
async def write_down(people: Collection[UUID]) -> None:
    """That they are here now, those who show it; who was not is told to their partners."""
    now = datetime.now(UTC)
    values = ([*people], now, now - ONLINE_FOR, MOST_TOLD, MOST_WATCHED)
    async with transaction() as current:
        for row in await fetch(WRITE, *values):
            current.announce(PresenceChanged(tuple(row["conversations"])))


async def keep_writing_down() -> None:
    """Who came, once a second; all who are here, every 20 seconds; until cancelled."""
    for tick in count(1):
        await asyncio.sleep(TICK_SECONDS)
        people = [*here] if tick % TICKS_BETWEEN_ALL == 0 else [*arrived]
        arrived.clear()
        try:
            if people:
                await write_down(people)
        except Exception:
            log.exception("Who is here could not be written down; it is tried again")
