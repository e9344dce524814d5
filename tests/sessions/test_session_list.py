import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from actions.sessions import seeing
from actions.sessions.callers import label_of
from models import Session, SignInMethod, User
from schema import ids
from tests.cast import given_token, given_tokens, given_user
from tests.gateway.sockets import acknowledged, closing
from tests.sessions.accounts import PASSWORD, SIGN_IN, given_account

SESSIONS = """
{ viewer { sessions { nodes {
  id device method firstSeenAt lastSeenAt endsAt isThisOne
} } } }
"""

REVOKE = """
mutation ($id: ID!) {
  revokeSession(input: { sessionId: $id }) {
    __typename
    ... on RevokeSessionPayload { sessionId }
    ... on Problem { reason }
  }
}
"""

REVOKE_OTHERS = "mutation { revokeOtherSessions { ended } }"
NODE = "query ($id: ID!) { node(id: $id) { ... on Session { device } } }"
WHO = "{ viewer { user { name } } }"

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
EDGE = f"{CHROME} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"


def hour_of(moment):
    return moment.replace(minute=0, second=0, microsecond=0)


async def session_id(user: User) -> str:
    session = await Session.filter(user_id=user.id).order_by("-id").first()
    assert session
    return ids.encode("session", session.id)


async def status(edge, token):
    headers = {"authorization": f"Bearer {token}"}
    return (await edge.http.post("/graphql", json={"query": WHO}, headers=headers)).status_code


async def test_nobody_ends_the_session_of_somebody_else_or_learns_of_it(ask):
    eve, ada = await given_user("Eve"), await given_user("Ada")
    await given_token(ada)
    foreign = await session_id(ada)

    answer = await ask(eve, REVOKE, id=foreign)
    missing = await ask(eve, REVOKE, id=ids.encode("session", ada.id))
    seen = await ask(eve, NODE, id=foreign)

    assert answer.data["revokeSession"]["__typename"] == "NotFound"
    assert answer == missing
    assert seen.data == {"node": None}
    assert await Session.filter(ended_at=None).count() == 2


@pytest.mark.parametrize("query", [REVOKE, REVOKE_OTHERS])
async def test_who_is_not_signed_in_ends_nothing(ask, query):
    await given_token(await given_user("Ada"))

    answer = await ask(None, query, id="session_01h45")

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await Session.filter(ended_at=None).count() == 1


async def test_people_see_where_they_are_signed_in_and_which_one_this_is(ask):
    ada = await given_user("Ada")
    await given_tokens(ada, label="Firefox on Linux")
    await given_token(await given_user("Eve"))

    answer = await ask(ada, SESSIONS)

    this, other = answer.data["viewer"]["sessions"]["nodes"]
    assert (this["isThisOne"], other["isThisOne"]) == (True, False)
    assert (other["device"], other["method"]) == ("Firefox on Linux", "PASSWORD")
    assert other["id"].startswith("session_")


async def test_a_session_says_on_what_and_how_it_began(edge):
    ada = await given_account("Ada")

    body = {"query": SIGN_IN, "variables": {"email": ada.email, "password": PASSWORD}}
    await edge.http.post("/graphql", json=body, headers={"user-agent": FIREFOX})

    session = await Session.get()
    assert (session.label, session.method) == ("Firefox on Linux", SignInMethod.PASSWORD)
    assert session.seen_at == hour_of(session.created_at)


async def test_ended_expired_and_idle_sessions_are_not_listed(ask):
    ada, over = await given_user("Ada"), datetime.now(UTC) - timedelta(seconds=1)
    await given_tokens(ada, ended_at=over)
    await given_tokens(ada, refresh_expires_at=over)
    await given_tokens(ada, seen_at=over - timedelta(days=14, hours=1))

    answer = await ask(ada, SESSIONS)

    assert [node["isThisOne"] for node in answer.data["viewer"]["sessions"]["nodes"]] == [True]


async def test_a_revoked_session_is_over_and_its_socket_closes(ask, edge):
    ada = await given_user("Ada")
    async with acknowledged(edge, ada) as socket:
        revoked = await session_id(ada)
        token, _ = await given_tokens(ada)
        headers = {"authorization": f"Bearer {token}"}
        body = {"query": REVOKE, "variables": {"id": revoked}}
        answer = await edge.http.post("/graphql", json=body, headers=headers)
        code, _ = await asyncio.wait_for(closing(socket), 2)

    assert answer.json()["data"]["revokeSession"]["sessionId"] == revoked
    assert code == 4403
    assert await status(edge, token) == 200


async def test_a_session_is_revoked_once(ask):
    ada = await given_user("Ada")
    await given_token(ada)
    revoked = await session_id(ada)

    once = await ask(ada, REVOKE, id=revoked)
    again = await ask(ada, REVOKE, id=revoked)

    assert once.data["revokeSession"]["__typename"] == "RevokeSessionPayload"
    assert again.data["revokeSession"]["__typename"] == "NotFound"


async def test_revoking_all_others_leaves_this_one_and_those_of_other_people(ask, edge):
    ada, eve = await given_user("Ada"), await given_user("Eve")
    others, foreign = [await given_token(ada) for _ in range(2)], await given_token(eve)

    answer = await ask(ada, REVOKE_OTHERS)

    assert answer.data["revokeOtherSessions"] == {"ended": 2}
    assert [await status(edge, token) for token in others] == [401, 401]
    assert await status(edge, foreign) == 200
    assert (await ask(ada, WHO)).errors == []


async def test_a_session_that_is_used_is_seen_in_this_hour(edge):
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    token, _ = await given_tokens(await given_user("Ada"), seen_at=long_ago)

    await status(edge, token)
    at_once = (await Session.get()).seen_at
    await seeing.write_down()

    assert at_once == long_ago
    assert (await Session.get()).seen_at == hour_of(datetime.now(UTC))


async def test_being_seen_costs_a_request_nothing_and_an_hour_one_statement(edge, queries):
    token, _ = await given_tokens(await given_user("Ada"), seen_at=datetime(2026, 1, 1, tzinfo=UTC))

    with queries() as asked:
        await status(edge, token)
    with queries() as first:
        await seeing.write_down()
    await status(edge, token)
    with queries() as second:
        await seeing.write_down()

    assert (first.total, second.total) == (1, 0)
    assert asked.total == 2


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (FIREFOX, "Firefox on Linux"),
        (f"{CHROME} Chrome/142.0.0.0 Safari/537.36", "Chrome on Windows"),
        (EDGE, "Edge on Windows"),
        (
            f"{SAFARI} (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            f"{PHONE} SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36",
            "Samsung Internet on Android",
        ),
        ("python-httpx/0.28.1", "python-httpx"),
        ("Mozilla/5.0", "Unknown device"),
        ("", "Unknown device"),
        ("<script>alert(1)</script>", "Unknown device"),
        ("x" * 100_000 + "/", "Unknown device"),
    ],
)
def test_a_device_is_called_what_people_call_it(agent, label):
    assert label_of(agent) == label


async def test_signing_in_anew_takes_the_place_of_the_session_one_came_with(ask):
    ada, bo = await given_account("Ada"), await given_account("Bo")
    await given_token(bo)

    await ask(ada, SIGN_IN, email=ada.email)
    await ask(None, SIGN_IN, email=ada.email)

    assert await Session.filter(user_id=ada.id, ended_at=None).count() == 2
    assert await Session.filter(user_id=ada.id).exclude(ended_at=None).count() == 1
    assert await Session.filter(user_id=bo.id, ended_at=None).count() == 1


async def test_who_fails_to_sign_in_keeps_the_session_they_came_with(ask):
    ada = await given_account("Ada")

    answer = await ask(ada, SIGN_IN, email=ada.email, password="something else entirely")

    assert answer.data["signIn"]["__typename"] == "Unauthenticated"
    assert await Session.filter(user_id=ada.id, ended_at=None).count() == 1
