"""Whatever is sent, the server neither fails nor falls silent nor logs an error."""

from contextlib import suppress

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from tests.edge import Edge
from tests.gateway.sockets import closing, connected

INIT = b'{"type": "connection_init"}'

noisy = settings(
    deadline=None,
    max_examples=300,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

KEYS = ["query", "variables", "operationName", "extensions", "type", "id", "payload"]
TYPES = ["connection_init", "subscribe", "complete", "ping", "pong", "next", "authorization"]
QUERIES = [
    "{",
    "{ __typename }",
    "{ viewer { user { id } } }",
    "query A { a } query A { a }",
    "query ($v: ID!) { node(id: $v) { id } }",
    "subscription { inboxEvents { conversation { id } } }",
]

words = st.sampled_from([*KEYS, *TYPES, *QUERIES, "Bearer x", "1"])
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text() | words
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(), inner),
    max_leaves=20,
)
operations = st.fixed_dictionaries(
    {"query": st.sampled_from(QUERIES) | values},
    optional={"variables": values, "operationName": values, "extensions": values},
)
messages = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES)},
    optional={"id": words | values, "payload": operations | values},
)
media_types = st.sampled_from(
    ["", "*/*", "application/json", "application/graphql-response+json", "text/html", ";,q=", "a/b"]
)


def json_of(value: object) -> bytes:
    return orjson.dumps(value)


bodies = st.binary(max_size=500) | (values | operations).map(json_of)
frames = st.binary(max_size=500) | (values | messages).map(json_of)


@noisy
@given(body=bodies, accept=media_types)
async def test_any_body_gets_an_answer_in_graphql_s_form(edge: Edge, body, accept):
    headers = {"content-type": "application/json", "accept": accept}

    answer = await edge.http.post("/graphql", content=body, headers=headers)

    assert answer.status_code < 500
    for error in answer.json().get("errors", []):
        assert error["extensions"]["code"] != "INTERNAL_SERVER_ERROR"


@noisy
@given(headers=st.dictionaries(st.sampled_from(["accept", "authorization"]), st.binary()), q=values)
async def test_any_address_and_header_get_an_answer(edge: Edge, headers, q):
    cleaned = {name: bytes(b for b in value if b > 32) for name, value in headers.items()}

    answer = await edge.http.get("/graphql", params={"query": str(q)}, headers=cleaned)

    assert answer.status_code < 500


@noisy
@given(sent=st.lists(frames, max_size=6), is_text=st.booleans(), is_begun=st.booleans())
async def test_any_frames_are_answered_or_closed_with_a_reason(edge: Edge, sent, is_text, is_begun):
    async with connected(edge) as socket:
        with suppress(ConnectionClosed):
            for frame in [INIT] * is_begun + sent + [INIT, INIT]:
                await socket.send(frame, text=is_text)
        code, reason = await closing(socket)

    assert code in {4400, 4401, 4403, 4409, 4429}
    assert reason
