"""What somebody hears who listens to everything, from its beginning to its end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from events.facts import ReadMarkerMoved
from events.hub import hub
from models import Member, User
from tests.edge import Edge
from tests.walk.ways import Ways

QUIET = 1.0
"""Seconds without anything new after which somebody has heard all."""
MOST_AT_ONCE = 20


async def everything_heard(edge: Edge, user: User | None, ways: Ways) -> list[tuple[str, str]]:
    """Each subscription, and what was said to it."""
    turns = asyncio.Semaphore(MOST_AT_ONCE)

    async def listened(query: str) -> tuple[str, str]:
        async with turns:
            said = [event async for event in heard(edge, user, query)]
            return query, json.dumps(said, ensure_ascii=False)

    return await asyncio.gather(*map(listened, ways.listening()))


async def heard(edge: Edge, user: User | None, query: str) -> AsyncIterator[Any]:
    """Its events, and the errors that end it."""
    async with edge.listen(user, query) as events:
        await read_on(user)
        with suppress(TimeoutError, StopAsyncIteration):
            try:
                while True:
                    async with asyncio.timeout(QUIET):
                        event = await anext(events)
                    yield event
            except LookupError as refused:
                yield refused.args[0]


async def read_on(user: User | None) -> None:
    """All inboxes of the person change, and say so."""
    if user:
        seats = await Member.filter(user_id=user.id)
        for seat in seats:
            seat.last_read_number = 1 - min(seat.last_read_number, 1)
            await seat.save(update_fields=["last_read_number"])
            hub.announce(ReadMarkerMoved(user.id, seat.conversation_id))
