"""A handshake that opens no socket is answered as every other request: with the reason, in JSON."""

import asyncio
import json
from typing import Any

import pytest

from gateway.app import NOWHERE
from gateway.origins import NOT_FROM_THERE
from gateway.strict import NO_HANDSHAKE
from tests.edge import PATIENCE, Edge
from tests.gateway.noise.judging import wrong_with
from tests.gateway.noise.wire import read_reply
from tests.gateway.sockets import raw
from tests.gateway.test_requests import refusal

GOOD = {
    "host": "x",
    "connection": "upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-protocol": "graphql-transport-ws",
}
FROM_ELSEWHERE = {"sec-fetch-site": "cross-site"}
MANY = {f"x-{number}": "y" for number in range(200)}
BAD: dict[str, Any] = {
    "from a page elsewhere": ("GET /graphql", FROM_ELSEWHERE, 403, "CROSS_SITE", NOT_FROM_THERE),
    "at another address": ("GET /livez", {}, 404, "NOT_FOUND", NOWHERE.reason),
    "at an address there is not": ("GET /graphql/", {}, 404, "NOT_FOUND", NOWHERE.reason),
    "of an older protocol": (
        *("GET /graphql", {"sec-websocket-version": "8"}),
        *(400, "BAD_REQUEST", "invalid Sec-WebSocket-Version header: 8"),
    ),
    "without a key": (
        *("GET /graphql", {"sec-websocket-key": None}),
        *(400, "BAD_REQUEST", "missing Sec-WebSocket-Key header"),
    ),
    "with a key that is none": (
        *("GET /graphql", {"sec-websocket-key": "x" * 8_001}),
        *(400, "BAD_REQUEST", "invalid Sec-WebSocket-Key header: xxx"),
    ),
    "by another method": ("PUT /graphql", {}, 405, "BAD_REQUEST", "unsupported HTTP method: PUT"),
    "with a body": (
        *("GET /graphql", {"transfer-encoding": "chunked"}),
        *(400, "BAD_REQUEST", NO_HANDSHAKE),
    ),
    "with far too many headers": (
        *("GET /graphql", MANY),
        *(431, "BAD_REQUEST", "at most 128 headers"),
    ),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
async def test_a_handshake_that_is_no_good_is_told_why(edge: Edge, case):
    target, changed, status, code, reason = case
    head = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())

    async with raw(edge) as (reader, writer):
        writer.write(f"{target} HTTP/1.1\r\n{lines}\r\n".encode())
        answer = await read_reply(reader, has_body=True)
        rest = await asyncio.wait_for(reader.read(), PATIENCE)

    assert (answer.status, rest) == (status, b"")
    assert wrong_with(answer) == []
    [error] = json.loads(answer.body)["errors"]
    assert error["extensions"] == {"code": code}
    assert reason in error["message"]


@pytest.mark.parametrize("path", ["/graphql/", "/nothing-here", "/graphql/x", "/Graphql"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_at_an_address_there_is_not_the_right_one_is_told(edge: Edge, method, path):
    answer = await edge.http.request(method, path, json={"query": "{ __typename }"})

    assert refusal(answer) == (404, ["NOT_FOUND"])
    assert "GraphQL is at /graphql" in answer.json()["errors"][0]["message"]
    assert answer.headers["content-type"] == "application/json"
