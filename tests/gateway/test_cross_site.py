"""A page elsewhere cannot act here with what its visitor's browser knows, not even ask."""

from typing import Any

import pytest

from gateway.websocket import PROTOCOL
from models import Message
from schema import ids
from tests.cast import given_pair, given_user, token_of
from tests.edge import Edge
from tests.gateway.sockets import raw

SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""
TYPENAME = {"query": "{ __typename }"}
STRANGER = {"origin": "https://elsewhere.example"}
COOKIE = {"cookie": "theme=dark; __Host-sid=abc"}

FROM_ELSEWHERE = {
    "a page": STRANGER | {"sec-fetch-site": "cross-site"},
    "a page in an older browser": STRANGER,
    "a picture or a script": {"sec-fetch-site": "cross-site"},
    "a page beside ours": {"sec-fetch-site": "same-site"},
    "a page that hides": {"origin": "null"},
}

FROM_HERE = {
    "no page": {},
    "our page": {"sec-fetch-site": "same-origin"},
    "an address typed": {"sec-fetch-site": "none"},
}


def code_of(answer):
    [error] = answer.json()["errors"]
    return error["extensions"]["code"]


@pytest.mark.parametrize("head", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE.keys())
async def test_a_page_elsewhere_changes_nothing(edge: Edge, head):
    ada, _, conversation = await given_pair()
    headers = head | {"authorization": f"Bearer {await token_of(ada)}"}
    body = {"query": SEND, "variables": {"to": ids.encode("conversation", conversation.id)}}

    answer = await edge.http.post("/graphql", json=body, headers=headers)

    assert (answer.status_code, code_of(answer)) == (403, "CROSS_SITE")
    assert "data" not in answer.json()
    assert await Message.all().count() == 0


@pytest.mark.parametrize("accept", ["*/*", "text/event-stream"])
@pytest.mark.parametrize("head", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE.keys())
async def test_a_page_elsewhere_asks_nothing(edge: Edge, head, accept):
    headers = head | {"accept": accept}

    answer = await edge.http.get("/graphql", params=TYPENAME, headers=headers)

    assert (answer.status_code, code_of(answer)) == (403, "CROSS_SITE")
    assert "sec-fetch-site" in answer.headers["vary"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("head", FROM_HERE.values(), ids=FROM_HERE.keys())
async def test_everybody_else_is_answered(edge: Edge, head, method):
    params, json = (TYPENAME, None) if method == "GET" else (None, TYPENAME)

    answer = await edge.http.request(method, "/graphql", params=params, json=json, headers=head)

    assert answer.json()["data"] == {"__typename": "Query"}


async def test_a_link_from_elsewhere_may_lead_to_the_page_that_asks(edge: Edge):
    headers = {"accept": "text/html", "sec-fetch-site": "cross-site"}

    answer = await edge.http.get("/graphql", headers=headers)

    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_cookie_and_a_token_are_one_proof_too_many(edge: Edge, method):
    token = {"authorization": f"Bearer {await token_of(await given_user())}"}
    params, json = (TYPENAME, None) if method == "GET" else (None, TYPENAME)
    ask: dict[str, Any] = {"params": params, "json": json}

    both = await edge.http.request(method, "/graphql", headers=COOKIE | token, **ask)
    either = [
        await edge.http.request(method, "/graphql", headers=h, **ask) for h in (COOKIE, token)
    ]

    assert (both.status_code, code_of(both)) == (400, "BAD_REQUEST")
    assert both.json()["errors"][0]["message"] == (
        "Remove the cookie `__Host-sid`; the bearer token is the proof"
    )
    assert [answer.status_code for answer in either] == [200, 200]


@pytest.mark.parametrize("head", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE.keys())
async def test_a_page_elsewhere_opens_no_socket(edge: Edge, head):
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    handshake = (
        "GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
        "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"sec-websocket-protocol: {PROTOCOL}\r\n{lines}\r\n"
    )

    async with raw(edge) as (reader, writer):
        writer.write(handshake.encode())
        answer = await reader.readline()

    assert answer.startswith(b"HTTP/1.1 403 ")
