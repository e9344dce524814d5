"""Does what the outbox says must happen: at least once, retried, and never forgotten.

A claimed entry is leased: its `due_at` moves ahead, so that whoever finds it after a crash tries
again. Any number of workers may run; SKIP LOCKED keeps them out of each other's way.
"""

import asyncio
import logging
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from tortoise.transactions import in_transaction

from jobs import attachments, indexing, invitations, retention
from jobs.imports import people
from jobs.mails import links, notices, registering
from models import OutboxEntry
from models.acting import by_system
from models.sql import fetch, row_of

log = logging.getLogger("mentorgraph.worker")

Handler = Callable[[list[OutboxEntry]], Awaitable[None]]
Claim = Callable[[], Awaitable[list[OutboxEntry]]]

HANDLERS: dict[str, Handler] = {
    "mail_verification": registering.verification,
    "mail_already_registered": registering.already_registered,
    "mail_token_copied": notices.token_copied,
    "mail_password_changed": notices.password_changed,
    "mail_password_reset": links.password_reset,
    "mail_email_change": links.email_change,
    "mail_email_change_asked": notices.email_change_asked,
    "mail_email_changed": notices.email_changed,
    "mail_factor_added": notices.factor_added,
    "mail_factor_removed": notices.factor_removed,
    "mail_recovery_codes": notices.recovery_codes,
    "mail_recovery_code_used": notices.recovery_code_used,
    "mail_report": notices.report,
    "mail_deletion_requested": notices.deletion_requested,
    "mail_deletion_impossible": notices.deletion_impossible,
    "mail_deletion_cancelled": notices.deletion_cancelled,
    "import_people": people.go_on,
    "mail_invitation": invitations.send_invitation,
    "index_resources": indexing.resources,
    "remove_unused_object": attachments.remove_unused_object,
}

BATCHED = "index_resources"
"""Done many at a time; all others one by one."""

attempts: Counter[tuple[str, str]] = Counter()
"""Entries that this process has done, and that failed, by kind."""

ADDRESS = re.compile(r"""[^\s<>"'(),;:]+@[^\s<>"'(),;:]+""")
"""Of mail, wherever it stands: an entry that nobody can do may outlive the account it is about."""

MOST_AT_ONCE = 20
LEASE = timedelta(seconds=60)
HANDLING_SECONDS = 45
MOST_ATTEMPTS = 12
POLL_SECONDS = 0.5

# Not WHERE id IN (…): PostgreSQL may ask that anew for each row, and so claim more than the limit.
CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM outbox_entry
        WHERE due_at <= now() AND dead_at IS NULL AND (kind = $2) = $3
        ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox_entry SET attempts = attempts + 1, due_at = now() + $1
    FROM due WHERE outbox_entry.id = due.id RETURNING outbox_entry.*
"""


async def run() -> None:
    """Work until cancelled. A mail server that is slow does not keep the search engine waiting."""
    await asyncio.gather(keep_working(claim_batch), keep_working(claim_one), retention.run())


@by_system
async def keep_working(claim: Claim) -> None:
    """A database that is away is waited for."""
    while True:
        try:
            if not await work_through(claim):
                await asyncio.sleep(POLL_SECONDS)
        except Exception:
            log.exception("The worker could not reach the outbox; it tries again")
            await asyncio.sleep(5)


@by_system
async def work() -> int:
    """Do everything that is due now; how many entries that were."""
    return await work_through(claim_batch) + await work_through(claim_one)


async def work_through(claim: Claim) -> int:
    done = 0
    while entries := await claim():
        await attempt(entries)
        done += len(entries)
    return done


async def claim_one() -> list[OutboxEntry]:
    """Just one, so that its lease covers the time it is given, and a failure repeats no other."""
    return await claimed(is_batched=False, most=1)


async def claim_batch() -> list[OutboxEntry]:
    return await claimed(is_batched=True, most=MOST_AT_ONCE)


async def claimed(*, is_batched: bool, most: int) -> list[OutboxEntry]:
    async with in_transaction():
        rows = await fetch(CLAIM, LEASE, BATCHED, is_batched, most)
    return [row_of(OutboxEntry, row) for row in rows]


async def attempt(batch: list[OutboxEntry]) -> None:
    kind = batch[0].kind
    try:
        async with asyncio.timeout(HANDLING_SECONDS):
            await HANDLERS[kind](batch)
    except Exception as error:
        attempts[kind, "failed"] += len(batch)
        # A mail server quotes addresses, so its words are in no log.
        log.warning("%s %s failed: %s", kind, batch[0].id, type(error).__name__)
        for entry in batch:
            await put_back(entry, ADDRESS.sub("(an address)", repr(error)))
    else:
        attempts[kind, "done"] += len(batch)
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
