"""When a session was used last: to the hour, and written by nobody who waits for an answer.

A process keeps in mind which sessions it saw, and writes all of them in one statement a minute.
Should it be killed before, they are seen again with their next request.
"""

import asyncio
import logging
from datetime import UTC, datetime
from uuid import UUID

from actions.transaction import transaction
from models import Session
from models.acting import by_system
from models.sql import fetch

log = logging.getLogger("mentorgraph.sessions")

EVERY_SECONDS = 60
MOST_KEPT = 100_000

# What somebody else is changing is skipped, and seen again: so processes do not deadlock.
WRITE = """
    WITH due AS MATERIALIZED (
        SELECT id FROM session WHERE id = ANY($2::uuid[]) AND seen_at < $1 FOR UPDATE SKIP LOCKED
    )
    UPDATE session SET seen_at = $1 FROM due WHERE session.id = due.id
"""

seen: set[UUID] = set()
"""Used in an hour in which they were not written down yet."""


def this_hour() -> datetime:
    return hour_of(datetime.now(UTC))


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def note(session: Session) -> None:
    if session.seen_at < this_hour() and len(seen) < MOST_KEPT:
        seen.add(session.id)


@by_system
async def write_down() -> None:
    """One statement for all that were seen."""
    if not seen:
        return
    ids = [*seen]
    seen.clear()
    async with transaction():
        await fetch(WRITE, this_hour(), ids)


async def keep_writing_down() -> None:
    """Until cancelled. What a database that is away misses is seen again later."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await write_down()
        except Exception:
            log.exception("When sessions were seen could not be written; it is tried again")
