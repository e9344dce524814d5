"""Server processes on one database, and what tells them of each other; all can be broken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models import database
from tests.conversations.history.lines import Line
from tests.processes import Process, Redis, free_port, redis_process, server_process

HEARTBEAT_SECONDS = 0.5
PATIENCE = 1.5
"""Seconds without a heartbeat after which a client takes its server for gone."""

ENV = {
    "HEARTBEAT_SECONDS": str(HEARTBEAT_SECONDS),
    "SWEEP_SECONDS": "1",
    "DATABASE_POOL": "8",
    "LOG_LEVEL": "warning",
}


class Server:
    """A server process behind a line of its own; it can be killed and started again."""

    process: Process

    def __init__(self, database_url: str, log: Path, **env: str) -> None:
        self.database_url, self.env, self.log = database_url, env, log
        self.port = free_port()
        self.line = Line(self.port)
        self.life = ExitStack()

    async def start(self) -> None:
        self.process = await asyncio.to_thread(self.started)

    def started(self) -> Process:
        stderr = self.life.enter_context(self.log.open("ab")).fileno()
        env: dict[str, Any] = {"port": self.port, "stderr": stderr, **ENV, **self.env}
        return self.life.enter_context(server_process(self.database_url, **env))

    async def stop(self) -> None:
        await asyncio.to_thread(self.life.close)

    async def restart(self) -> None:
        await self.stop()
        await self.start()


class Broker:
    """A Redis behind a line; it can be killed and started again, and then knows nothing."""

    redis: Redis

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.line = Line(self.port)
        self.url = f"redis://127.0.0.1:{self.line.port}"
        self.life = ExitStack()

    async def start(self) -> None:
        redis = redis_process(self.folder, self.port)
        self.redis = await asyncio.to_thread(self.life.enter_context, redis)

    async def stop(self) -> None:
        await asyncio.to_thread(self.life.close)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Without a broker the database tells the servers of each other."""

    database_url: str
    since: datetime
    servers: list[Server]
    broker: Broker | None

    @property
    def doors(self) -> list[int]:
        """Ports at which clients knock."""
        return [server.line.port for server in self.servers]

    async def terminate(self, which: str) -> int:
        """End backends of the servers; how many there were. Those of the tests are older."""
        connection = await database.direct_connection(self.database_url)
        try:
            return int(await connection.fetchval(TERMINATE.format(which), self.since))
        finally:
            await connection.close()


TERMINATE = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_start > $1 AND {}
"""


@asynccontextmanager
async def cluster_of(
    servers: int, database_url: str, folder: Path, *, with_redis: bool
) -> AsyncIterator[Cluster]:
    since = datetime.now(UTC)
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(running_broker(folder)) if with_redis else None
        env = {"BUS_URL": broker.url} if broker else {}
        logs = [folder / f"server-{number}.log" for number in range(servers)]
        started = [Server(database_url, log, **env) for log in logs]
        for server in started:
            stack.push_async_callback(server.stop)
            await stack.enter_async_context(server.line.open())
        await asyncio.gather(*(server.start() for server in started))
        yield Cluster(database_url, since, started, broker)


@asynccontextmanager
async def running_broker(folder: Path) -> AsyncIterator[Broker]:
    broker = Broker(folder)
    async with broker.line.open():
        await broker.start()
        try:
            yield broker
        finally:
            await broker.stop()
