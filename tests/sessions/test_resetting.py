import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from actions import sessions as actions
from actions.sessions import Caller, limits
from errors import TooMany
from models import AttemptWindow, OutboxEntry, PasswordReset, Session
from tests.cast import given_token
from tests.sessions.accounts import PASSWORD, given_account, mails, token_in
from tests.sessions.test_changing_password import CHANGE, NEW, signs_in

ASK = """
mutation ($email: String!, $device: String) {
  requestPasswordReset(input: { email: $email, deviceToken: $device }) {
    __typename
    ... on RequestPasswordResetPayload { email }
    ... on Invalid { field }
    ... on TooMany { retryAfter }
  }
}
"""

RESET = """
mutation ($token: String!, $new: String = "nine quiet lamps at sea") {
  resetPassword(input: { token: $token, newPassword: $new }) {
    __typename
    ... on Invalid { field reason }
  }
}
"""

SUBJECT = "Choose a new password"


async def mailed_token(ask, smtp, user):
    await ask(None, ASK, email=user.email)
    return token_in((await mails(smtp))[SUBJECT])


async def given_device(user):
    """The token of one that they signed in on."""
    signed_in = await actions.sign_in(user.email, PASSWORD, Caller("192.0.2.1"))
    assert isinstance(signed_in, actions.Tokens)
    return signed_in.device


async def kind(ask, token, **variables):
    return (await ask(None, RESET, token=token, **variables)).data["resetPassword"]["__typename"]


async def test_without_the_mailed_link_nobody_resets_a_password(ask, smtp):
    ada = await given_account("Ada")
    await mailed_token(ask, smtp, ada)

    answer = await ask(None, RESET, token="x" * 43)

    assert answer.data["resetPassword"]["field"] == "token"
    assert await signs_in(ask, ada, PASSWORD)


async def test_a_mailed_link_chooses_a_password_and_signs_nobody_in(ask, smtp):
    ada = await given_account("Ada")
    token = await mailed_token(ask, smtp, ada)

    reset = await kind(ask, token)

    assert reset == "ResetPasswordPayload"
    assert await Session.all().count() == 0
    assert (await signs_in(ask, ada, PASSWORD), await signs_in(ask, ada, NEW)) == (False, True)
    assert (await mails(smtp))["Your password was changed"]["To"] == ada.email


async def test_a_reset_signs_out_every_device(ask, smtp):
    ada, bo = await given_account("Ada"), await given_account("Bo")
    for user in (ada, ada, bo):
        await given_token(user)

    await kind(ask, await mailed_token(ask, smtp, ada))

    assert [session.user_id for session in await Session.filter(ended_at=None)] == [bo.id]


async def test_no_answer_and_no_work_tells_whether_an_address_has_an_account(ask, smtp, queries):
    ada = await given_account("Ada")
    told, worked = [], []

    for email in (ada.email, "nobody@example.org"):
        with queries() as count:
            answer = await ask(None, ASK, email=email)
        told.append(answer.data["requestPasswordReset"])
        worked.append(count.total)

    assert [one.pop("email") for one in told] == [ada.email, "nobody@example.org"]
    assert told[0] == told[1]
    assert worked[0] == worked[1]
    assert [mail["To"] for mail in (await mails(smtp)).values()] == [ada.email]


async def test_five_links_a_day_are_asked_for_from_one_place_account_or_not(ask):
    ada = await given_account("Ada")

    for email in (ada.email, "nobody@example.org"):
        answers = [await ask(None, ASK, email=email) for _ in range(6)]
        kinds = [answer.data["requestPasswordReset"]["__typename"] for answer in answers]
        assert kinds == ["RequestPasswordResetPayload"] * 5 + ["TooMany"]

    assert await OutboxEntry.all().count() == 10


async def test_strangers_who_ask_for_links_keep_the_owner_from_none(ask):
    ada = await given_account("Ada")
    for _ in range(5):
        await actions.request_password_reset(ada.email, Caller("192.0.2.1"))

    with pytest.raises(TooMany):
        await actions.request_password_reset(ada.email, Caller("192.0.2.1"))
    answer = await ask(None, ASK, email=ada.email)

    assert answer.data["requestPasswordReset"]["__typename"] == "RequestPasswordResetPayload"
    assert await OutboxEntry.all().count() == 6


async def test_an_address_gets_twenty_links_a_day_and_nobody_is_told(ask, queries):
    ada, told, worked = await given_account("Ada"), [], []

    for email in (ada.email, "nobody@example.org"):
        for number in range(20):
            await actions.request_password_reset(email, Caller(f"192.0.2.{number}"))
        with queries() as count:
            answer = await ask(None, ASK, email=email)
        told.append(answer.data["requestPasswordReset"])
        worked.append(count.total)

    assert [one.pop("email") for one in told] == [ada.email, "nobody@example.org"]
    assert told == [{"__typename": "RequestPasswordResetPayload"}] * 2
    assert worked[0] == worked[1]
    assert await OutboxEntry.all().count() == await PasswordReset.all().count() == 40


async def test_strangers_everywhere_use_up_no_links_of_a_device_that_is_known(ask):
    ada = await given_account("Ada")
    device = await given_device(ada)
    for number in range(25):
        await actions.request_password_reset(ada.email, Caller(f"192.0.2.{number}"))

    kinds = []
    for _ in range(6):
        answer = await ask(None, ASK, email=ada.email, device=device)
        kinds.append(answer.data["requestPasswordReset"]["__typename"])

    assert kinds == ["RequestPasswordResetPayload"] * 5 + ["TooMany"]
    assert await PasswordReset.all().count() == 20 + 5


async def test_a_device_is_known_for_nobody_elses_links(ask):
    ada, eve = await given_account("Ada"), await given_account("Eve")
    device = await given_device(eve)
    for number in range(20):
        await actions.request_password_reset(ada.email, Caller(f"192.0.2.{number}"))

    answer = await ask(None, ASK, email=ada.email, device=device)

    assert answer.data["requestPasswordReset"]["__typename"] == "RequestPasswordResetPayload"
    assert await PasswordReset.all().count() == 20


async def test_what_is_no_address_gets_no_mail(ask):
    answer = await ask(None, ASK, email="nobody")

    assert answer.data["requestPasswordReset"] == {"__typename": "Invalid", "field": "email"}
    assert await OutboxEntry.all().count() == 0


async def test_a_link_resets_once(ask, smtp):
    token = await mailed_token(ask, smtp, await given_account("Ada"))

    kinds = [await kind(ask, token, new=new) for new in (NEW, "ten loud bells on land")]

    assert kinds == ["ResetPasswordPayload", "Invalid"]


async def test_of_two_resets_at_once_one_is_made(edge, smtp):
    token = await mailed_token(edge.ask, smtp, await given_account("Ada"))

    kinds = await asyncio.gather(*(kind(edge.ask, token) for _ in range(2)))

    assert kinds.count("ResetPasswordPayload") == 1


async def test_a_link_ends_after_an_hour(ask, smtp):
    ada, asked_at = await given_account("Ada"), datetime.now(UTC)
    token = await mailed_token(ask, smtp, ada)
    lasts = (await PasswordReset.get()).expires_at
    assert lasts
    await PasswordReset.all().update(expires_at=datetime.now(UTC) - timedelta(seconds=1))

    late = await kind(ask, token)

    assert timedelta(hours=1) <= lasts - asked_at < timedelta(hours=1, minutes=1)
    assert late == "Invalid"
    assert await signs_in(ask, ada, PASSWORD)


async def test_a_link_is_for_the_password_that_was_forgotten_and_no_later_one(ask, smtp):
    ada = await given_account("Ada")
    token = await mailed_token(ask, smtp, ada)
    await ask(ada, CHANGE)

    late = await kind(ask, token, new="ten loud bells on land")

    assert late == "Invalid"
    assert await signs_in(ask, ada, NEW)


@pytest.mark.parametrize("new", ["too short", "aaaaaaaaaaaaaaaaaaaa"])
async def test_a_password_that_is_no_good_does_not_use_the_link_up(ask, smtp, new):
    token = await mailed_token(ask, smtp, await given_account("Ada"))

    refused = await ask(None, RESET, token=token, new=new)

    assert refused.data["resetPassword"]["field"] == "newPassword"
    assert await kind(ask, token) == "ResetPasswordPayload"


async def test_no_token_of_a_link_is_stored(ask, smtp):
    token = await mailed_token(ask, smtp, await given_account("Ada"))

    stored = repr([await table.all().values() for table in (PasswordReset, OutboxEntry)])

    assert token not in stored


async def test_a_reset_lets_in_again_who_was_locked_out(ask, smtp):
    ada, elsewhere = await given_account("Ada"), Caller("192.0.2.1")
    await limits.attempt(ada.email, "192.0.2.2", None)
    await AttemptWindow.all().update(count=100)

    with pytest.raises(TooMany):
        await actions.sign_in(ada.email, PASSWORD, elsewhere)
    await kind(ask, await mailed_token(ask, smtp, ada))

    assert await actions.sign_in(ada.email, NEW, elsewhere)
