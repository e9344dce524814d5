"""Who is connected for long: every socket and stream of this process, counted, and how they end.

    with live.entered(address, leave) as place:     Crowded if too many are open from there
        live.belongs(place, viewer.id)              Crowded if too many are open for this person
        ...                                         as long as it is open

`leave()` is called once, in the event loop, when the server stops. It must not wait, and must make
the connection end soon: a socket by a close frame with 1012, a stream by its last bytes.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from settings import get_settings

Leave = Callable[[], object]


class Crowded(Exception):
    """One more would be one too many; the text says what to do."""


@dataclass(eq=False, slots=True)
class Place:
    """One connection: where from and, once that is known, whose."""

    address: str
    leave: Leave
    viewer_id: UUID | None = None


class Connections:
    """One per process. `is_draining` is true from the first word that the server stops."""

    def __init__(self) -> None:
        self.places: set[Place] = set()
        self.by_address: Counter[str] = Counter()
        self.by_viewer: Counter[UUID] = Counter()
        self.is_draining = False
        self.is_closing = False
        self.is_empty = asyncio.Event()

    @contextmanager
    def entered(self, address: str, leave: Leave) -> Iterator[Place]:
        most = get_settings().max_live_per_address
        if self.by_address[address] >= most:
            raise Crowded(f"At most {most} sockets and streams are open for one address; end one")
        place = Place(address, leave)
        self.places.add(place)
        self.by_address[address] += 1
        if self.is_closing:
            asyncio.get_running_loop().call_soon(self.tell, place)
        try:
            yield place
        finally:
            self.left(place)

    def belongs(self, place: Place, viewer_id: UUID) -> None:
        """The connection turned out to be this person's."""
        most = get_settings().max_live_per_viewer
        if self.by_viewer[viewer_id] >= most:
            raise Crowded(f"At most {most} sockets and streams are open for one person; end one")
        place.viewer_id = viewer_id
        self.by_viewer[viewer_id] += 1

    def left(self, place: Place) -> None:
        self.places.discard(place)
        subtract(self.by_address, place.address)
        if place.viewer_id is not None:
            subtract(self.by_viewer, place.viewer_id)
        if not self.places:
            self.is_empty.set()

    async def drain(self, over_seconds: float) -> None:
        """Have everybody leave, not all at once since they come back elsewhere; until all have."""
        self.is_closing = True
        loop = asyncio.get_running_loop()
        for place in self.places:
            loop.call_later(random.uniform(0, over_seconds), self.tell, place)
        while self.places:
            self.is_empty.clear()
            await self.is_empty.wait()

    def tell(self, place: Place) -> None:
        if place in self.places:
            place.leave()


def subtract(counter: Counter[Any], key: object) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


live = Connections()
