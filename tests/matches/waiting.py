"""Until somebody waits for a lock that a test holds."""

import asyncio

from models.sql import fetch

PATIENCE = 4
WAITING = """
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def somebody_waits() -> None:
    """Until a statement of another connection waits for a lock."""
    async with asyncio.timeout(PATIENCE):
        while not await fetch(WAITING):
            await fetch("SELECT pg_stat_clear_snapshot()")
