"""Files as they come in: to a place on disk that has no name, within their size and their time."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from uuid import UUID

from starlette.requests import Request

from errors import TooMany
from gateway.forms import PATIENCE
from gateway.operations import Refused

SECONDS = 120
"""For a file to come: 25 MiB from who sends 2 Mbit/s."""
MOST_AT_ONCE = 50
MOST_OF_ONE = 3
"""Files that one person is sending: who sends slowly takes nobody else's place."""

AS_IT_IS = "Send the file as it is, without a Content-Encoding"
NOT_SO_MANY = "Send the {:,} bytes that were announced"
YOURS = f"You are sending {MOST_OF_ONE} files; send this one when one of them is there"
ALL = "Many files are being sent; try again in a few seconds"

sending: Counter[UUID] = Counter()
"""By the id of the person who is sending them."""


@contextmanager
def place_for(person: UUID) -> Iterator[None]:
    """Counted while the block runs; TooMany without a place."""
    if sending[person] >= MOST_OF_ONE:
        raise TooMany(YOURS, 5)
    if sending.total() >= MOST_AT_ONCE:
        raise TooMany(ALL, 5)
    sending[person] += 1
    try:
        yield
    finally:
        sending[person] -= 1
        if not sending[person]:
            del sending[person]


async def receive(request: Request, byte_count: int, file: IO[bytes]) -> None:
    """Write the body to the file. Refused unless it has just so many bytes."""
    check_announced(request, byte_count)
    if be_patient := request.scope.get("extensions", {}).get(PATIENCE):
        be_patient(SECONDS, byte_count)
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > byte_count:
            raise Refused(NOT_SO_MANY.format(byte_count), 413)
        await asyncio.to_thread(file.write, chunk)
    if received < byte_count:
        raise Refused(NOT_SO_MANY.format(byte_count))


def check_announced(request: Request, byte_count: int) -> None:
    """Before the first byte of it is read."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(AS_IT_IS, 415, **{"accept-encoding": "identity"})
    announced = int(request.headers.get("content-length", byte_count))
    if announced != byte_count:
        raise Refused(NOT_SO_MANY.format(byte_count), 413 if announced > byte_count else 400)
