"""How much waits to be done, asked of the database when somebody wants to know."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic

from models.acting import by_system
from models.sql import fetch

FRESH_SECONDS = 5.0
ANSWER_SECONDS = 1.0
MOST_COUNTED = 100_000
"""Each kind by itself; a backlog so long must not make it longer to look at it."""

DEPTH = f"""
    SELECT kind, dead_at IS NOT NULL AS is_dead, count(*) AS entries
    FROM (SELECT kind, dead_at FROM outbox_entry LIMIT {MOST_COUNTED}) AS few GROUP BY 1, 2
"""
LATE = """
    SELECT extract(epoch FROM now() - min(due_at))::float8 AS seconds
    FROM outbox_entry WHERE dead_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class State:
    """What was found; nothing, and `is_known` false, where the database did not say in time."""

    is_known: bool = False
    waiting: dict[str, int] = field(default_factory=dict)
    dead: dict[str, int] = field(default_factory=dict)
    late_seconds: float = 0.0
    """How long the entry that is due longest waits already: the workers are that far behind."""


class Outbox:
    def __init__(self) -> None:
        self.state = State()
        self.asked_at = -FRESH_SECONDS
        self.turn = asyncio.Lock()

    async def now(self) -> State:
        """As it was at most five seconds ago; within a second, whatever the database does."""
        async with self.turn:
            if monotonic() - self.asked_at >= FRESH_SECONDS:
                self.state = await asked()
                self.asked_at = monotonic()
            return self.state


@by_system
async def asked() -> State:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            depth, late = await fetch(DEPTH), await fetch(LATE)
    except Exception:
        return State()
    return State(
        is_known=True,
        waiting={row["kind"]: row["entries"] for row in depth if not row["is_dead"]},
        dead={row["kind"]: row["entries"] for row in depth if row["is_dead"]},
        late_seconds=max(0.0, late[0]["seconds"] or 0.0),
    )


outbox = Outbox()
