import asyncio
from datetime import UTC, datetime, timedelta

from actions import sessions as actions
from models import Session
from tests.cast import given_token, given_user

ME = "{ viewer { user { name } } }"

REFRESH = """
mutation ($token: String!) {
  refresh(input: { refreshToken: $token }) {
    __typename
    ... on RefreshPayload { viewer { email } tokens { accessToken refreshToken } }
  }
}
"""

SIGN_OUT = "mutation { signOut { signedOutAt } }"


async def given_refresh_token(user):
    access, refresh = "access", "refresh"
    await Session.create(user=user, **actions.lifetimes(access, refresh))
    return refresh


async def signed_in_with(edge, token):
    headers = {"authorization": f"Bearer {token}"}
    return await edge.http.post("/graphql", json={"query": ME}, headers=headers)


async def test_a_refresh_token_gives_new_tokens_that_work(ask, edge):
    token = await given_refresh_token(await given_user("Ada"))

    tokens = (await ask(None, REFRESH, token=token)).data["refresh"]["tokens"]

    answer = await signed_in_with(edge, tokens["accessToken"])
    assert answer.json()["data"] == {"viewer": {"user": {"name": "Ada"}}}
    assert tokens["refreshToken"] != token


async def test_a_spent_refresh_token_ends_the_session(ask, edge):
    token = await given_refresh_token(await given_user("Ada"))
    tokens = (await ask(None, REFRESH, token=token)).data["refresh"]["tokens"]

    again = await ask(None, REFRESH, token=token)

    assert again.data["refresh"]["__typename"] == "Unauthenticated"
    assert (await signed_in_with(edge, tokens["accessToken"])).status_code == 401
    assert (await Session.get()).ended_at is not None


async def test_a_token_spent_long_ago_ends_the_session_too(ask, edge):
    first = await given_refresh_token(await given_user("Ada"))
    second = (await ask(None, REFRESH, token=first)).data["refresh"]["tokens"]
    third = (await ask(None, REFRESH, token=second["refreshToken"])).data["refresh"]["tokens"]

    await ask(None, REFRESH, token=first)

    assert (await signed_in_with(edge, third["accessToken"])).status_code == 401


async def test_of_two_refreshes_at_once_one_wins(edge):
    token = await given_refresh_token(await given_user("Ada"))

    answers = await asyncio.gather(*(edge.ask(None, REFRESH, token=token) for _ in range(2)))

    kinds = sorted(answer.data["refresh"]["__typename"] for answer in answers)
    assert kinds == ["RefreshPayload", "Unauthenticated"]


async def test_an_unknown_refresh_token_is_refused(ask):
    answer = await ask(None, REFRESH, token="nobody's")

    assert answer.data["refresh"]["__typename"] == "Unauthenticated"


async def test_a_refresh_token_ends_too(ask):
    token = await given_refresh_token(await given_user("Ada"))
    await Session.all().update(refresh_expires_at=datetime.now(UTC) - timedelta(seconds=1))

    answer = await ask(None, REFRESH, token=token)

    assert answer.data["refresh"]["__typename"] == "Unauthenticated"


async def test_an_ended_access_token_is_refused_with_a_code(edge):
    token = await given_token(await given_user("Ada"), lasting=timedelta(seconds=-1))

    answer = await signed_in_with(edge, token)

    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_signing_out_ends_the_session_at_once(ask, edge):
    ada = await given_user("Ada")
    token = await given_token(ada)

    headers = {"authorization": f"Bearer {token}"}
    await edge.http.post("/graphql", json={"query": SIGN_OUT}, headers=headers)

    assert (await signed_in_with(edge, token)).status_code == 401


async def test_nobody_signs_out_who_is_not_signed_in(ask):
    answer = await ask(None, SIGN_OUT)

    assert answer.codes == ["UNAUTHENTICATED"]
