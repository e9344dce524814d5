"""A client that is slow, silent or one of too many is let go, and is told why where it can hear."""

import asyncio
import resource

import pytest

from gateway import connections, deadlines, http, peers, protocol
from gateway.execution import Answer
from settings import Settings
from tests.edge import PATIENCE, Edge
from tests.gateway.faults import SECRET, broken, logged
from tests.gateway.listening import WAYS
from tests.gateway.sockets import connected, eventually, raw

HERE = "127.0.0.9"
"""Where nobody else calls from: all of 127.0.0.0/8 is this machine."""

GET = b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n"
QUERY = b"GET /graphql?query={__typename} HTTP/1.1\r\nhost: x\r\n%s\r\n"
SUBSCRIPTION = QUERY.replace(
    b"{__typename}", b"subscription{inboxEvents{conversation{id}}}"
).replace(b"%s", b"accept: %s\r\n")
HALF_A_BODY = b"POST /livez HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12345"


@pytest.fixture(autouse=True)
def _watchful(monkeypatch):
    monkeypatch.setattr(deadlines, "LOOK_SECONDS", 0.05)


@pytest.fixture
def huge(monkeypatch):
    """Makes every answer larger than what the system keeps for a client that does not read.

    A list with an entry for each of them.
    """
    given: list[None] = []

    async def answer(*arguments):
        given.append(None)
        return Answer({"data": "x" * 30_000_000})

    monkeypatch.setattr(http, "answer", answer)
    return given


async def until_closed(reader: asyncio.StreamReader) -> None:
    async with asyncio.timeout(PATIENCE):
        try:
            while await reader.read(65_536):
                pass
        except ConnectionError:
            pass


async def test_a_body_that_nobody_wants_is_not_waited_for(edge: Edge, monkeypatch):
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.1)

    async with raw(edge) as (reader, writer):
        writer.write(HALF_A_BODY)
        head = await reader.readuntil(b"\r\n")
        await until_closed(reader)

    assert head == b"HTTP/1.1 405 Method Not Allowed\r\n"


@pytest.mark.usefixtures("huge")
@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        ("WRITE_SECONDS", b""),
        ("WRITE_SECONDS", b"connection: close\r\n"),
        ("LINGER_SECONDS", b"connection: close\r\n"),
    ],
)
async def test_a_client_that_does_not_read_its_answer_is_dropped(
    edge: Edge, monkeypatch, seconds, line
):
    monkeypatch.setattr(protocol, "WRITE_SECONDS", 60)
    monkeypatch.setattr(protocol, seconds, 0.1)
    async with raw(edge, HERE) as (reader, writer):
        reader._transport.pause_reading()
        writer.write(QUERY % line)
        await eventually(lambda: HERE in peers.peers.by_address)
        await eventually(lambda: HERE not in peers.peers.by_address)


@pytest.mark.parametrize("accept", WAYS.values(), ids=WAYS.keys())
async def test_a_client_that_does_not_read_its_stream_is_dropped(edge: Edge, monkeypatch, accept):
    monkeypatch.setattr(protocol, "WRITE_SECONDS", 0.1)
    has_ended = asyncio.Event()

    async def answers(*arguments):
        try:
            while True:
                yield Answer({"data": "x" * 1_000_000})
                await asyncio.sleep(0)
        finally:
            has_ended.set()

    monkeypatch.setattr(http, "answers", answers)

    async with raw(edge, HERE) as (reader, writer):
        reader._transport.pause_reading()
        writer.write(SUBSCRIPTION % accept.encode())
        await asyncio.wait_for(has_ended.wait(), PATIENCE)
        await eventually(lambda: HERE not in peers.peers.by_address)

    assert connections.live.places == set()


async def test_what_a_client_that_is_dropped_asked_besides_is_not_answered(
    edge: Edge, monkeypatch, huge
):
    monkeypatch.setattr(protocol, "WRITE_SECONDS", 0.1)

    async with raw(edge, HERE) as (reader, writer):
        reader._transport.pause_reading()
        writer.write(QUERY % b"" * 5)
        await eventually(lambda: HERE in peers.peers.by_address)
        await eventually(lambda: HERE not in peers.peers.by_address)
    await edge.http.get("/livez")

    # The second is made while the first is on its way.
    assert len(huge) == 2


async def test_requests_that_do_not_wait_for_answers_are_answered_in_order(edge: Edge):
    async with raw(edge, HERE) as (reader, writer):
        writer.write(QUERY % b"" + GET + QUERY % b"connection: close\r\n")
        answer = await asyncio.wait_for(reader.read(), PATIENCE)

    assert [answer.count(said) for said in (b"HTTP/1.1 200", b"Query", b"alive")] == [3, 2, 1]
    assert answer.index(b"Query") < answer.index(b"alive") < answer.rindex(b"Query")


async def test_a_client_that_waits_for_no_answer_at_all_is_let_go(edge: Edge):
    async with raw(edge, HERE) as (reader, writer):
        writer.write(GET * 1_000)
        await until_closed(reader)


async def test_a_connection_that_asks_nothing_more_is_closed(
    edge: Edge, monkeypatch, settings: Settings
):
    brief = settings.model_copy(update={"keep_alive_seconds": 0.1})
    monkeypatch.setattr(protocol, "get_settings", lambda: brief)

    async with raw(edge) as (reader, writer):
        writer.write(GET)
        await reader.readuntil(b"alive\n")
        # Empty lines before a request are no request.
        writer.write(b"\r\n\r\n")
        await until_closed(reader)


@pytest.fixture
def _room_for_two(settings: Settings, monkeypatch):
    few = settings.model_copy(update={"max_connections_per_address": 2})
    monkeypatch.setattr(peers, "get_settings", lambda: few)


@pytest.mark.usefixtures("_room_for_two")
async def test_one_connection_too_many_is_told_so_and_the_others_go_on(edge: Edge):
    async with raw(edge, HERE) as (first, to_first), raw(edge, HERE):
        async with raw(edge, HERE) as (third, _):
            refusal = await asyncio.wait_for(third.read(), PATIENCE)
        to_first.write(GET)
        answer = await first.readuntil(b"alive\n")

    assert refusal.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: " in refusal
    assert b'"code":"UNAVAILABLE"' in refusal
    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.usefixtures("_room_for_two")
async def test_who_leaves_makes_room(edge: Edge):
    for _ in range(3):
        async with raw(edge, HERE), connected(edge, local_addr=(HERE, 0)):
            await eventually(lambda: peers.peers.by_address[HERE] == 2)
        await eventually(lambda: HERE not in peers.peers.by_address)


async def test_who_is_refused_and_does_not_leave_is_put_out(edge: Edge, monkeypatch):
    monkeypatch.setattr(protocol, "REFUSED_SECONDS", 0.1)

    async with raw(edge, HERE) as (reader, writer):
        writer.write(b"\0\r\n\r\n")
        head = await reader.readuntil(b"\r\n")
        await eventually(lambda: HERE not in peers.peers.by_address)

    assert head == b"HTTP/1.1 400 Bad Request\r\n"


async def test_who_is_refused_and_goes_on_sending_is_not_read_for_long(edge: Edge, monkeypatch):
    monkeypatch.setattr(protocol, "REFUSED_SECONDS", 60)
    monkeypatch.setattr(protocol, "MOST_DROPPED_BYTES", 100_000)

    async with raw(edge, HERE) as (reader, writer):
        writer.write(b"\0\r\n\r\n")
        await reader.readuntil(b"\r\n")
        writer.write(b" " * 1_000_000)
        await eventually(lambda: HERE not in peers.peers.by_address)


async def test_one_connection_that_goes_wrong_is_the_only_one(edge: Edge, monkeypatch, caplog):
    def look(self, now):
        return broken() if self.host == HERE else looked(self, now)

    looked = protocol.HttpProtocol.look
    monkeypatch.setattr(protocol.HttpProtocol, "look", look)
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.1)

    async with raw(edge, HERE) as (reader, _):
        await until_closed(reader)
    async with raw(edge) as (reader, writer):
        writer.write(GET[:20])
        answer = await asyncio.wait_for(reader.read(), PATIENCE)

    assert SECRET in str(logged(caplog).exc_info[1])
    assert HERE not in peers.peers.by_address
    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.fixture
def _few_files():
    """A soft limit of 1,000 open files."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("_few_files")
@pytest.mark.parametrize(("connections", "files"), [(100, 1_000), (1_000, 1_500)])
def test_there_are_files_enough_for_all_connections(
    settings: Settings, monkeypatch, connections, files
):
    some = settings.model_copy(update={"max_connections": connections})
    monkeypatch.setattr(peers, "get_settings", lambda: some)

    peers.make_room()

    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == files


def test_the_process_has_a_limit_for_all_together(settings: Settings, monkeypatch):
    few = settings.model_copy(update={"max_connections": 2})
    monkeypatch.setattr(peers, "get_settings", lambda: few)
    counting = peers.Peers()

    told = [counting.enter(f"192.0.2.{number}") for number in range(3)]

    assert told == [None, None, peers.FULL]


def test_a_trusted_proxy_may_bring_as_many_as_there_is_room_for(settings: Settings, monkeypatch):
    one = {"max_connections_per_address": 1, "trusted_proxies": ("10.0.0.0/8",)}
    monkeypatch.setattr(peers, "get_settings", lambda: settings.model_copy(update=one))
    counting = peers.Peers()

    told = [counting.enter(host) for host in ("10.0.0.1", "10.0.0.1", "192.0.2.1", "192.0.2.1")]

    assert told == [None, None, None, peers.YOURS_ARE_FULL]
