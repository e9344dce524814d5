"""`scripts/bench revoke`: how soon a socket closes whose session was revoked on another server.

Two processes of ours on one scratch database. A socket listens on one; its session is revoked
through the API of the other, and the time until it is closed with 4403 begins when that is asked.
Once with Redis as the bus, once with a Redis that hangs, once with one that is killed, once with
PostgreSQL. FAIL above two seconds. Where nothing but the sweep tells of it, each trial begins just
after the sweep that ended the one before, and so takes a whole round of it: no trial could take
longer.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import orjson
import websockets
from tqdm import trange

from actions import tokens
from bench.load import quantile
from bench.rows import Person, World, scratch_database, seed, signed_in
from bench.servers import KINDS, Server, running
from models import Session, User
from models.acting import by_system
from schema import ids
from tests.processes import redis_process

TRIALS = 200
LONGEST = 2.0
PATIENCE = 10.0
BUSES = ("redis", "redis that hangs", "redis that is killed", "postgres")
STOPS = {"redis that hangs": signal.SIGSTOP, "redis that is killed": signal.SIGKILL}

LISTEN = "subscription { inboxEvents { conversation { id } } }"
REVOKE = "mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { __typename } }"


@contextmanager
def two_servers(bus: str, world: World) -> Iterator[tuple[Server, Server]]:
    """Told of each other by this bus; one that stops does so once both are up."""
    with ExitStack() as stack:
        kind, redis = KINDS["ours"], None
        if bus != "postgres":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            redis = stack.enter_context(redis_process(folder))
            kind = replace(kind, settings=kind.settings | {"BUS_URL": redis.url})
        here, there = stack.enter_context(running([kind, kind], world.database_url))
        if redis and bus in STOPS:
            os.kill(redis.running.pid, STOPS[bus])
        yield here, there


async def measured(bus: str, world: World, trials: int) -> list[float]:
    """The seconds of each trial."""
    with two_servers(bus, world) as (here, there):
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            return [await trial(here, there, world, http) for _ in trange(trials, desc=bus)]


async def trial(here: Server, there: Server, world: World, http: httpx.AsyncClient) -> float:
    victim, session_id = await another_session(world.viewer)
    url, protocol = f"ws://127.0.0.1:{here.port}/graphql", "graphql-transport-ws"
    async with websockets.connect(url, subprotocols=[websockets.Subprotocol(protocol)]) as socket:
        await listens(socket, victim)
        started = time.perf_counter()
        asked = asyncio.create_task(revoke(http, there, world.viewer, session_id))
        async with asyncio.timeout(PATIENCE):
            await socket.wait_closed()
        lasted = time.perf_counter() - started
        await asked
    if socket.close_code != 4403:
        raise RuntimeError(f"The socket closed with {socket.close_code}, not with 4403")
    return lasted


@by_system
async def another_session(person: Person) -> tuple[Person, str]:
    """Of the same person; its token, and its id."""
    [victim] = await signed_in([await User.get(id=person.id)])
    session = await Session.get(access_hash=tokens.hash_of(victim.token))
    return victim, ids.encode("session", session.id)


async def listens(socket: websockets.ClientConnection, person: Person) -> None:
    await say(socket, type="connection_init", payload={"authorization": f"Bearer {person.token}"})
    await say(socket, type="subscribe", id="1", payload={"query": LISTEN})
    # Answered after what was said before.
    await say(socket, type="ping")
    async with asyncio.timeout(PATIENCE):
        while orjson.loads(await socket.recv())["type"] != "pong":
            pass


async def say(socket: websockets.ClientConnection, **message: Any) -> None:
    await socket.send(orjson.dumps(message).decode())


async def revoke(http: httpx.AsyncClient, server: Server, person: Person, id: str) -> None:
    url, headers = f"http://127.0.0.1:{server.port}/graphql", server.kind.headers(person)
    body = {"query": REVOKE, "variables": {"id": id}}
    answer = (await http.post(url, json=body, headers=headers)).json()
    if answer.get("data") != {"revokeSession": {"__typename": "RevokeSessionPayload"}}:
        raise RuntimeError(f"The session was not revoked: {answer}")


@dataclass(frozen=True, slots=True)
class Row:
    bus: str
    seconds: list[float]

    def text(self) -> str:
        p50, p99 = (1_000 * quantile(sorted(self.seconds), share) for share in (0.5, 0.99))
        longest = 1_000 * max(self.seconds)
        return f"| {self.bus} | {len(self.seconds)} | {p50:.0f} | {p99:.0f} | {longest:.0f} |"


async def main() -> None:
    async with scratch_database() as url:
        world = await seed(url)
        rows = [Row(bus, await measured(bus, world, TRIALS)) for bus in BUSES]
    sys.exit(told(rows))


def told(rows: list[Row]) -> int:
    """Print the figures and what they come to; 1 where a socket stayed open for too long."""
    print("| bus | trials | p50 ms | p99 ms | max ms |\n| --- | ---: | ---: | ---: | ---: |")
    print("\n".join(row.text() for row in rows))
    late = [row.bus for row in rows if max(row.seconds) > LONGEST]
    print(f"FAIL: longer than {LONGEST} s with {', '.join(late)}" if late else "PASS")
    return 1 if late else 0


if __name__ == "__main__":
    asyncio.run(main())
