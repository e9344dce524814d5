"""A run: people talk while one thing after the other breaks, until enough was said and broken."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx

from models import Conversation
from models.sql import fetch
from schema import ids
from tests.conversations.history.cluster import PATIENCE, Cluster
from tests.conversations.history.faults import FAULTS, Town
from tests.conversations.history.people import Progress, Reader
from tests.conversations.history.plan import Plan
from tests.conversations.history.records import History, Line, Said
from tests.conversations.history.scene import Scene
from tests.generated.dice import Dice

SHORTEST, LONGEST = 0.2, 2.5
"""Seconds for which something is broken: some of it is noticed, some is not."""
CATCH_UP_SECONDS = 60
NO_LIMITS = httpx.Limits(max_keepalive_connections=None, max_connections=None)

LOG = """
SELECT seq, number, client_id, message.conversation_id
FROM conversation_event
LEFT JOIN message ON message.id = message_id AND conversation_event.kind = 'MESSAGE_SENT'
WHERE conversation_event.conversation_id = $1 ORDER BY seq
"""


@dataclass(slots=True)
class Run:
    """What a run was, besides what the people say of it."""

    servers: int
    history: History = field(default_factory=History)
    progress: Progress = field(default_factory=Progress)
    faults: Counter[str] = field(default_factory=Counter)
    broken_at: float = 0.0
    """When the first of them began."""
    seconds: float = 0.0
    is_stuck: bool = False
    """Something did not come back in time, and nothing more was broken."""


async def play(cluster: Cluster, dice: Dice, planned: Plan, messages: int, pairs: int) -> Run:
    """At least so many messages, through all that is planned; with the logs as they are then."""
    run = Run(len(cluster.servers))
    begun = monotonic()
    async with httpx.AsyncClient(timeout=2 * PATIENCE, limits=NO_LIMITS) as http:
        scene = Scene(cluster.doors, http, dice, run.progress, run.history, [], [])
        for number in range(pairs):
            await scene.add_pair(number)
        async with asyncio.TaskGroup() as tasks:
            reading = [tasks.create_task(reader.run()) for reader in scene.readers]
            await talk(scene, Town(cluster, scene.readers, dice), run, planned, messages)
            newcomers = scene.newcomers()
            reading += [tasks.create_task(reader.run()) for reader in newcomers]
            with suppress(TimeoutError):
                await caught_up([*scene.readers, *newcomers], run.progress)
            for task in reading:
                task.cancel()
    run.seconds = monotonic() - begun
    await read_logs(run.history)
    return run


async def talk(scene: Scene, town: Town, run: Run, planned: Plan, messages: int) -> None:
    """Until enough was said and broken, or something does not come back."""
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for writer in scene.writers:
            tasks.create_task(writer.run(is_over))
        try:
            await break_all(town, run, planned, messages)
        except TimeoutError:
            run.is_stuck = True
        is_over.set()


async def break_all(town: Town, run: Run, planned: Plan, messages: int) -> None:
    """Evenly over the messages, after a calm beginning; everybody catches up before the next."""
    for number, names in enumerate(planned, 1):
        await said(run, messages * number // (len(planned) + 1))
        run.broken_at = run.broken_at or monotonic()
        async with AsyncExitStack() as stack:
            for name in names:
                await stack.enter_async_context(FAULTS[name](town))
            await asyncio.sleep(town.dice.uniform(SHORTEST, LONGEST))
        run.faults.update(names)
        await caught_up(town.readers, run.progress)
    await said(run, messages)


async def said(run: Run, messages: int) -> None:
    await run.progress.until(lambda: len(run.history.told) >= messages)


async def caught_up(readers: Sequence[Reader], progress: Progress) -> None:
    """Every reader is where its log ends now; TimeoutError if one does not come so far."""
    rows = await fetch("SELECT id, last_seq FROM conversation")
    ends = {str(ids.encode("conversation", row["id"])): row["last_seq"] for row in rows}

    def all_there() -> bool:
        return all(reader.seq >= ends[reader.seat.conversation] for reader in readers)

    async with asyncio.timeout(CATCH_UP_SECONDS):
        await progress.until(all_there)


async def read_logs(history: History) -> None:
    for conversation in await Conversation.all():
        where = ids.encode("conversation", conversation.id)
        history.epochs[where] = conversation.epoch
        history.logs[where] = [
            Line(row["seq"], said_in(row)) for row in await fetch(LOG, conversation.id)
        ]


def said_in(row: Mapping[str, Any]) -> Said | None:
    if row["number"] is None:
        return None
    where = ids.encode("conversation", row["conversation_id"])
    return Said(where, row["number"], row["client_id"])
