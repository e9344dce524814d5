"""Who asks is said by the authorization header, or not at all."""

import asyncio
from datetime import timedelta

import pytest

from actions.sessions import session_of
from actions.tokens import new_token
from events.facts import SessionEnded
from events.hub import hub
from gateway import authentication, fresh
from gateway.negotiation import GRAPHQL
from models import Message
from schema import ids
from tests.cast import given_pair, given_token, given_user
from tests.edge import Edge
from tests.settings import settings_with

WHO = "{ viewer { user { name } } }"
SIGN_OUT = "mutation { signOut { signedOutAt } }"
SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""


async def asked(edge: Edge, authorization: str | None, query: str = WHO, **variables):
    headers = {} if authorization is None else {"authorization": authorization}
    body = {"query": query, "variables": variables}
    return await edge.http.post("/graphql", json=body, headers=headers)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_a_token_says_who_asks(edge: Edge, scheme):
    token = await given_token(await given_user("Ada"))

    answer = await asked(edge, f"{scheme} {token}")

    assert answer.json()["data"] == {"viewer": {"user": {"name": "Ada"}}}


async def test_without_a_token_nobody_asks(edge: Edge):
    answer = await asked(edge, None)

    assert answer.json()["data"] == {"viewer": None}


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer a b",
        "Basic YTpi",
        "Token",
        "token-alone",
        "Bearer unknown",
        "Bearer \xff",
    ],
)
async def test_anything_else_is_refused_rather_than_taken_for_nobody(edge: Edge, authorization):
    answer = await asked(edge, authorization.encode("latin-1"))

    [error] = answer.json()["errors"]
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    "token", ["x", "x" * 42, "x" * 44, "x" * 42 + "=", "x" * 42 + "$", "x" * 60_000]
)
async def test_a_text_that_cannot_be_a_token_is_not_looked_for(edge: Edge, queries, token):
    with queries() as count:
        answer = await asked(edge, f"Bearer {token}")

    assert "Bearer <access token>" in answer.json()["errors"][0]["message"]
    assert (answer.status_code, count.total) == (401, 0)


async def test_a_token_of_nobody_is_looked_for_once_in_a_while(edge: Edge, queries):
    token = new_token()

    with queries() as count:
        answers = [await asked(edge, f"Bearer {token}") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert count.total == 1


async def test_who_asks_at_the_same_time_is_looked_for_once(edge: Edge, monkeypatch):
    token, asked_for = await given_token(await given_user("Ada")), []

    async def counted(token_hash):
        asked_for.append(token_hash)
        await asyncio.sleep(0.1)
        return await session_of(token_hash)

    monkeypatch.setattr(authentication, "session_of", counted)
    answers = await asyncio.gather(*(asked(edge, f"Bearer {token}") for _ in range(10)))

    assert {answer.json()["data"]["viewer"]["user"]["name"] for answer in answers} == {"Ada"}
    assert len(asked_for) == 1
    assert authentication.asking == {}


async def test_a_session_that_may_have_ended_while_it_was_read_is_read_again(
    edge: Edge, monkeypatch
):
    token, asked_for = await given_token(await given_user()), []

    async def ended_meanwhile(token_hash):
        session = await session_of(token_hash)
        assert session
        asked_for.append(token_hash)
        hub.announce(SessionEnded(session.id))
        return session

    monkeypatch.setattr(authentication, "session_of", ended_meanwhile)
    for _ in range(2):
        await asked(edge, f"Bearer {token}")

    assert len(asked_for) == 2


async def test_who_asks_is_not_waited_for_for_ever(edge: Edge, monkeypatch):
    async def never(token_hash):
        await asyncio.sleep(30)

    token = await given_token(await given_user())
    brief = settings_with(operation_timeout_seconds=0.1)
    monkeypatch.setattr(authentication, "session_of", never)
    monkeypatch.setattr(authentication, "get_settings", brief)
    answer = await asked(edge, f"Bearer {token}")
    for asking in authentication.asking.values():
        asking.cancel()

    [error] = answer.json()["errors"]
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert error["extensions"] == {"code": "TIMEOUT"}


def test_only_so_many_tokens_of_nobody_are_remembered(monkeypatch):
    monkeypatch.setattr(fresh, "MOST_FRESH", 10)
    unknown = fresh.Fresh[None]()

    for number in range(25):
        unknown.keep(str(number), None)

    assert len(unknown.found) <= 10
    assert "24" in unknown


@pytest.mark.parametrize("scheme", ["Basic", "Token", "Bearer:"])
async def test_a_good_token_of_another_scheme_is_no_bearer(edge: Edge, scheme):
    token = await given_token(await given_user())

    answer = await asked(edge, f"{scheme} {token}")

    assert answer.status_code == 401
    assert "Bearer <access token>" in answer.json()["errors"][0]["message"]


async def test_the_media_type_asked_for_is_kept_when_refused(edge: Edge):
    headers = {"authorization": "Bearer unknown", "accept": GRAPHQL}

    answer = await edge.http.post("/graphql", json={"query": WHO}, headers=headers)

    assert answer.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"


async def test_an_expired_token_does_nothing(edge: Edge):
    ada, _, conversation = await given_pair()
    token = await given_token(ada, lasting=timedelta(seconds=-1))
    where = ids.encode("conversation", conversation.id)

    answer = await asked(edge, f"Bearer {token}", SEND, to=where)

    assert answer.status_code == 401
    assert await Message.all().count() == 0


async def test_a_session_that_was_signed_out_does_nothing(edge: Edge):
    ada, _, conversation = await given_pair()
    token = await given_token(ada)
    where = ids.encode("conversation", conversation.id)
    await asked(edge, f"Bearer {token}", SIGN_OUT)

    answer = await asked(edge, f"Bearer {token}", SEND, to=where)

    assert answer.status_code == 401
    assert await Message.all().count() == 0


async def test_what_is_foreign_and_what_is_missing_are_the_same_bytes(edge: Edge):
    _, _, conversation = await given_pair()
    eve = await given_user("Eve")
    token = f"Bearer {await given_token(eve)}"

    foreign = await asked(edge, token, SEND, to=ids.encode("conversation", conversation.id))
    missing = await asked(edge, token, SEND, to=ids.encode("conversation", eve.id))

    assert foreign.content == missing.content
    assert foreign.json()["data"] == {"sendMessage": {"__typename": "NotFound"}}
    assert await Message.all().count() == 0
