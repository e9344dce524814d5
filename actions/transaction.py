"""One transaction: what is written, what must follow, and what is announced once it is true."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tortoise.transactions import in_transaction

from events.facts import Fact
from events.hub import hub
from models import OutboxEntry


@dataclass
class Transaction:
    facts: list[Fact] = field(default_factory=list)
    is_done: bool = False
    """All of the block was done; what is left is to commit it."""

    def announce(self, fact: Fact) -> None:
        """Live listeners hear it after the commit, so that what they read is there.

        They hear it also where a commit was cut short and nobody knows whether it came through.
        """
        self.facts.append(fact)

    async def later(self, kind: str, **payload: Any) -> None:
        """The worker will do it, if and only if this transaction commits."""
        await OutboxEntry.create(kind=kind, payload=payload)

    async def each_later(self, kind: str, payloads: Iterable[dict[str, Any]]) -> None:
        """The same of many, in one statement."""
        entries = [OutboxEntry(kind=kind, payload=payload) for payload in payloads]
        await OutboxEntry.bulk_create(entries)

    async def later_than(self, due_at: datetime, kind: str, **payload: Any) -> None:
        """The same, but not before then."""
        await OutboxEntry.create(kind=kind, payload=payload, due_at=due_at)


@asynccontextmanager
async def transaction() -> AsyncIterator[Transaction]:
    """Everything in the block is committed together or not at all."""
    current = Transaction()
    try:
        async with in_transaction():
            yield current
            current.is_done = True
    finally:
        for fact in current.facts if current.is_done else ():
            hub.announce(fact)
