"""The servers that are measured: each stores what it is told, and all are on the same Redis."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.servers import KINDS, YOGA, Kind
from tests.processes import redis_process

TITLES = {
    "bare": "asyncpg alone, no server",
    "ours": "Mentorgraph",
    "yoga": "graphql-yoga, ioredis",
}


@contextmanager
def kinds() -> Iterator[list[Kind]]:
    with tempfile.TemporaryDirectory() as folder, redis_process(Path(folder)) as redis:
        ours = KINDS["ours"]
        yield [
            replace(ours, settings=ours.settings | {"BUS_URL": redis.url}),
            Kind("yoga", TITLES["yoga"], YOGA, {"REDIS_URL": redis.url}),
        ]
