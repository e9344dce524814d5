import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from actions import sessions as actions
from actions.sessions.seeing import this_hour
from jobs import worker
from models import OutboxEntry, Session, SpentToken
from policies import sessions as policies
from tests.cast import given_token, given_tokens, given_user
from tests.settings import settings_with

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
    _, refresh = await given_tokens(user)
    return refresh


async def refreshed(edge, token):
    """The new tokens, or None where there are none."""
    answer = await edge.ask(None, REFRESH, token=token)
    return answer.data["refresh"].get("tokens")


async def signed_in_with(edge, token):
    headers = {"authorization": f"Bearer {token}"}
    return await edge.http.post("/graphql", json={"query": ME}, headers=headers)


async def test_a_refresh_token_gives_new_tokens_that_work(ask, edge):
    token = await given_refresh_token(await given_user("Ada"))

    tokens = (await ask(None, REFRESH, token=token)).data["refresh"]["tokens"]

    answer = await signed_in_with(edge, tokens["accessToken"])
    assert answer.json()["data"] == {"viewer": {"user": {"name": "Ada"}}}
    assert tokens["refreshToken"] != token


async def test_an_answer_that_was_lost_can_be_asked_for_again(edge):
    token = await given_refresh_token(await given_user("Ada"))

    lost = await refreshed(edge, token)
    again = await refreshed(edge, token)

    assert again == lost
    assert (await signed_in_with(edge, again["accessToken"])).status_code == 200
    assert await refreshed(edge, again["refreshToken"]) is not None


async def test_a_renewed_access_token_ends_the_old_one(edge):
    access, refresh = await given_tokens(await given_user("Ada"))

    await refreshed(edge, refresh)

    assert (await signed_in_with(edge, access)).status_code == 401


async def test_a_token_whose_child_signed_somebody_in_ends_the_session(edge):
    token = await given_refresh_token(await given_user("Ada"))
    tokens = await refreshed(edge, token)
    await signed_in_with(edge, tokens["accessToken"])

    again = await refreshed(edge, token)

    assert again is None
    assert (await signed_in_with(edge, tokens["accessToken"])).status_code == 401
    assert (await Session.get()).ended_at is not None


async def test_a_token_whose_child_was_renewed_ends_the_session(edge):
    first = await given_refresh_token(await given_user("Ada"))
    second = await refreshed(edge, first)
    third = await refreshed(edge, second["refreshToken"])

    again = await refreshed(edge, first)

    assert again is None
    assert await refreshed(edge, third["refreshToken"]) is None


async def test_a_token_spent_long_ago_ends_the_session_too(edge):
    first = newest = await given_refresh_token(await given_user("Ada"))
    for _ in range(4):
        newest = (await refreshed(edge, newest))["refreshToken"]

    await refreshed(edge, first)

    assert await refreshed(edge, newest) is None


async def test_after_half_a_minute_a_token_is_spent_even_if_its_child_was_not_used(edge):
    token = await given_refresh_token(await given_user("Ada"))
    await refreshed(edge, token)
    await Session.all().update(parent_until=datetime.now(UTC) - timedelta(seconds=1))

    again = await refreshed(edge, token)

    assert again is None
    assert (await Session.get()).ended_at is not None


async def test_half_a_minute_is_what_a_lost_answer_has(edge):
    token = await given_refresh_token(await given_user("Ada"))
    before = datetime.now(UTC)

    await refreshed(edge, token)

    until = (await Session.get()).parent_until
    assert until is not None
    assert before + timedelta(seconds=30) <= until <= datetime.now(UTC) + timedelta(seconds=30)


async def test_whose_token_was_copied_is_told_once_and_so_is_the_log(edge, smtp, caplog):
    ada = await given_user("Ada")
    token = await given_refresh_token(ada)
    await refreshed(edge, (await refreshed(edge, token))["refreshToken"])

    await refreshed(edge, token)
    await refreshed(edge, token)
    await worker.work()

    [mail] = smtp.mails
    assert (mail["To"], mail["Subject"]) == (ada.email, "A session of yours was ended")
    assert "somebody copied it" in mail.get_content()
    assert caplog.text.count("A spent refresh token was shown") == 1


async def test_a_copied_token_ends_no_other_session(edge):
    ada = await given_user("Ada")
    other, _ = await given_tokens(ada)
    token = await given_refresh_token(ada)
    await refreshed(edge, (await refreshed(edge, token))["refreshToken"])

    await refreshed(edge, token)

    assert (await signed_in_with(edge, other)).status_code == 200


async def test_two_refreshes_at_once_both_end_with_tokens_that_work(edge):
    token = await given_refresh_token(await given_user("Ada"))

    first, second = await asyncio.gather(*(refreshed(edge, token) for _ in range(2)))

    assert first == second
    assert (await signed_in_with(edge, first["accessToken"])).status_code == 200


async def test_a_hundred_refreshes_at_once_leave_one_family(empty):
    ada = await given_user("Ada")
    token = await given_refresh_token(ada)

    pairs = await asyncio.gather(*(actions.refresh(token) for _ in range(100)))

    assert len({(tokens.access, tokens.refresh) for _, tokens in pairs}) == 1
    assert await Session.filter(ended_at=None).count() == 1
    assert await SpentToken.all().count() == 1


async def test_tokens_cannot_be_made_from_what_is_stored_once_they_are_used(edge):
    token = await given_refresh_token(await given_user("Ada"))
    tokens = await refreshed(edge, token)

    await signed_in_with(edge, tokens["accessToken"])

    session = await Session.get()
    assert (session.salt, session.parent_hash, session.parent_until) == ("", None, None)


async def test_no_refresh_makes_a_session_last_longer(edge):
    token = await given_refresh_token(await given_user("Ada"))
    ends_at = datetime.now(UTC) + timedelta(minutes=5)
    await Session.all().update(refresh_expires_at=ends_at)

    await refreshed(edge, token)

    session = await Session.get()
    assert (session.refresh_expires_at, session.access_expires_at) == (ends_at, ends_at)


async def test_an_unknown_refresh_token_is_refused(ask):
    answer = await ask(None, REFRESH, token="nobody's")

    assert answer.data["refresh"]["__typename"] == "Unauthenticated"


async def test_a_refresh_token_ends_too(ask):
    token = await given_refresh_token(await given_user("Ada"))
    await Session.all().update(refresh_expires_at=datetime.now(UTC) - timedelta(seconds=1))

    answer = await ask(None, REFRESH, token=token)

    assert answer.data["refresh"]["__typename"] == "Unauthenticated"


@pytest.mark.parametrize(
    ("hours", "kind"), [(14 * 24 - 1, "RefreshPayload"), (14 * 24 + 1, "Unauthenticated")]
)
async def test_a_session_that_is_not_used_for_two_weeks_ends(ask, hours, kind):
    token = await given_refresh_token(await given_user("Ada"))
    last = this_hour() - timedelta(hours=hours)
    await Session.all().update(seen_at=last)

    answers = [await ask(None, REFRESH, token=token) for _ in range(2)]

    assert [answer.data["refresh"]["__typename"] for answer in answers] == [kind] * 2
    assert await OutboxEntry.all().count() == 0
    is_renewed = (await Session.get()).seen_at > last
    assert is_renewed == (kind == "RefreshPayload")


async def test_that_nobody_used_it_looks_like_any_other_end(ask):
    old, ended = [await given_refresh_token(await given_user(name)) for name in ("Ada", "Bo")]
    await Session.filter(user__name="Ada").update(seen_at=this_hour() - timedelta(days=15))
    await Session.filter(user__name="Bo").update(ended_at=this_hour())

    answers = [await ask(None, REFRESH, token=token) for token in (old, ended)]

    assert answers[0] == answers[1]


async def test_whoever_runs_the_server_says_how_long_is_too_long(ask, monkeypatch):
    monkeypatch.setattr(policies, "get_settings", settings_with(session_idle_days=1))
    token = await given_refresh_token(await given_user("Ada"))
    await Session.all().update(seen_at=this_hour() - timedelta(hours=25))

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
