import asyncio
import os
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_pair
from tests.edge import Edge
from tests.operations.postgres import remove, wait_until
from tests.processes import ROOT, free_port, redis_process, server_process, server_processes

NEVER = "60"
"""A sweep so slow that only a hint can have brought what arrives."""

START = log_cursor(1, 1)
"""After ConversationOpened."""

SEND = """
mutation ($to: ID!, $body: String!) {
  sendMessage(input: { conversationId: $to, clientId: $body, body: $body }) {
    ... on SendMessagePayload { message { number } }
  }
}
"""

EVENTS = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    ... on LogLine { cursor }
    ... on MessageSent { message { body } }
  }
}
"""


@pytest.fixture(params=["redis", "postgres", "none"])
def pair_of_servers(request, database_url, tmp_path):
    """Two servers on one database, told of each other by Redis, by the database, or by nothing."""
    with ExitStack() as stack:
        env = {"SWEEP_SECONDS": NEVER}
        if request.param == "redis":
            env["BUS_URL"] = stack.enter_context(redis_process(tmp_path)).url
        if request.param == "none":
            env = {"BUS_URL": "redis://127.0.0.1:1", "SWEEP_SECONDS": "0.3"}
        yield stack.enter_context(server_processes(2, database_url, **env))


async def body_of(events):
    return (await anext(events))["conversationEvents"]["message"]["body"]


async def test_what_is_said_on_one_server_is_heard_on_the_other(empty, pair_of_servers):
    ada, bo, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)
    here, there = pair_of_servers

    async with (
        Edge(here.url) as ours,
        Edge(there.url) as theirs,
        ours.listen(ada, EVENTS, id=where, after=START) as to_ada,
        theirs.listen(bo, EVENTS, id=where, after=START) as to_bo,
    ):
        await ours.ask(ada, SEND, to=where, body="Hello")
        assert (await body_of(to_bo), await body_of(to_ada)) == ("Hello", "Hello")

        await theirs.ask(bo, SEND, to=where, body="Hello yourself")
        assert (await body_of(to_ada), await body_of(to_bo)) == ("Hello yourself",) * 2


async def test_a_killed_server_loses_nothing_that_was_acknowledged(empty, database_url):
    ada, bo, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)
    acknowledged = []

    async def talk(url):
        async with Edge(url) as edge:
            for number in range(1_000):
                await edge.ask(ada, SEND, to=where, body=f"{number}")
                acknowledged.append(f"{number}")

    with server_process(database_url) as first:
        async with (
            Edge(first.url) as edge,
            edge.listen(bo, EVENTS, id=where, after=START) as events,
        ):
            talking = asyncio.create_task(talk(first.url))
            event = [(await anext(events))["conversationEvents"] for _ in range(20)][-1]
            first.kill()
            await asyncio.gather(talking, return_exceptions=True)

    with server_process(database_url) as second:
        async with (
            Edge(second.url) as edge,
            edge.listen(bo, EVENTS, id=where, after=event["cursor"]) as events,
        ):
            resumed = [await body_of(events) for _ in acknowledged[20:]]

    assert len(acknowledged) >= 20
    assert resumed == acknowledged[20:]


def test_a_server_stopped_while_it_starts_leaves_no_database_running(folder):
    env = os.environ | {"DATA_FOLDER": str(folder), "PORT": str(free_port())}
    env.pop("DATABASE_URL", None)
    starting = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=env)

    try:
        wait_until(lambda: any((folder / "postgres").glob("*")))
        wait_until(EmbeddedPostgres(folder / "postgres").is_alive)
        starting.terminate()
        code = starting.wait(30)
    finally:
        starting.kill()
    own = EmbeddedPostgres(folder / "postgres")
    alive = own.is_alive()
    remove(own.home)

    assert code in (0, 143)
    assert not alive


START_REDIS = """
import sys
from pathlib import Path
from tests.processes import redis_process

with redis_process(Path(sys.argv[1]), int(sys.argv[2])):
    print("started", flush=True)
    sys.stdin.read()
"""


def is_refused(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends a child with its parent")
def test_what_a_run_of_tests_has_started_does_not_outlive_it(tmp_path):
    port = free_port()
    command = [sys.executable, "-c", START_REDIS, str(tmp_path), str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run_of_tests:
        assert run_of_tests.stdout
        run_of_tests.stdout.readline()
        before = is_refused(port)
        run_of_tests.kill()

    assert not before
    wait_until(lambda: is_refused(port))
