"""graphql-transport-ws, word for word: what is answered, and which code closes the socket."""

from datetime import timedelta

import pytest
import websockets
from websockets.exceptions import InvalidStatus

from gateway import origins, websocket
from tests.cast import given_token, given_user, token_of
from tests.edge import Edge, hear, say
from tests.gateway.sockets import acknowledged, closing, connected, heard, subscribe

PAYLOAD = {"query": "{ __typename }"}

NOT_MESSAGES = {
    "no JSON": "connection_init",
    "nothing": "",
    "half an object": '{"type": "ping"',
    "null": "null",
    "a number": "5",
    "a list": "[]",
    "a string": '"ping"',
    "bytes that are not JSON": b"\x00\xff",
    "text that is not UTF-8": b'{"type": "ping", "payload": "\xff"}',
    "30,000 lists": "[" * 30_000,
    "30,000 lists in a payload": '{"type": "ping", "payload": ' + "[" * 30_000,
    "an object without a type": "{}",
    "a type that is null": '{"type": null}',
    "a type that is a number": '{"type": 5}',
    "a type that is a list": '{"type": []}',
    "a type there is not": '{"type": "start"}',
    "a type only servers send": '{"type": "connection_ack"}',
    "a payload that is a string": '{"type": "connection_init", "payload": "x"}',
    "a payload that is a list": '{"type": "connection_init", "payload": []}',
    "a payload that is false": '{"type": "connection_init", "payload": false}',
    "a ping with a string": '{"type": "ping", "payload": "x"}',
    "a pong with a number": '{"type": "pong", "payload": 5}',
}

NOT_OPERATIONS = {
    "no id": {"payload": PAYLOAD},
    "an id that is null": {"id": None, "payload": PAYLOAD},
    "an id that is a number": {"id": 1, "payload": PAYLOAD},
    "an id that is a list": {"id": [], "payload": PAYLOAD},
    "an id that is an object": {"id": {}, "payload": PAYLOAD},
    "an empty id": {"id": "", "payload": PAYLOAD},
    "an id of 101 characters": {"id": "x" * 101, "payload": PAYLOAD},
    "no payload": {"id": "1"},
    "a payload that is null": {"id": "1", "payload": None},
    "a payload that is a string": {"id": "1", "payload": "{ __typename }"},
    "no query": {"id": "1", "payload": {}},
    "a query that is a number": {"id": "1", "payload": {"query": 5}},
    "variables in a list": {"id": "1", "payload": PAYLOAD | {"variables": []}},
    "a name that is a number": {"id": "1", "payload": PAYLOAD | {"operationName": 5}},
    "extensions in a string": {"id": "1", "payload": PAYLOAD | {"extensions": "{}"}},
}


@pytest.mark.parametrize("frame", NOT_MESSAGES.values(), ids=NOT_MESSAGES.keys())
async def test_what_is_no_message_closes_with_4400(edge: Edge, frame):
    async with connected(edge) as socket:
        await socket.send(frame, text=True)
        code, reason = await closing(socket)

    assert code == 4400
    assert reason


@pytest.mark.parametrize("message", NOT_OPERATIONS.values(), ids=NOT_OPERATIONS.keys())
async def test_what_is_no_operation_closes_with_4400(edge: Edge, message):
    async with acknowledged(edge) as socket:
        await say(socket, type="subscribe", **message)
        code, _ = await closing(socket)

    assert code == 4400


@pytest.mark.parametrize("id", [None, 5, [], {}, ""])
async def test_completing_what_has_no_name_closes_with_4400(edge: Edge, id):
    async with acknowledged(edge) as socket:
        await say(socket, type="complete", id=id)
        code, _ = await closing(socket)

    assert code == 4400


async def test_json_in_a_binary_frame_is_json(edge: Edge):
    async with connected(edge) as socket:
        await socket.send(b'{"type": "connection_init"}')

        assert await hear(socket) == {"type": "connection_ack"}


async def test_a_message_in_three_frames_is_one_message(edge: Edge):
    async with connected(edge) as socket:
        await socket.send(['{"type":', '"connection', '_init"}'])

        assert await hear(socket) == {"type": "connection_ack"}


async def test_subscribing_before_the_acknowledgement_closes_with_4401(edge: Edge):
    async with connected(edge) as socket:
        await say(socket, type="subscribe", id="1", payload=PAYLOAD)

        assert await closing(socket) == (4401, "Unauthorized")


@pytest.mark.parametrize("token", ["unknown", "expired", "another scheme", "a number"])
async def test_a_bad_token_closes_with_4403_so_that_the_client_comes_back(edge: Edge, token):
    expired = await given_token(await given_user(), lasting=timedelta(seconds=-1))
    given = {
        "unknown": "Bearer unknown",
        "expired": f"Bearer {expired}",
        "another scheme": "Basic YTpi",
        "a number": 5,
    }

    async with connected(edge) as socket:
        await say(socket, type="connection_init", payload={"authorization": given[token]})
        code, _ = await closing(socket)

    assert code == 4403


@pytest.mark.parametrize("name", ["authorization", "Authorization", "AUTHORIZATION"])
async def test_the_token_is_found_however_it_is_spelled(edge: Edge, name):
    token = await token_of(await given_user("Ada"))

    async with connected(edge) as socket:
        await say(socket, type="connection_init", payload={name: f"Bearer {token}"})
        await hear(socket)
        await subscribe(socket, "1", "{ viewer { user { name } } }")
        [answer, _] = await heard(socket, "1")

    assert answer["payload"]["data"] == {"viewer": {"user": {"name": "Ada"}}}


async def test_a_token_in_the_handshake_is_taken_where_the_message_has_none(edge: Edge):
    ada, bo = [f"Bearer {await token_of(await given_user(name))}" for name in ("Ada", "Bo")]
    head, names = {"authorization": ada}, []

    for payload in ({}, {"authorization": bo}):
        async with connected(edge, additional_headers=head) as socket:
            await say(socket, type="connection_init", payload=payload)
            await hear(socket)
            await subscribe(socket, "1", "{ viewer { user { name } } }")
            [answer, _] = await heard(socket, "1")
            names.append(answer["payload"]["data"]["viewer"]["user"]["name"])

    assert names == ["Ada", "Bo"]


async def test_a_bad_token_in_the_handshake_is_not_taken_for_nobody(edge: Edge):
    async with connected(edge, additional_headers={"authorization": "Bearer unknown"}) as socket:
        await say(socket, type="connection_init")
        code, _ = await closing(socket)

    assert code == 4403


@pytest.mark.parametrize("payload", [{}, {"payload": None}, {"payload": {"authorization": None}}])
async def test_without_a_token_the_socket_is_nobody_s(edge: Edge, payload):
    async with connected(edge) as socket:
        await say(socket, type="connection_init", **payload)
        await hear(socket)
        await subscribe(socket, "1", "{ viewer { user { name } } }")
        [answer, _] = await heard(socket, "1")

    assert answer["payload"]["data"] == {"viewer": None}


@pytest.mark.parametrize("protocols", [["graphql-ws"], ["chat", "graphql-ws"]])
async def test_another_subprotocol_closes_with_4406(edge: Edge, protocols):
    async with connected(edge, *protocols) as socket:
        assert await closing(socket) == (4406, "Subprotocol not acceptable")


async def test_no_subprotocol_closes_with_4406(edge: Edge):
    async with websockets.connect(edge.url.replace("http", "ws") + "/graphql") as socket:
        assert await closing(socket) == (4406, "Subprotocol not acceptable")


async def test_ours_is_chosen_among_several_subprotocols(edge: Edge):
    async with connected(edge, "graphql-ws", websocket.PROTOCOL) as socket:
        assert socket.subprotocol == websocket.PROTOCOL


async def test_saying_nothing_closes_with_4408(edge: Edge, monkeypatch):
    monkeypatch.setattr(websocket, "INIT_SECONDS", 0.1)

    async with connected(edge) as socket:
        assert await closing(socket) == (4408, "Connection initialisation timeout")


async def test_pinging_is_not_initialising(edge: Edge, monkeypatch):
    monkeypatch.setattr(websocket, "INIT_SECONDS", 0.1)

    async with connected(edge) as socket:
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}
        code, _ = await closing(socket)

    assert code == 4408


async def test_initialising_twice_closes_with_4429(edge: Edge):
    async with acknowledged(edge) as socket:
        await say(socket, type="connection_init")

        assert await closing(socket) == (4429, "Too many initialisation requests")


async def test_initialising_twice_at_once_closes_with_4429(edge: Edge):
    async with connected(edge) as socket:
        await say(socket, type="connection_init")
        await say(socket, type="connection_init")
        code, _ = await closing(socket)

    assert code == 4429


@pytest.mark.parametrize("id", ["1", "x" * 100, "😀" * 100])
async def test_an_id_that_is_running_closes_with_4409(edge: Edge, id):
    query = "subscription { inboxEvents { conversation { id } } }"

    async with acknowledged(edge, await given_user()) as socket:
        await subscribe(socket, id, query)
        await subscribe(socket, id, query)
        code, reason = await closing(socket)

    assert code == 4409
    assert reason == f"Subscriber for {id} already exists".encode()[:123].decode(errors="ignore")


@pytest.mark.parametrize("payload", [{}, {"payload": None}, {"payload": {"at": 5}}])
async def test_a_ping_is_answered_before_and_after_the_acknowledgement(edge: Edge, payload):
    async with connected(edge) as socket:
        await say(socket, type="ping", **payload)
        before = await hear(socket)
        await say(socket, type="connection_init")
        await hear(socket)
        await say(socket, type="ping", **payload)
        after = await hear(socket)

    assert (before, after) == ({"type": "pong"}, {"type": "pong"})


async def test_a_pong_nobody_asked_for_is_fine(edge: Edge):
    async with acknowledged(edge) as socket:
        await say(socket, type="pong")
        await subscribe(socket, "1", "{ __typename }")

        assert [m["type"] for m in await heard(socket, "1")] == ["next", "complete"]


async def test_completing_what_does_not_run_is_fine(edge: Edge):
    async with acknowledged(edge) as socket:
        await say(socket, type="complete", id="never")
        await subscribe(socket, "1", "{ __typename }")

        assert [m["type"] for m in await heard(socket, "1")] == ["next", "complete"]


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://[", "", "://", "http://127.0.0.1"]
)
async def test_a_page_from_elsewhere_may_not_connect(edge: Edge, origin):
    with pytest.raises(InvalidStatus) as refused:
        await connected(edge, additional_headers={"origin": origin})

    assert refused.value.response.status_code == 403


async def test_a_page_from_here_may_connect(edge: Edge):
    async with connected(edge, additional_headers={"origin": edge.url}) as socket:
        await say(socket, type="connection_init")

        assert await hear(socket) == {"type": "connection_ack"}


async def test_a_page_from_an_allowed_origin_may_connect(edge: Edge, monkeypatch, settings):
    allowing = settings.model_copy(update={"allowed_origins": ("https://app.example",)})
    monkeypatch.setattr(origins, "get_settings", lambda: allowing)

    async with connected(edge, additional_headers={"origin": "https://app.example"}) as socket:
        await say(socket, type="connection_init")

        assert await hear(socket) == {"type": "connection_ack"}
