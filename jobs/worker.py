"""Does what the outbox says must happen: at least once, retried, and never forgotten.

A claimed entry is leased: its `due_at` moves ahead, so that whoever finds it after a crash tries
again. Any number of workers may run; SKIP LOCKED keeps them out of each other's way.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from jobs import indexing, mails
from models import OutboxEntry
from models.sql import fetch, row_of

log = logging.getLogger("mentorgraph.worker")

Handler = Callable[[list[OutboxEntry]], Awaitable[None]]

HANDLERS: dict[str, Handler] = {
    "mail_verification": mails.verification,
    "mail_already_registered": mails.already_registered,
    "index_resources": indexing.resources,
}

BATCHED = {"index_resources"}
"""Done many at a time; all others one by one, so that one failure does not repeat the rest."""

MOST_AT_ONCE = 100
BATCH = 20
LEASE = timedelta(seconds=60)
HANDLING_SECONDS = 45
MOST_ATTEMPTS = 12
POLL_SECONDS = 0.5

CLAIM = """
    UPDATE outbox_entry SET attempts = attempts + 1, due_at = now() + $1
    WHERE id IN (
        SELECT id FROM outbox_entry WHERE due_at <= now() AND dead_at IS NULL
        ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ) RETURNING *
"""


async def run() -> None:
    """Work until cancelled; a database that is away is waited for."""
    while True:
        try:
            if not await work():
                await asyncio.sleep(POLL_SECONDS)
        except Exception:
            log.exception("The worker could not reach the outbox; it tries again")
            await asyncio.sleep(5)


async def work() -> int:
    """One round: claim what is due and do it. The number of entries claimed."""
    claimed = [row_of(OutboxEntry, row) for row in await fetch(CLAIM, LEASE, MOST_AT_ONCE)]
    for batch in batches(claimed):
        await attempt(batch)
    return len(claimed)


def batches(entries: list[OutboxEntry]) -> list[list[OutboxEntry]]:
    alone = [[entry] for entry in entries if entry.kind not in BATCHED]
    together = [[entry for entry in entries if entry.kind == kind] for kind in sorted(BATCHED)]
    parts = (kind[i : i + BATCH] for kind in together for i in range(0, len(kind), BATCH))
    return [*alone, *parts]


async def attempt(batch: list[OutboxEntry]) -> None:
    try:
        async with asyncio.timeout(HANDLING_SECONDS):
            await HANDLERS[batch[0].kind](batch)
    except Exception as error:
        log.warning("%s failed, to be tried again: %r", batch[0].kind, error)
        for entry in batch:
            await put_back(entry, repr(error))
    else:
        await OutboxEntry.filter(id__in=[entry.id for entry in batch]).delete()


async def put_back(entry: OutboxEntry, error: str) -> None:
    """Later, with exponential delay and jitter; after twelve attempts it waits for a person."""
    now = datetime.now(UTC)
    delay = min(2**entry.attempts, 3_600) * random.uniform(0.5, 1.5)
    await OutboxEntry.filter(id=entry.id).update(
        due_at=now + timedelta(seconds=delay),
        last_error=error[:2_000],
        dead_at=now if entry.attempts >= MOST_ATTEMPTS else None,
    )
