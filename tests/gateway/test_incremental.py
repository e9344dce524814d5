"""`@defer` and `@stream` are refused wherever they come from, with what to do instead."""

import pytest

from tests.edge import Edge
from tests.gateway.listening import WAYS, hearing
from tests.gateway.sockets import acknowledged, heard, subscribe

DEFER = "{ viewer { ... @defer { user { name } } } }"
STREAM = "{ viewer { user { languages @stream(initialCount: 0) { code } } } }"
MISPLACED = """mutation ($input: SetGoalInput!) {
  setGoal(input: $input) { ... on SetGoalPayload @stream { __typename } }
}"""
REASONS = {
    "defer": (DEFER, "in a second request"),
    "stream": (STREAM, "ask for a page with `first`"),
    "stream of no list": (MISPLACED, "ask for a page with `first`"),
}

both = pytest.mark.parametrize(("query", "reason"), REASONS.values(), ids=REASONS.keys())


def is_refused(errors, reason) -> bool:
    return reason in errors[0]["message"] and {e["extensions"]["code"] for e in errors} == {
        "GRAPHQL_VALIDATION_FAILED"
    }


@both
@pytest.mark.parametrize("accept", ["*/*", "multipart/mixed;deferSpec=20220824, application/json"])
async def test_they_are_refused_over_http(edge: Edge, query, reason, accept):
    answer = await edge.http.post("/graphql", json={"query": query}, headers={"accept": accept})

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert is_refused(answer.json()["errors"], reason)
    assert "data" not in answer.json()


@both
@pytest.mark.parametrize("accept", WAYS.values(), ids=WAYS.keys())
async def test_they_are_refused_in_a_stream(edge: Edge, query, reason, accept):
    only = accept.removesuffix(", application/json")

    async with hearing(edge, only, None, query) as stream:
        await stream.end()

    [answer] = stream.answers
    assert is_refused(answer["errors"], reason)


@both
async def test_they_are_refused_on_a_socket(edge: Edge, query, reason):
    async with acknowledged(edge) as socket:
        await subscribe(socket, "1", query)
        [refused] = await heard(socket, "1")

    assert is_refused(refused["payload"], reason)
