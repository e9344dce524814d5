"""Two media types: GraphQL's own tells by its status what was refused, plain JSON is always 200."""

import pytest

from gateway.negotiation import (
    EVENTS,
    GRAPHQL,
    PARTS,
    PLAIN,
    is_json,
    json_of,
    liked,
    prefers_page,
    weights_of,
)
from tests.edge import Edge
from tests.gateway.sockets import raw

GOOD = "{ __typename }"
REFUSED = {
    "a syntax error": ("{", "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
    "a variable left out": ("query ($id: ID!) { node(id: $id) { id } }", "BAD_USER_INPUT"),
    "two operations": (
        "query A { __typename } query B { __typename }",
        "OPERATION_RESOLUTION_FAILURE",
    ),
    "no operation": ("fragment F on Query { __typename }", "GRAPHQL_VALIDATION_FAILED"),
    "a subscription": (
        "subscription { inboxEvents { conversation { id } } }",
        "OPERATION_NOT_ALLOWED",
    ),
}

ACCEPTED = [
    ("", PLAIN),
    ("*/*", PLAIN),
    ("application/*", PLAIN),
    ("application/json", PLAIN),
    ("application/json; charset=utf-8", PLAIN),
    ("text/html, application/json", PLAIN),
    (GRAPHQL, GRAPHQL),
    (GRAPHQL.upper(), GRAPHQL),
    (f"{GRAPHQL}; charset=utf-8, {PLAIN}", GRAPHQL),
    (f"{PLAIN}, {GRAPHQL}", GRAPHQL),
    (f"{PLAIN}; q=0.9, {GRAPHQL}", GRAPHQL),
    (f"{PLAIN}, {GRAPHQL}; q=0.9", PLAIN),
    (f"{PLAIN}; q=0, {GRAPHQL}; q=0.1", GRAPHQL),
    (f"{GRAPHQL}; q=0, */*", PLAIN),
    (f"{PLAIN}; q=0, */*", GRAPHQL),
    (f"{GRAPHQL}; q=0.5, */*; q=0.1", GRAPHQL),
    (f"{GRAPHQL}; q=many", GRAPHQL),
    (f"{GRAPHQL};v=1;Q=0, {PLAIN}", PLAIN),
    ("text/html", None),
    ("application/jsonx", None),
    ("text/*; q=0.5", None),
    ("*/*; q=0", None),
    (f"{PLAIN}; q=0, {GRAPHQL}; q=0.0", None),
    (f"{PLAIN}; charset=UTF-8", PLAIN),
    (f'{PLAIN}; charset="utf-8"; q=0.5, {GRAPHQL}; q=0.4', PLAIN),
    (f"{PLAIN}; charset=utf-16", None),
    (f"{PLAIN}; charset=utf-16, {GRAPHQL}; q=0.1", GRAPHQL),
    (f"{PLAIN}; charset=utf-16, */*; q=0.1", PLAIN),
    (f"{PLAIN}; odata=verbose", PLAIN),
    (f'{PLAIN}; profile="a,b;q=0", text/csv', PLAIN),
    (f"{PLAIN}; q=7, {GRAPHQL}; q=1", GRAPHQL),
    (f"{PLAIN}; q=0, {PLAIN}", PLAIN),
    (", ,", PLAIN),
    (";q=1", None),
    ('"', None),
]

SPEC = f"{PARTS};subscriptionSpec=1.0"
STREAMS = [
    (None, GRAPHQL, None),
    ("*/*", PLAIN, None),
    ("text/*", None, None),
    (EVENTS, EVENTS, EVENTS),
    (f"{EVENTS}, {PLAIN}", PLAIN, EVENTS),
    (f"{EVENTS}, {PLAIN}; q=0.9", EVENTS, EVENTS),
    (f"{EVENTS}; q=0.5, */*", PLAIN, EVENTS),
    (f"{EVENTS}; q=0, {PLAIN}", PLAIN, None),
    (f"{SPEC}, {PLAIN}", PLAIN, PARTS),
    (f'{PARTS};boundary="graphql";subscriptionSpec="1.0", {PLAIN}', PLAIN, PARTS),
    (SPEC.upper(), PARTS, PARTS),
    (f"{SPEC}, {EVENTS}", EVENTS, EVENTS),
    (f"{SPEC}, {EVENTS}; q=0.5", PARTS, PARTS),
    (PARTS, None, None),
    (f"{PARTS};deferSpec=20220824, {PLAIN}", PLAIN, None),
    (f"{PARTS};subscriptionSpec=2.0", None, None),
]


@pytest.mark.parametrize(("accept", "expected"), ACCEPTED)
def test_the_media_type_is_the_one_liked_best(accept, expected):
    assert json_of(weights_of(accept)) == expected


@pytest.mark.parametrize(("accept", "one", "many"), STREAMS)
def test_a_stream_is_for_who_names_it(accept, one, many):
    liking = liked(accept and accept.encode())

    assert (liking.one, liking.many) == (one, many)


def test_an_accept_header_of_any_length_is_read():
    accept = ", ".join(f"text/x-{number};q=0.{number}" for number in range(1_000))

    assert liked(f"{accept}, {GRAPHQL}".encode()).one == GRAPHQL


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", True),
        ("Application/JSON ; Charset=UTF-8", True),
        ('application/json;charset="utf-8"', True),
        ("application/json; profile=x", True),
        ("application/json; charset=utf-16", False),
        ("application/json; charset=latin-1", False),
        ("application/json, application/json", False),
        ("application/jsonx", False),
        ("text/plain; application/json", False),
        (";", False),
        ("", False),
    ],
)
def test_a_body_is_json_in_utf_8_or_not_taken(content_type, expected):
    assert is_json(content_type.encode()) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html", True),
        ("*/*", False),
        ("", False),
        ("application/json, text/html", False),
        ("text/html; q=0.5, application/json", False),
        ("text/html; q=0", False),
    ],
)
def test_a_page_is_for_who_likes_it_better_than_json(accept, expected):
    assert prefers_page(accept) == expected


async def test_who_takes_neither_media_type_is_told_both(edge: Edge):
    answer = await edge.http.post("/graphql", json={"query": GOOD}, headers={"accept": "text/csv"})

    assert answer.status_code == 406
    assert answer.headers["content-type"] == f"{PLAIN}; charset=utf-8"
    assert answer.json()["errors"][0]["message"] == f"Accept {GRAPHQL} or {PLAIN}"


async def test_accept_may_come_in_two_headers(edge: Edge):
    accept = [("accept", "text/html;q=0.1"), ("accept", GRAPHQL)]

    answer = await edge.http.post("/graphql", json={"query": GOOD}, headers=accept)

    assert answer.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"


async def test_who_says_nothing_of_media_types_gets_graphql_s_own(edge: Edge):
    async with raw(edge) as (reader, writer):
        writer.write(b"GET /graphql?query={ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        answer = await reader.read()

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert f"content-type: {GRAPHQL}; charset=utf-8".encode() in answer


@pytest.mark.parametrize("media_type", [GRAPHQL, PLAIN])
async def test_what_was_executed_is_200_and_not_to_be_kept(edge: Edge, media_type):
    answer = await edge.http.post("/graphql", json={"query": GOOD}, headers={"accept": media_type})

    assert (answer.status_code, answer.json()["data"]) == (200, {"__typename": "Query"})
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("media_type", "status"), [(GRAPHQL, 400), (PLAIN, 200)])
@pytest.mark.parametrize(("query", "code"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_was_refused_has_no_data_and_a_code(edge: Edge, media_type, status, query, code):
    answer = await edge.http.post("/graphql", json={"query": query}, headers={"accept": media_type})

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code)
    assert "data" not in answer.json()


@pytest.mark.parametrize("media_type", [GRAPHQL, PLAIN])
async def test_an_error_of_a_field_leaves_200_and_the_rest_of_the_data(edge: Edge, media_type):
    query = {"query": '{ a: node(id: "x") { id } __typename }'}

    answer = await edge.http.post("/graphql", json=query, headers={"accept": media_type})

    assert answer.status_code == 200
    assert answer.json()["data"] == {"a": None, "__typename": "Query"}
    assert [e["extensions"]["code"] for e in answer.json()["errors"]] == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("name", ["A", "B"])
async def test_one_of_several_operations_is_run_by_its_name(edge: Edge, name):
    query = "query A { A: __typename } query B { B: __typename }"

    answer = await edge.http.post("/graphql", json={"query": query, "operationName": name})

    assert answer.json()["data"] == {name: "Query"}


async def test_a_name_that_no_operation_has_is_refused(edge: Edge):
    answer = await edge.http.post("/graphql", json={"query": GOOD, "operationName": "A"})

    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "OPERATION_RESOLUTION_FAILURE"}
