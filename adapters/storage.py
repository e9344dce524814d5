"""Where the bytes of files are: a folder, or a bucket that speaks S3's protocol.

Only whole objects are there: one that was cut short while it was written is none.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import IO, Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from settings import get_settings

SECONDS = 30
"""For one object to be written, and for each piece of it to be read."""
CHUNK_BYTES = 262_144
MOST_PARTS = 2
"""Of an object, of 5 MiB each, that are on their way at once; each is in memory."""
S3 = "s3://"

TIMES: Any = {"timeout": "20s", "connect_timeout": "5s", "allow_http": True}
"""Without TLS only where the endpoint says `http:`, which is the operator's to say."""
RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=15)}


class StorageUnavailable(Exception):
    """The store cannot be reached, or does not take or give what it should."""


class Missing(Exception):
    """Nothing is at this path."""


async def put(path: str, file: IO[bytes] | bytes) -> None:
    """Write all of it, from its beginning; what was at this path is replaced."""
    if not isinstance(file, bytes):
        file.seek(0)
    with told():
        async with asyncio.timeout(SECONDS):
            await obstore.put_async(store(), path, file, max_concurrency=MOST_PARTS)
            await asyncio.to_thread(settle, path)


async def read(path: str, start: int, end: int) -> AsyncIterator[bytes]:
    """Its bytes from `start` up to, and without, `end`; they come as they are taken.

    Missing, if there is nothing, before the first of them is there.
    """
    with told():
        async with asyncio.timeout(SECONDS):
            try:
                found = await obstore.get_async(store(), path, options={"range": (start, end)})
            except FileNotFoundError as error:
                raise Missing from error
    return pieces(found.stream(min_chunk_size=CHUNK_BYTES))


async def pieces(stream: Any) -> AsyncIterator[bytes]:
    with told():
        while True:
            try:
                async with asyncio.timeout(SECONDS):
                    piece = await anext(stream)
            except StopAsyncIteration:
                return
            yield bytes(piece)


async def remove(path: str) -> None:
    """Whether or not it was there."""
    with told():
        async with asyncio.timeout(SECONDS):
            try:
                await obstore.delete_async(store(), path)
            except FileNotFoundError:
                return


@contextmanager
def told() -> Any:
    """What the store says is about addresses and buckets: nobody else is told."""
    try:
        yield
    except (BaseError, OSError) as error:
        raise StorageUnavailable(type(error).__name__) from error


def settle(path: str) -> None:
    """What the database calls stored must outlast a loss of power, as its own rows do."""
    if get_settings().files_url is None:
        place = folder() / path
        for each in (place, place.parent):
            opened = os.open(each, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)


def store() -> LocalStore | S3Store:
    url = get_settings().files_url
    return bucket(url) if url else disk(folder())


def folder() -> Path:
    return get_settings().data_folder / "files"


@cache
def disk(place: Path) -> LocalStore:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(prefix=place)


@cache
def bucket(url: str) -> S3Store:
    """Keys, region and endpoint are those of the AWS_… variables, or of the machine's own role."""
    name, _, prefix = url.removeprefix(S3).partition("/")
    return S3Store(name, prefix=prefix or None, client_options=TIMES, retry_config=RETRIES)
