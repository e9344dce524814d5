"""Hints between processes, over broadcaster: topics only, at most once, never waited for.

broadcaster 0.3 neither reconnects nor tells a subscriber that its backend died, and two first
subscribers of a channel can lose one of them. So each process keeps exactly one subscription, hears
its own pulse through it, and starts anew when the pulse stays away.
"""

import asyncio
import json
import logging
import random
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from time import monotonic
from uuid import uuid4

from broadcaster import Broadcast, Event
from broadcaster._base import Subscriber

from events import topics

log = logging.getLogger("mentorgraph.bus")

CHANNEL = "mentorgraph"
PULSE_SECONDS = 5.0
CONNECT_SECONDS = 10.0
REST_SECONDS = 5.0
"""At most between two tries: meanwhile every live event waits for the sweep."""
LEAVE_SECONDS = 1.0
BATCH_SECONDS = 0.005
MOST_WAITING = 10_000
MOST_PASSING = 1_000
"""Where so many wait, what matters little is dropped."""
MOST_IN_A_BATCH = 80
"""NOTIFY carries less than 8,000 bytes; a topic has up to 83."""


class Bus:
    def __init__(
        self, url: str, *, on_hint: Callable[[str], None], on_gap: Callable[[], None]
    ) -> None:
        self.url = url
        self.on_hint = on_hint
        self.on_gap = on_gap
        self.origin = uuid4().hex
        self.waiting: set[str] = set()
        self.is_waiting = asyncio.Event()
        self.pulse = asyncio.Event()
        self.is_connected = False
        self.heard_at = monotonic()
        """When it heard itself last, and so knew that hints arrive."""

    def hint(self, topic: str) -> None:
        """Queue a topic; the same topic twice in a batch is one hint. Beyond the limit: dropped."""
        most = MOST_PASSING if topics.is_passing(topic) else MOST_WAITING
        if len(self.waiting) < most:
            self.waiting.add(topic)
            self.is_waiting.set()

    async def run(self) -> None:
        """Stay connected until cancelled, whatever the broker does."""
        failures = 0
        while True:
            try:
                self.pulse.clear()
                await self.connection()
            except Exception as error:
                log.warning("The bus is away (%r); live events arrive by the sweep", error)
            failures = 0 if self.pulse.is_set() else failures + 1
            await asyncio.sleep(rest(failures))

    async def connection(self) -> None:
        """One connection's life; raises when it cannot be trusted any more."""
        broadcast, subscribed = Broadcast(self.url), AsyncExitStack()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await broadcast.connect()
                # Before anything is sent: LISTEN and NOTIFY share one connection.
                subscriber = await subscribed.enter_async_context(broadcast.subscribe(CHANNEL))
            self.is_connected = True
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.receive(subscriber))
                tasks.create_task(self.send(broadcast))
                tasks.create_task(self.watch())
        finally:
            self.is_connected = False
            await leave(broadcast, subscribed)

    async def receive(self, subscriber: Subscriber) -> None:
        self.on_gap()
        while True:
            self.hear(await subscriber.get())

    def hear(self, event: Event) -> None:
        hint = json.loads(event.message)
        if hint["from"] == self.origin:
            self.heard_at = monotonic()
            return self.pulse.set()
        for topic in hint["topics"]:
            self.on_hint(topic)

    async def send(self, broadcast: Broadcast) -> None:
        while True:
            try:
                async with asyncio.timeout(PULSE_SECONDS):
                    await self.is_waiting.wait()
                await asyncio.sleep(BATCH_SECONDS)
            except TimeoutError:
                pass
            await self.publish(broadcast)

    async def publish(self, broadcast: Broadcast) -> None:
        """One batch, empty if nothing waits: hearing it again is the pulse."""
        batch = [self.waiting.pop() for _ in range(min(len(self.waiting), MOST_IN_A_BATCH))]
        if not self.waiting:
            self.is_waiting.clear()
        async with asyncio.timeout(2):
            await broadcast.publish(CHANNEL, json.dumps({"from": self.origin, "topics": batch}))

    async def watch(self) -> None:
        while True:
            async with asyncio.timeout(3 * PULSE_SECONDS):
                await self.pulse.wait()
            await asyncio.sleep(PULSE_SECONDS)
            self.pulse.clear()


def rest(failures: int) -> float:
    """Seconds until the next try: few at first, and not the same for all processes."""
    return min(0.1 * 2.0 ** min(failures, 10), REST_SECONDS) * random.uniform(0.5, 1.0)


async def leave(broadcast: Broadcast, subscribed: AsyncExitStack) -> None:
    """Say goodbye to a broker that may be gone: briefly, and whatever comes of it."""
    with suppress(Exception):
        async with asyncio.timeout(LEAVE_SECONDS):
            await subscribed.aclose()
    with suppress(Exception):
        async with asyncio.timeout(LEAVE_SECONDS):
            await broadcast.disconnect()
