"""However a socket ends, its client learns why, and nothing of it runs on."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from websockets.exceptions import InvalidStatus

from actions import sessions
from events.hub import hub
from gateway import authentication, execution, expiry, running, websocket
from gateway.socket_protocol import SocketProtocol
from models import Session
from schema import ids
from schema.scalars import log_cursor
from settings import get_settings
from tests.cast import given_pair, given_token, given_user
from tests.edge import Edge, hear, say
from tests.gateway.faults import SECRET, broken, logged
from tests.gateway.sockets import acknowledged, closing, connected, eventually, heard, subscribe

INBOX = "subscription { inboxEvents { conversation { id } } }"
EVENTS = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) { __typename }
}
"""


async def following(socket, conversation):
    """Until the first event is here, so that everything below it runs."""
    where = ids.encode("conversation", conversation.id)
    await subscribe(socket, "1", EVENTS, id=where, after=log_cursor(1, 0))
    await hear(socket)


async def test_signing_out_closes_the_socket_so_that_the_client_signs_in_again(edge: Edge):
    ada, _, conversation = await given_pair()

    async with acknowledged(edge, ada) as socket:
        await following(socket, conversation)
        await sessions.sign_out(await Session.get(user_id=ada.id))
        code, _ = await asyncio.wait_for(closing(socket), 2)

    assert code == 4403
    await eventually(lambda: hub.signals == {})


async def test_a_lost_hint_leaves_no_socket_open(edge: Edge, monkeypatch):
    ada = await given_user()

    async with acknowledged(edge, ada) as socket:
        monkeypatch.setattr(hub, "announce", lambda fact: None)
        await sessions.sign_out(await Session.get(user_id=ada.id))
        code, _ = await asyncio.wait_for(closing(socket), 2)

    assert code == 4403


async def test_signing_out_elsewhere_closes_nothing_here(edge: Edge):
    ada = await given_user()
    await given_token(ada)
    elsewhere = await Session.get()

    async with acknowledged(edge, ada) as socket:
        await sessions.sign_out(elsewhere)
        hub.wake_all()
        await subscribe(socket, "1", "{ viewer { user { name } } }")
        [answer, _] = await heard(socket, "1")

    assert answer["payload"]["data"] == {"viewer": {"user": {"name": "Ada"}}}


async def test_a_bus_that_comes_back_closes_nothing(edge: Edge, monkeypatch):
    asked = []

    async def is_living(session):
        asked.append(session)
        return await authentication.is_living(session)

    monkeypatch.setattr(expiry, "is_living", is_living)

    async with acknowledged(edge, await given_user()) as socket:
        await eventually(lambda: hub.signals)
        hub.wake_all()
        await eventually(lambda: asked)
        await subscribe(socket, "1", "{ viewer { user { name } } }")
        answered = await heard(socket, "1")

    assert len(answered) == 2
    assert len(asked) == 1


async def test_the_end_of_the_token_closes_the_socket(edge: Edge):
    ada = await given_user()
    token = await given_token(ada, lasting=timedelta(seconds=0.5))

    async with connected(edge) as socket:
        payload = {"authorization": f"Bearer {token}"}
        await say(socket, type="connection_init", payload=payload)
        acknowledgement = await hear(socket)
        code, _ = await closing(socket)

    assert acknowledgement == {"type": "connection_ack"}
    assert code == 4403
    assert (await Session.get()).access_expires_at <= datetime.now(UTC)


async def test_a_client_that_vanishes_leaves_nothing_running(edge: Edge):
    ada, _, conversation = await given_pair()

    async with acknowledged(edge, ada) as socket:
        await following(socket, conversation)
        await subscribe(socket, "2", INBOX)
        await eventually(lambda: len(hub.signals) == 3)
        socket.transport.abort()
        await eventually(lambda: hub.signals == {})


async def test_a_client_that_says_goodbye_leaves_nothing_running(edge: Edge):
    ada, _, conversation = await given_pair()

    async with acknowledged(edge, ada) as socket:
        await following(socket, conversation)
        await socket.close(1001, "Going away")

    assert socket.close_code == 1001
    await eventually(lambda: hub.signals == {})


async def test_a_misstep_ends_what_runs_on_the_same_socket(edge: Edge):
    ada, _, conversation = await given_pair()

    async with acknowledged(edge, ada) as socket:
        await following(socket, conversation)
        await socket.send("5")
        code, _ = await closing(socket)

    assert code == 4400
    await eventually(lambda: hub.signals == {})


async def test_two_pings_that_are_not_answered_close_the_socket(edge: Edge, monkeypatch):
    monkeypatch.setattr(websocket, "PING_SECONDS", 0.1)

    async with acknowledged(edge) as socket:
        pings = [await hear(socket), await hear(socket)]
        code, _ = await closing(socket)

    assert pings == [{"type": "ping"}] * 2
    assert code == 4408


async def test_a_client_that_answers_every_other_ping_stays(edge: Edge, monkeypatch):
    monkeypatch.setattr(websocket, "PING_SECONDS", 0.1)

    async with acknowledged(edge) as socket:
        for _ in range(3):
            assert [await hear(socket), await hear(socket)] == [{"type": "ping"}] * 2
            await say(socket, type="pong")


async def test_a_frame_over_the_limit_closes_with_1009(edge: Edge):
    async with acknowledged(edge) as socket:
        await socket.send(" " * (get_settings().max_frame_bytes + 1))
        code, _ = await closing(socket)

    assert code == 1009


async def test_a_message_over_the_limit_closes_with_1009_in_however_many_frames(edge: Edge):
    async with acknowledged(edge, await given_user()) as socket:
        await subscribe(socket, "1", INBOX)
        await socket.send([" " * 10_000] * (get_settings().max_frame_bytes // 10_000 + 1))
        code, _ = await closing(socket)

    assert code == 1009
    await eventually(lambda: hub.signals == {})


async def test_an_answer_that_meets_a_closing_socket_is_nobody_s_error(edge: Edge, monkeypatch):
    is_asked, is_closing = asyncio.Event(), asyncio.Event()
    closed = SocketProtocol.handle_parser_exception

    async def late(*arguments):
        is_asked.set()
        await is_closing.wait()
        return execution.Answer({"data": None})

    def handle_parser_exception(self):
        is_closing.set()
        closed(self)

    monkeypatch.setattr(running, "answer", late)
    monkeypatch.setattr(SocketProtocol, "handle_parser_exception", handle_parser_exception)

    async with acknowledged(edge) as socket:
        await subscribe(socket, "1", "{ __typename }")
        await is_asked.wait()
        await socket.send(" " * (get_settings().max_frame_bytes + 1))
        code, _ = await closing(socket)

    assert code == 1009


async def test_an_error_of_ours_closes_with_1013_and_keeps_it_to_itself(
    edge: Edge, monkeypatch, caplog
):
    monkeypatch.setattr(websocket, "session_for", broken)

    async with connected(edge) as socket:
        await say(socket, type="connection_init")
        code, reason = await closing(socket)

    assert (code, reason) == (1013, "Something went wrong on our side; connect again")
    assert SECRET in str(logged(caplog).exc_info[1].exceptions)


@pytest.mark.parametrize(
    "headers",
    [{"x": "y" * 9_000}, {f"x-{number}": "y" for number in range(200)}],
    ids=["a header of 9,000 characters", "200 headers"],
)
async def test_a_handshake_that_is_too_much_is_answered(edge: Edge, headers):
    with pytest.raises(InvalidStatus) as refused:
        await connected(edge, additional_headers=headers)

    assert refused.value.response.status_code == 431
