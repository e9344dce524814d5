"""No answer is taken for something else than it says it is, loads anything, or is framed."""

import pytest

from gateway import health, http
from gateway.forms import SHUT
from gateway.graphiql import assets
from gateway.negotiation import EVENTS, GRAPHQL, PARTS, PLAIN
from tests.cast import given_pair
from tests.edge import Edge
from tests.gateway.faults import broken
from tests.gateway.sockets import everything, raw
from tests.gateway.test_cross_origin import FRIEND, PREFLIGHT, web
from tests.pictures.test_showing_pictures import get, place, send

__all__ = ["web"]

TYPENAME = {"query": "{ __typename }"}
UNSEEN = {"query": "{ programs { nodes { id } } }"}
HEARD = {"query": "subscription { inboxEvents { conversation { id } } }"}
SOCKET = (
    b"GET %s HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n"
)

ASKED = {
    "JSON": (200, {"json": TYPENAME}),
    "GraphQL's JSON": (200, {"json": TYPENAME, "headers": {"accept": GRAPHQL}}),
    "an error of a field": (200, {"json": UNSEEN}),
    "a document that is none": (400, {"json": {"query": "{"}, "headers": {"accept": GRAPHQL}}),
    "a body that is none": (400, {"content": "{", "headers": {"content-type": PLAIN}}),
    "a wrong token": (401, {"json": TYPENAME, "headers": {"authorization": "Bearer x"}}),
    "a page of elsewhere": (403, {"json": TYPENAME, "headers": {"sec-fetch-site": "cross-site"}}),
    "another method": (405, {"method": "DELETE"}),
    "nothing that we speak": (406, {"json": TYPENAME, "headers": {"accept": "image/png"}}),
    "too much": (413, {"content": "x" * 2_000_000, "headers": {"content-type": PLAIN}}),
    "another form": (415, {"content": "x"}),
    "one answer in events": (200, {"json": TYPENAME, "headers": {"accept": EVENTS}}),
    "a stream of events": (200, {"json": HEARD, "headers": {"accept": EVENTS}}),
    "a stream of parts": (
        200,
        {"json": HEARD, "headers": {"accept": f"{PARTS};subscriptionSpec=1.0"}},
    ),
}
"""What is sent to /graphql, and the status of the answer."""

ELSEWHERE = {
    "/nowhere": 404,
    "/": 307,
    "/livez": 200,
    "/readyz": 200,
    "/metrics": 404,
    "/schema.graphql": 200,
    "/picture": 405,
    "/pictures/a/b": 401,
}

PAGES = ("/verify", "/reset.js", "/link.css")

RAW = {
    "no HTTP": b"nonsense\r\n\r\n",
    "a body of no form": b"POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip\r\n\r\n",
    "a socket elsewhere": SOCKET % (b"/nowhere", b""),
    "a socket of elsewhere": SOCKET % (b"/graphql", b"sec-fetch-site: cross-site\r\n"),
    "a socket without a key": SOCKET.replace(b"sec-websocket-key", b"x-key") % (b"/graphql", b""),
}


def is_shut(headers, policy="default-src 'none'; frame-ancestors 'none'"):
    """Whether each of the two headers is there, once."""
    sent = [headers.get_list(name.decode()) for name, _ in SHUT]
    return sent == [["nosniff"], [policy]]


@pytest.mark.parametrize(("status", "asked"), ASKED.values(), ids=ASKED.keys())
async def test_whatever_is_answered_loads_nothing_and_is_framed_by_nobody(edge, status, asked):
    answer = await edge.http.request(**{"method": "POST", "url": "/graphql", **asked})

    assert answer.status_code == status
    assert is_shut(answer.headers)


@pytest.mark.parametrize(("path", "status"), ELSEWHERE.items())
async def test_so_is_whatever_is_answered_elsewhere(edge: Edge, path, status):
    answer = await edge.http.get(path)

    assert answer.status_code == status
    assert is_shut(answer.headers)


@pytest.mark.parametrize("path", PAGES)
async def test_pages_say_themselves_what_they_load_and_are_framed_by_nobody(edge: Edge, path):
    answer = await edge.http.get(path)

    [policy] = answer.headers.get_list("content-security-policy")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


async def test_so_are_graphiql_and_its_files(edge: Edge):
    page = await edge.http.get("/graphql", headers={"accept": "text/html"})
    script = await edge.http.get(f"{assets.address()}/page.js")

    [policy] = page.headers.get_list("content-security-policy")
    assert "frame-ancestors 'none'" in policy
    assert page.headers.get_list("x-content-type-options") == ["nosniff"]
    assert (script.status_code, is_shut(script.headers)) == (200, True)


@pytest.mark.parametrize("sent", RAW.values(), ids=RAW.keys())
async def test_so_is_what_is_said_to_what_is_no_request(edge: Edge, sent):
    async with raw(edge) as (reader, writer):
        writer.write(sent)
        answer = await everything(reader)

    head = answer.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
    assert b" 101 " not in head[0]
    assert [head.count(b"%s: %s" % each) for each in SHUT] == [1, 1]


async def test_so_is_a_preflight(web):
    answer = await web.options("/graphql", headers={"origin": FRIEND, **PREFLIGHT})

    assert (answer.status_code, is_shut(answer.headers)) == (200, True)


async def test_so_is_an_error_of_ours(edge: Edge, monkeypatch, caplog):
    monkeypatch.setattr(http, "identify", broken)

    answer = await edge.http.post("/graphql", json=TYPENAME)

    caplog.clear()
    assert (answer.status_code, is_shut(answer.headers)) == (500, True)


async def test_so_is_an_error_of_ours_elsewhere(edge: Edge, monkeypatch, caplog):
    monkeypatch.setattr(health, "search_state", broken)

    answer = await edge.http.get("/readyz")

    caplog.clear()
    assert (answer.status_code, is_shut(answer.headers)) == (500, True)
    assert answer.headers["x-request-id"]


async def test_so_is_a_picture_where_nothing_runs_either(edge: Edge):
    ada, _, _ = await given_pair()

    sent = await send(edge, ada)
    shown = await get(edge, ada, place(ada))
    kept = await get(edge, ada, place(ada), **{"if-none-match": shown.headers["etag"]})

    assert [one.status_code for one in (sent, shown, kept)] == [200, 200, 304]
    assert is_shut(sent.headers)
    policy = "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert is_shut(shown.headers, policy)
    assert is_shut(kept.headers, policy)
