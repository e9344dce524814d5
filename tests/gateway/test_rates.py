"""Who asks too much in too short a time is told when to come back."""

from datetime import UTC, datetime

import pytest

from actions.tokens import new_token
from gateway import rates as module
from gateway.documents import remembered
from gateway.negotiation import PLAIN
from gateway.rates import Rates
from tests.cast import given_user, token_of
from tests.edge import Edge, say
from tests.gateway.sockets import acknowledged, closing, connected, heard, subscribe
from tests.settings import settings_with

LEFT = "{ rateLimit { limit remaining cost resetAt } }"
DEAR = "{ viewer { conversations(first: 100) { nodes { id } } } }"
DEAR_COST = 3 + 100
LIMITS = {
    "rate_limit": 1_000,
    "rate_limit_per_second": 10,
    "rate_limit_anonymous": 500,
    "rate_limit_anonymous_per_second": 5,
}


@pytest.fixture(autouse=True)
def limited(monkeypatch) -> None:
    """Small buckets, all of them full."""
    monkeypatch.setattr(module, "get_settings", settings_with(**LIMITS))
    rates = Rates()
    monkeypatch.setattr("gateway.admission.rates", rates)
    monkeypatch.setattr("gateway.authentication.rates", rates)


async def post(edge: Edge, query: str, viewer=None):
    headers = {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else {}
    return await edge.http.post("/graphql", json={"query": query}, headers=headers)


async def known(edge: Edge, *queries: str) -> None:
    """Documents that are read already, so that only their cost is taken."""
    for query in queries:
        remembered.forget(query)
        await post(edge, query, await given_user("Reader"))


async def spend_all(edge: Edge, viewer=None):
    """The first answer that says it is too much."""
    for _ in range(20):
        answer = await post(edge, DEAR, viewer)
        if answer.status_code != 200:
            return answer
    raise AssertionError("twenty answers, and no limit")


async def test_a_caller_can_see_what_is_left_and_when_all_is_back(edge: Edge):
    ada = await given_user()
    await known(edge, DEAR, LEFT)

    await post(edge, DEAR, ada)
    answer = await post(edge, LEFT, ada)

    left = answer.json()["data"]["rateLimit"]
    reset_in = (datetime.fromisoformat(left["resetAt"]) - datetime.now(UTC)).total_seconds()
    assert (left["limit"], left["cost"]) == (1_000, 5)
    assert 1_000 - DEAR_COST - 5 <= left["remaining"] <= 1_000 - DEAR_COST - 5 + 10
    assert 5 < reset_in <= (DEAR_COST + 5) / 10


async def test_every_answer_says_in_its_headers_what_is_left(edge: Edge):
    await known(edge, LEFT)

    answer = await post(edge, LEFT)

    named = {name: answer.headers[f"ratelimit-{name}"] for name in ("limit", "remaining", "reset")}
    assert named == {"limit": "500", "remaining": "495", "reset": "1"}


async def test_over_the_limit_the_answer_says_when_to_come_back(edge: Edge):
    ada = await given_user()

    answer = await spend_all(edge, ada)

    [error] = answer.json()["errors"]
    seconds = int(answer.headers["retry-after"])
    assert answer.status_code == 429
    assert answer.headers["content-type"].startswith("application/json")
    assert 1 <= seconds <= DEAR_COST / 10 + 1
    assert error["extensions"] == {"code": "RATE_LIMITED", "retryAfter": seconds}
    assert f"come back in {seconds} s" in error["message"]
    assert answer.headers["ratelimit-limit"] == "1000"
    assert "data" not in answer.json()


async def test_one_who_asks_too_much_takes_nothing_from_others(edge: Edge):
    ada, bo = await given_user(), await given_user("Bo")

    await spend_all(edge, ada)
    others, strangers = await post(edge, DEAR, bo), await post(edge, "{ __typename }")

    assert (others.status_code, strangers.status_code) == (200, 200)


async def test_who_is_not_signed_in_shares_what_one_address_may_ask(edge: Edge):
    await known(edge, DEAR)

    answers = [(await post(edge, DEAR)).status_code for _ in range(6)]

    assert answers == [200] * (500 // DEAR_COST) + [429] * 2


async def test_a_document_that_is_new_takes_more_than_one_that_is_known(edge: Edge):
    ada, text = await given_user(), "{ __typename }".ljust(400)
    remembered.forget(text)

    answers = [await post(edge, text, ada) for _ in range(2)]

    first, again = (int(answer.headers["ratelimit-remaining"]) for answer in answers)
    assert first == 1_000 - 200 - 1
    assert again >= first - 1


async def test_documents_that_are_no_good_take_their_reading_too(edge: Edge):
    ada, text = await given_user(), "{".ljust(1_000)

    answers = [(await post(edge, text, ada)).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


async def taken_by(edge: Edge, **request) -> int:
    """The points that a request takes, beside the two of its own answer and of the next one."""
    ada, text = await given_user(), "{ __typename }"
    await known(edge, text)
    headers = {"authorization": f"Bearer {await token_of(ada)}", "content-type": PLAIN}
    await edge.http.request(url="/graphql", headers=headers, **request)
    answer = await post(edge, text, ada)
    return 1_000 - 2 - int(answer.headers["ratelimit-remaining"])


@pytest.mark.parametrize("ending", ["}", ""])
async def test_a_long_body_takes_points_whether_it_is_json_or_not(edge: Edge, ending):
    body = ('{"query": "{ __typename }"' + ending).ljust(4_096 + 256 * 500)

    assert 490 <= await taken_by(edge, method="POST", content=body) <= 500


async def test_a_long_address_takes_points_too(edge: Edge):
    params = {"query": "{ __typename }", "extensions": "{}".ljust(20_000)}

    assert 55 <= await taken_by(edge, method="GET", params=params) <= 65


async def test_a_body_of_a_usual_length_takes_nothing(edge: Edge):
    body = '{"query": "{ __typename }"}'.ljust(4_096)

    assert await taken_by(edge, method="POST", content=body) == 0


async def test_tokens_that_are_no_good_take_points_of_the_address(edge: Edge):
    ada = await given_user()
    bad = [{"authorization": f"Bearer {new_token()}"} for _ in range(55)]

    body = {"query": "{ __typename }"}
    answers = [await edge.http.post("/graphql", json=body, headers=each) for each in bad]
    person = await post(edge, "{ __typename }", ada)

    statuses = [answer.status_code for answer in answers]
    assert statuses[:50] == [401] * 50
    assert statuses[-1] == 429
    assert person.json()["data"] == {"__typename": "Query"}


async def test_on_a_socket_the_operation_ends_and_the_socket_stays(edge: Edge):
    ada = await given_user()
    await spend_all(edge, ada)

    async with acknowledged(edge, ada) as socket:
        await subscribe(socket, "1", DEAR)
        [error] = await heard(socket, "1")
        await subscribe(socket, "2", "{ __typename }")
        [answer, _] = await heard(socket, "2")

    assert error["type"] == "error"
    assert error["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert error["payload"][0]["extensions"]["retryAfter"] >= 1
    assert answer["payload"]["data"] == {"__typename": "Query"}


async def test_without_a_limit_nothing_is_counted(edge: Edge, monkeypatch):
    monkeypatch.setattr(module, "get_settings", settings_with(rate_limit_anonymous=0))

    answer = await post(edge, LEFT)

    assert answer.json()["data"] == {"rateLimit": None}
    assert "ratelimit-limit" not in answer.headers


async def test_tokens_that_are_no_good_take_points_on_sockets_too(edge: Edge):
    ends = []
    for _ in range(55):
        async with connected(edge) as socket:
            bad = {"authorization": f"Bearer {new_token()}"}
            await say(socket, type="connection_init", payload=bad)
            code, _ = await closing(socket)
            ends.append(code)

    assert ends[0] == 4403
    assert ends[-1] == 1013


async def test_a_long_message_on_a_socket_takes_points_for_its_bytes(edge: Edge):
    ada = await given_user()
    await known(edge, LEFT)

    async with acknowledged(edge, ada) as socket:
        for id, padding in (("1", ""), ("2", "x" * 30_000)):
            await subscribe(socket, id, LEFT, padding=padding)
            [answer, _] = await heard(socket, id)
    left = answer["payload"]["data"]["rateLimit"]

    assert left["cost"] > 100
