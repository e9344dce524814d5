"""Words that must never be logged, wherever a request can hold them."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import websockets

from tests.edge import Edge, hear, say
from tests.gateway.sockets import connected, drained, raw, subscribe

CANARY = "kanarek"
EMAIL = f"{CANARY}@example.org"

HEADERS = {
    "cookie": f"sid={CANARY}",
    "user-agent": CANARY,
    "referer": f"https://{CANARY}.example.org/{CANARY}",
    "x-request-id": CANARY,
    "x-forwarded-for": CANARY,
    "traceparent": CANARY,
    "tracestate": f"{CANARY}=1",
    f"x-{CANARY}": CANARY,
}

SIGN_IN = "mutation ($it: SignInInput!) { signIn(input: $it) { __typename } }"
REGISTER = "mutation ($it: RegisterInput!) { register(input: $it) { __typename } }"
NODE = "query Node ($id: ID!) { node(id: $id) { __typename } }"
SEARCH = """
query Search ($q: String!) {
  searchResources(query: $q) { totalCount } searchMessages(query: $q) { nodes { id } }
}
"""

DOCUMENTS = (
    f"{{ {CANARY} }}",
    f"{{ {CANARY}: __typename }}",
    f"{{ __typename @{CANARY} }}",
    f"{{ ...{CANARY} }} fragment {CANARY} on Query {{ {CANARY} }}",
    f"query (${CANARY}: {CANARY}) {{ __typename }}",
    f"# {CANARY}\n{{ __typename }}",
    f'{{ node(id: "{CANARY}") {{ id }} }}',
    f'mutation {{ signIn(input: {{ email: "{EMAIL}", password: "{CANARY}" }}) {{ __typename }} }}',
    f"{{ {CANARY} " + CANARY * 3_000,
)
"""With the word as a field, an alias, a directive, a fragment, a variable, a comment, a value."""


def operations() -> Iterator[dict[str, Any]]:
    yield from ({"query": document} for document in DOCUMENTS)
    yield {"query": "{ __typename }", "operationName": CANARY}
    yield {"query": "{ __typename }", "extensions": {CANARY: CANARY}}
    yield {"documentId": CANARY}
    yield {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": CANARY}}}
    yield {"query": SIGN_IN, "variables": {"it": {"email": EMAIL, "password": CANARY}}}
    person = {"email": EMAIL, "password": f"{CANARY} is a long one", "name": CANARY}
    yield {"query": REGISTER, "variables": {"it": person}}
    yield {"query": SIGN_IN, "variables": {"it": CANARY}}
    yield {"query": SIGN_IN, "variables": {CANARY: CANARY}}
    for value in (CANARY, f"{CANARY}\0", f"user_{CANARY}", [CANARY], {CANARY: CANARY}):
        yield {"query": NODE, "variables": {"id": value}}
        yield {"query": SEARCH, "variables": {"q": value}}


def requests(token: str) -> Iterator[dict[str, Any]]:
    """As httpx takes them; every answer will do."""
    mine = {**HEADERS, "authorization": f"Bearer {token}"}
    mine.pop("cookie")
    for operation in operations():
        yield {"method": "POST", "url": "/graphql", "json": operation, "headers": mine}
        yield {"method": "POST", "url": "/graphql", "json": operation, "headers": HEADERS}
    for name in ("authorization", "accept", "origin", "content-type", "content-encoding", "host"):
        bad = {**mine, name: CANARY}
        yield {"method": "POST", "url": "/graphql", "json": {"query": "{ a }"}, "headers": bad}
    stale = {"authorization": f"Bearer {CANARY}", "cookie": f"__Host-sid={CANARY}"}
    yield {"method": "POST", "url": "/graphql", "json": {"query": "{ a }"}, "headers": stale}
    plain = {**mine, "content-type": "application/json"}
    for body in (CANARY, f'["{CANARY}"]', f'{{"query": "{CANARY}', CANARY * 200_000):
        yield {"method": "POST", "url": "/graphql", "content": body, "headers": plain}
    for path in ("/graphql", f"/{CANARY}", "/metrics", "/readyz", f"/graphiql/{CANARY}"):
        asked = {"query": f"{{ {CANARY} }}", "variables": CANARY, CANARY: CANARY}
        yield {"method": "GET", "url": path, "params": asked, "headers": HEADERS}
    for id in (CANARY, "attachment_01h455vb4pex5vsknk084sn02q"):
        place = {"url": f"/attachments/{id}", "params": {"signature": CANARY}}
        yield {"method": "GET", **place, "headers": HEADERS}
        yield {"method": "PUT", **place, "content": CANARY, "headers": mine}
    yield {"method": CANARY.upper(), "url": "/graphql", "headers": mine}


async def plant_over_http(edge: Edge, token: str) -> int:
    """How many requests were answered."""
    answers: list[httpx.Response] = []
    for request in requests(token):
        with suppress(httpx.RequestError):
            answers.append(await edge.http.request(**request))
    for line in (CANARY, f"GET /{CANARY} HTTP/9", f"POST /graphql HTTP/1.1\r\n{CANARY}"):
        async with raw(edge) as (reader, writer):
            writer.write(f"{line}\r\nhost: {CANARY}\r\n\r\n".encode())
            writer.write_eof()
            await reader.read()
    return len(answers)


async def plant_over_sockets(edge: Edge, token: str) -> None:
    for payload in ({"authorization": f"Bearer {CANARY}"}, {CANARY: CANARY}, CANARY):
        async with connected(edge, additional_headers=HEADERS) as socket:
            await say(socket, type="connection_init", payload=payload)
            await say(socket, type=CANARY, id=CANARY, payload=CANARY)
            with suppress(websockets.ConnectionClosed):
                await drained(socket)
    for frame in (CANARY, f'["{CANARY}"]', f'{{"{CANARY}', b"\xff" + CANARY.encode()):
        async with connected(edge) as socket:
            await socket.send(frame)
            with suppress(websockets.ConnectionClosed):
                await drained(socket)
    with suppress(websockets.InvalidHandshake):
        async with connected(edge, CANARY, origin=f"https://{CANARY}.example.org"):
            pass
    await plant_in_operations(edge, token)


async def plant_in_operations(edge: Edge, token: str) -> None:
    async with connected(edge) as socket:
        payload = {"authorization": f"Bearer {token}"}
        await say(socket, type="connection_init", payload=payload)
        documents = [operation for operation in operations() if "query" in operation]
        for number, operation in enumerate(documents):
            variables = operation.get("variables", {})
            await subscribe(socket, f"{CANARY}{number}", operation["query"], **variables)
        ends = 0
        while ends < len(documents):
            ends += (await hear(socket))["type"] in ("error", "complete")
        await socket.close(4_999, CANARY)
