"""What is no GraphQL request over HTTP is refused in GraphQL's form, and with the right status."""

import pytest

from gateway import protocol
from settings import get_settings
from tests.edge import Edge
from tests.gateway.sockets import raw

JSON = {"content-type": "application/json"}
HEAD = (
    b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    b"content-length: 100\r\n\r\n"
)
TYPENAME = '{"query": "{ __typename }"}'

NOT_OPERATIONS = {
    "nothing": b"",
    "null": b"null",
    "a number": b"5",
    "a list": b"[]",
    "a batch": b'[{"query": "{ __typename }"}]',
    "a string": b'"x"',
    "bytes that are not UTF-8": b'{"query": "\xff"}',
    "another encoding": TYPENAME.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + TYPENAME.encode(),
    "100,000 lists": b"[" * 100_000,
    "33 lists": b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 31 + b"]" * 31 + b"}}",
    "100,000 objects": b'{"a":' * 100_000,
    "half an object": b'{"query": "{ __ty',
    "two objects": TYPENAME.encode() * 2,
    "not a number": b'{"query": "{ __typename }", "variables": {"a": NaN}}',
    "infinity": b'{"query": "{ __typename }", "variables": {"a": 1e400}}',
    "half a surrogate pair": rb'{"query": "{ __typename } # \ud800"}',
    "no query": b"{}",
    "a query that is null": b'{"query": null}',
    "a query that is a number": b'{"query": 5}',
    "an empty query": b'{"query": ""}',
    "variables in a list": b'{"query": "{ __typename }", "variables": []}',
    "variables in a string": b'{"query": "{ __typename }", "variables": "{}"}',
    "variables that are false": b'{"query": "{ __typename }", "variables": false}',
    "a name that is a number": b'{"query": "{ __typename }", "operationName": 0}',
    "a name that is a list": b'{"query": "{ __typename }", "operationName": []}',
    "extensions that are a number": b'{"query": "{ __typename }", "extensions": 1}',
}


def refusal(answer):
    """The status and the one code of an answer that was never executed."""
    body = answer.json()
    assert body.keys() == {"errors"}
    return answer.status_code, [error["extensions"]["code"] for error in body["errors"]]


@pytest.mark.parametrize("body", NOT_OPERATIONS.values(), ids=NOT_OPERATIONS.keys())
async def test_a_body_that_is_no_operation_is_a_bad_request(edge: Edge, body):
    answer = await edge.http.post("/graphql", content=body, headers=JSON)

    assert refusal(answer) == (400, ["BAD_REQUEST"])


async def test_variables_may_be_32_levels_deep(edge: Edge):
    deep = b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 30 + b"]" * 30 + b"}}"

    answer = await edge.http.post("/graphql", content=deep, headers=JSON)

    assert answer.status_code == 200


async def test_brackets_side_by_side_or_in_a_text_are_not_deep(edge: Edge):
    variables = {"a": [[]] * 100, "b": "[" * 100}

    answer = await edge.http.post(
        "/graphql", json={"query": "{ __typename }", "variables": variables}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "parts",
    [{}, {"variables": None, "operationName": None, "extensions": None}, {"operationName": ""}],
)
async def test_all_but_the_query_may_be_left_out_or_empty(edge: Edge, parts):
    answer = await edge.http.post("/graphql", json={"query": "{ __typename }", **parts})

    assert (answer.status_code, answer.json()["data"]) == (200, {"__typename": "Query"})


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=UTF-8",
    ],
)
async def test_json_is_taken_however_it_is_announced(edge: Edge, content_type):
    headers = {"content-type": content_type}

    answer = await edge.http.post("/graphql", content=TYPENAME, headers=headers)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/jsonx",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=application/json",
        "text/plain; application/json",
        "application/json; charset=utf-16",
    ],
)
async def test_what_a_page_elsewhere_could_send_unasked_is_not_taken(edge: Edge, content_type):
    headers = {} if content_type is None else {"content-type": content_type}

    answer = await edge.http.post("/graphql", content=TYPENAME.encode(), headers=headers)

    assert refusal(answer) == (415, ["BAD_REQUEST"])
    assert answer.headers["accept"] == "application/json"


@pytest.mark.parametrize("coding", ["gzip", "identity, gzip", "x"])
async def test_a_packed_body_is_not_unpacked(edge: Edge, coding):
    headers = JSON | {"content-encoding": coding}

    answer = await edge.http.post("/graphql", content=b"\x1f\x8b", headers=headers)

    assert refusal(answer) == (415, ["BAD_REQUEST"])
    assert answer.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("coding", ["", "identity", "Identity", "IDENTITY"])
async def test_a_body_that_says_it_is_not_packed_is_taken(edge: Edge, coding):
    headers = JSON | {"content-encoding": coding}

    answer = await edge.http.post("/graphql", content=TYPENAME, headers=headers)

    assert answer.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "TRACE"])
async def test_other_methods_are_told_which_ones_there_are(edge: Edge, method):
    answer = await edge.http.request(method, "/graphql", content=TYPENAME, headers=JSON)

    assert answer.headers["allow"] == "GET, POST"
    assert refusal(answer) == (405, ["BAD_REQUEST"])


async def test_head_is_told_so_without_a_body(edge: Edge):
    answer = await edge.http.head("/graphql")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.content == b""


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_subscription_is_sent_to_the_socket(edge: Edge, method):
    query = {"query": "subscription { inboxEvents { conversation { id } } }"}
    params, json = (query, None) if method == "GET" else (None, query)

    answer = await edge.http.request(method, "/graphql", params=params, json=json)

    assert refusal(answer) == (200, ["OPERATION_NOT_ALLOWED"])
    assert "WebSocket" in answer.json()["errors"][0]["message"]


async def test_a_body_may_be_as_large_as_the_limit_and_no_larger(edge: Edge):
    most = get_settings().max_body_bytes
    largest = TYPENAME.encode().ljust(most)

    fits = await edge.http.post("/graphql", content=largest, headers=JSON)
    answer = await edge.http.post("/graphql", content=largest + b" ", headers=JSON)

    assert fits.status_code == 200
    assert refusal(answer) == (413, ["BAD_REQUEST"])


async def test_a_body_that_says_it_is_too_large_is_told_so_before_it_comes(edge: Edge):
    too_much = b"%d" % (get_settings().max_body_bytes + 1)

    async with raw(edge) as (reader, writer):
        writer.write(HEAD.replace(b"100", too_much))
        head = await reader.readuntil(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 413 ")


async def test_a_body_far_too_large_is_told_so_too_though_its_length_is_not(edge: Edge):
    async def chunks():
        for _ in range(500):
            yield b" " * 10_000

    answer = await edge.http.post("/graphql", content=chunks(), headers=JSON)

    assert refusal(answer) == (413, ["BAD_REQUEST"])


async def test_a_body_that_does_not_come_is_not_waited_for(edge: Edge, monkeypatch):
    monkeypatch.setattr(protocol, "BODY_SECONDS", 0.1)

    async with raw(edge) as (reader, writer):
        writer.write(HEAD + b'{"query": ')
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in head
    assert b'"code":"BAD_REQUEST"' in body


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/graphql?query={__typename}"),
        ("PUT", "/graphql"),
        ("GET", "/livez"),
        ("GET", "/readyz"),
        ("GET", "/schema.graphql"),
        ("GET", "/verify"),
        ("GET", "/nothing-here"),
        ("POST", "/livez"),
    ],
)
async def test_every_answer_names_its_request(edge: Edge, method, path):
    first = await edge.http.request(method, path)
    second = await edge.http.request(method, path)

    assert len(first.headers["x-request-id"]) == 32
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
