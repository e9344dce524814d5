"""A server that is told to stop answers what it has begun, sends everybody else away, and ends."""

import asyncio
import signal
import socket as sockets_of_the_system
import subprocess
import sys
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from gateway.negotiation import EVENTS
from models import database
from schema import ids
from tests.cast import given_pair, given_user
from tests.edge import Edge
from tests.gateway.listening import hearing
from tests.gateway.sockets import closing, subscribe
from tests.gateway.sockets import heard as heard_of
from tests.processes import ROOT, Process, free_port, server_process

INBOX = "subscription { inboxEvents { conversation { id } } }"
SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""
SOME_SECONDS = 10


async def stopped(server: Process) -> int:
    """Its exit code."""
    return await asyncio.to_thread(server.running.wait, SOME_SECONDS)


async def draining(url: str) -> None:
    async with httpx.AsyncClient(base_url=url) as web, asyncio.timeout(SOME_SECONDS):
        while (await web.get("/readyz")).is_success:
            pass


async def test_it_is_not_ready_at_once_and_answers_a_while_longer(empty, database_url):
    with server_process(database_url, DRAIN_NOTICE_SECONDS="2") as server:
        async with Edge(server.url) as edge:
            server.running.terminate()
            await draining(server.url)
            alive = await edge.http.get("/livez")
            answer = await edge.ask(None, "{ __typename }")
        code = await stopped(server)

    assert alive.is_success
    assert answer.data == {"__typename": "Query"}
    assert code == 0


async def test_a_request_that_has_begun_is_answered(empty, database_url):
    ada, _, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)
    blocking = await database.direct_connection(database_url)

    with server_process(database_url, DRAIN_NOTICE_SECONDS="0.5") as server:
        async with Edge(server.url) as edge:
            async with blocking.transaction():
                await blocking.execute("LOCK TABLE conversation")
                sending = asyncio.create_task(edge.ask(ada, SEND, to=where))
                await waiting_for_a_lock(blocking)
                server.running.terminate()
                await refusing(server.url)
            answer = await sending
        code = await stopped(server)
    await blocking.close()

    assert answer.data == {"sendMessage": {"__typename": "SendMessagePayload"}}
    assert code == 0


async def test_what_a_socket_has_begun_is_answered_before_it_closes(empty, database_url):
    ada, _, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)
    blocking = await database.direct_connection(database_url)

    with server_process(database_url) as server:
        async with Edge(server.url) as edge, edge.socket(ada) as socket:
            async with blocking.transaction():
                await blocking.execute("LOCK TABLE conversation")
                await subscribe(socket, "1", SEND, to=where)
                await waiting_for_a_lock(blocking)
                server.running.terminate()
                await refusing(server.url)
            [answer, _] = await heard_of(socket, "1")
            code, _ = await closing(socket)
    await blocking.close()

    assert answer["payload"]["data"] == {"sendMessage": {"__typename": "SendMessagePayload"}}
    assert code == 1012


async def waiting_for_a_lock(connection) -> None:
    async with asyncio.timeout(SOME_SECONDS):
        while not await connection.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            pass


async def refusing(url: str) -> None:
    """Until it takes no more connections."""
    async with asyncio.timeout(SOME_SECONDS):
        while True:
            try:
                async with httpx.AsyncClient() as web:
                    await web.get(f"{url}/livez")
            except httpx.TransportError:
                return


async def test_sockets_are_closed_with_1012_and_not_all_at_once(empty, database_url):
    ada = await given_user()
    env: dict[str, Any] = {"DRAIN_SPREAD_SECONDS": "1", "MAX_LIVE_PER_VIEWER": "50"}

    with server_process(database_url, **env) as server:
        async with Edge(server.url) as edge, AsyncExitStack() as stack:
            sockets = [await stack.enter_async_context(edge.socket(ada)) for _ in range(30)]
            server.running.terminate()
            ends = [asyncio.create_task(closing(socket)) for socket in sockets]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            open_still = [socket for socket in sockets if socket.state is State.OPEN]
            codes = {code for code, _ in await asyncio.gather(*ends)}
        code = await stopped(server)

    assert (codes, code) == ({1012}, 0)
    assert len(open_still) > 5


async def test_streams_end_so_that_their_clients_come_back(empty, database_url):
    ada = await given_user()

    with server_process(database_url) as server:
        async with Edge(server.url) as edge, hearing(edge, EVENTS, ada, INBOX) as heard:
            server.running.terminate()
            await heard.end()
        code = await stopped(server)

    assert "UNAVAILABLE" in heard.text
    assert (heard.is_complete, code) == (False, 0)


@pytest.fixture
def deaf():
    """Clients that ask and do not read."""
    with sockets_of_the_system.socket() as http, sockets_of_the_system.socket() as half:
        http.setsockopt(sockets_of_the_system.SOL_SOCKET, sockets_of_the_system.SO_RCVBUF, 4_096)
        yield http, half


async def test_nobody_is_waited_for_for_ever(empty, database_url, deaf):
    http, half = deaf

    with server_process(database_url, DRAIN_SECONDS="1") as server:
        address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
        http.connect(address)
        http.sendall(b"GET /schema.graphql HTTP/1.1\r\nhost: x\r\n\r\n" * 200)
        half.connect(address)
        half.sendall(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n")
        await wait_until_full(http)
        server.running.terminate()
        code = await stopped(server)

    assert code == 0


async def wait_until_full(http) -> None:
    """Until something has come, so that the rest is on its way."""
    await asyncio.to_thread(http.recv, 1, sockets_of_the_system.MSG_PEEK)


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
async def test_the_second_signal_ends_it_at_once(empty, database_url, second):
    ada = await given_user()
    patient: dict[str, Any] = {
        "DRAIN_NOTICE_SECONDS": "5",
        "DRAIN_SPREAD_SECONDS": "10",
        "DRAIN_SECONDS": "20",
    }

    with server_process(database_url, **patient) as server:
        async with Edge(server.url) as edge, edge.socket(ada) as socket:
            server.running.terminate()
            await draining(server.url)
            server.running.send_signal(second)
            code = await asyncio.to_thread(server.running.wait, 4)
            with pytest.raises(ConnectionClosed):
                await socket.recv()

    assert code == 128 + second


BLOCKED = """
import asyncio, time, uvicorn
from gateway import draining
from gateway.protocol import server_options
from settings import get_settings

draining.LAST_SECONDS = 1

async def blocked(scope, receive, send):
    print("blocked", flush=True)
    time.sleep(60)

options = server_options(get_settings())
config = uvicorn.Config(blocked, port={port}, log_config=None, lifespan="off", **options)
asyncio.run(draining.Server(config).serve())
"""


def test_a_loop_that_does_not_turn_ends_too():
    port = free_port()
    code = BLOCKED.format(port=port)
    running = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )

    try:
        with connected(port) as client:
            client.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            assert running.stdout
            assert running.stdout.readline() == b"blocked\n"
            running.terminate()
            _, told = running.communicate(timeout=SOME_SECONDS)
    finally:
        running.kill()

    assert running.returncode == 1
    assert b"in blocked" in told


def connected(port: int):
    while True:
        try:
            return sockets_of_the_system.create_connection(("127.0.0.1", port))
        except ConnectionError:
            pass
