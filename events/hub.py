"""Wakes whoever waits on a topic, wherever the fact happened.

Three independent ways lead here: the process that committed wakes its own listeners, the bus hints
to the other processes, and a sweep asks the database. The first two may fail; the third is slow.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Set
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from math import inf
from time import monotonic
from uuid import UUID

from events.bus import Bus
from events.facts import Fact
from events.topics import CHANGED, parts
from models.acting import by_system
from models.sql import fetch

log = logging.getLogger("mentorgraph.hub")

UNKNOWN = -1


class Hub:
    """One per process. `signals` holds, per topic, one flag for each listener here."""

    def __init__(self) -> None:
        self.signals: dict[str, set[asyncio.Event]] = {}
        self.heads: dict[str, dict[UUID, int]] = defaultdict(dict)
        """How far is known of each topic that is listened to, by its kind and id."""
        self.relayed: dict[str, set[asyncio.Event]] = defaultdict(set)
        """Flags of listeners to something else that this topic concerns; nobody sweeps for them."""
        self.told: dict[str, int] = {}
        """Which of all tellings was the last of each topic that is listened to."""
        self.tellings = count(1)
        self.swept_at = -inf
        """When the last sweep began that came to its end: what was said before was told of."""
        self.bus: Bus | None = None
        self.overhearing: list[Callable[[str], object]] = []

    def overhear(self, told: Callable[[str], object]) -> None:
        """Have every topic told that anything happened on, for as long as the process lasts."""
        self.overhearing.append(told)

    def announce(self, fact: Fact) -> None:
        """Tell everybody, after the commit. Never waits and never fails: it is only a hint."""
        for topic in fact.topics:
            self.wake(topic)
            if self.bus:
                self.bus.hint(topic)

    def wake(self, topic: str) -> None:
        for told in self.overhearing:
            told(topic)
        listeners = self.signals.get(topic)
        if listeners:
            self.told[topic] = next(self.tellings)
            for signal in listeners:
                signal.set()
        for signal in self.relayed.get(topic, ()):
            signal.set()

    def wake_all(self) -> None:
        for topic in self.signals:
            self.wake(topic)

    @contextmanager
    def listen(self, topic: str) -> Iterator[asyncio.Event]:
        """A flag that is set whenever there may be something new. Clear it, then read."""
        signal = asyncio.Event()
        listeners = self.signals.setdefault(topic, set())
        listeners.add(signal)
        kind, id = parts(topic)
        self.heads[kind].setdefault(id, UNKNOWN)
        try:
            yield signal
        finally:
            listeners.discard(signal)
            if not listeners and self.signals.get(topic) is listeners:
                del self.signals[topic]
                self.heads[kind].pop(id, None)
                self.told.pop(topic, None)

    @contextmanager
    def relay(self, signal: asyncio.Event) -> Iterator[Callable[[Set[str]], None]]:
        """Have a flag set by all of the topics that what it gives was called with last."""
        heard: Set[str] = frozenset()

        def hear(topics: Set[str]) -> None:
            nonlocal heard
            for topic in topics - heard:
                self.relayed[topic].add(signal)
                # Something may have happened there before.
                signal.set()
            for topic in heard - topics:
                self.forget(topic, signal)
            heard = topics

        try:
            yield hear
        finally:
            hear(frozenset())

    def forget(self, topic: str, signal: asyncio.Event) -> None:
        self.relayed[topic].discard(signal)
        if not self.relayed[topic]:
            del self.relayed[topic]

    @asynccontextmanager
    async def running(self, bus_url: str, sweep_seconds: float) -> AsyncIterator[None]:
        """Carry hints to and from other processes, and sweep, for as long as the block lasts."""
        self.bus = Bus(bus_url, on_hint=self.wake, on_gap=self.wake_all)
        tasks = [
            asyncio.create_task(self.bus.run()),
            asyncio.create_task(self.sweep_forever(sweep_seconds)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.bus = None

    async def sweep_forever(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            try:
                await self.sweep()
            except Exception:
                log.warning("The sweep failed; live events rely on hints until it works again")

    @by_system
    async def sweep(self) -> None:
        """Wake every topic whose head in the database is not the one that is known."""
        began = monotonic()
        for kind, known in [*self.heads.items()]:
            if not known:
                continue
            for row in await fetch(CHANGED[kind], [*known], [*known.values()]):
                self.found(kind, row["id"], row["head"])
        self.swept_at = began

    def knows(self, topic: str, head: int) -> None:
        """Who listens has heard everything up to there: a sweep that finds no more wakes nobody."""
        kind, id = parts(topic)
        if id in self.heads[kind]:
            self.heads[kind][id] = head

    def found(self, kind: str, id: UUID, head: int) -> None:
        known = self.heads[kind]
        if id in known and known[id] != head:
            known[id] = head
            self.wake(f"{kind}:{id}")


hub = Hub()
