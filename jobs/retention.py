"""Has deleted what has served its time, and who wants to go, again and again."""

import asyncio
import logging

from actions.conversations import expire
from actions.retention import tidy
from actions.sessions import erasing
from models.acting import by_system

log = logging.getLogger("mentorgraph.retention")

EVERY_SECONDS = 600


@by_system
async def run() -> None:
    """Until cancelled. What a database that is away does not delete is deleted later."""
    while True:
        for part in (erase_who_wanted, tidy, expire):
            try:
                await part()
            except Exception:
                log.exception("What is over could not be deleted; it is tried again")
        await asyncio.sleep(EVERY_SECONDS)


@by_system
async def erase_who_wanted() -> None:
    """Whose time to think is over. One who cannot be erased just now keeps nobody else waiting."""
    for user_id in await erasing.due():
        try:
            await erasing.erase(user_id)
        except Exception:
            log.exception("An account could not be deleted; it is tried again")
