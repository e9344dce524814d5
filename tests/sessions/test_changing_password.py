import asyncio

import pytest

from models import Credential, EmailChange, OutboxEntry, Session, User
from tests.cast import given_token
from tests.sessions.accounts import PASSWORD, SIGN_IN, given_account, mails

NEW = "nine quiet lamps at sea"

CHANGE = """
mutation (
  $present: String = "a horse eats a battery"
  $new: String = "nine quiet lamps at sea"
  $code: String
) {
  changePassword(input: { presentPassword: $present, newPassword: $new, code: $code }) {
    __typename
    ... on ChangePasswordPayload { endedSessions }
    ... on Invalid { field reason }
    ... on TooMany { retryAfter }
  }
}
"""


async def signs_in(ask, user: User, password: str) -> bool:
    answer = await ask(None, SIGN_IN, email=user.email, password=password)
    return "viewer" in answer.data["signIn"]


async def test_who_is_not_signed_in_changes_no_password(ask):
    ada = await given_account("Ada")

    answer = await ask(None, CHANGE)

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await signs_in(ask, ada, PASSWORD)


async def test_a_session_alone_does_not_change_the_password(ask):
    ada = await given_account("Ada")

    answer = await ask(ada, CHANGE, present="a horse eats a bicycle")

    assert answer.data["changePassword"]["field"] == "presentPassword"
    assert not await signs_in(ask, ada, NEW)
    assert await OutboxEntry.all().count() == 0


async def test_a_changed_password_is_the_only_one(ask):
    ada = await given_account("Ada")

    answer = await ask(ada, CHANGE)

    assert answer.data["changePassword"]["__typename"] == "ChangePasswordPayload"
    assert (await signs_in(ask, ada, PASSWORD), await signs_in(ask, ada, NEW)) == (False, True)


async def test_changing_the_password_signs_out_the_other_devices_and_nobody_else(ask):
    ada, bo = await given_account("Ada"), await given_account("Bo")
    for _ in range(2):
        await given_token(ada)
    await given_token(bo)

    answer = await ask(ada, CHANGE)

    assert answer.data["changePassword"]["endedSessions"] == 2
    assert await Session.filter(user_id=ada.id, ended_at=None).count() == 1
    assert await Session.filter(user_id=bo.id, ended_at=None).count() == 1
    assert (await ask(ada, "{ viewer { email } }")).data["viewer"] == {"email": ada.email}


async def test_a_changed_password_is_told_to_the_address(ask, smtp):
    ada = await given_account("Ada")

    await ask(ada, CHANGE)

    notice = (await mails(smtp))["Your password was changed"]
    assert notice["To"] == ada.email
    assert "reset your password now" in notice.get_content()


@pytest.mark.parametrize("new", ["too short", "x" * 129, "aaaaaaaaaaaaaaaaaaaa"])
async def test_a_password_that_is_no_good_is_not_taken(ask, new):
    ada = await given_account("Ada")
    before = await Credential.get()

    answer = await ask(ada, CHANGE, new=new)

    assert answer.data["changePassword"]["field"] == "newPassword"
    assert (await Credential.get()).password_hash == before.password_hash


async def test_whoever_holds_a_session_guesses_ten_times(ask):
    ada = await given_account("Ada")

    for _ in range(10):
        await ask(ada, CHANGE, present="a horse eats a bicycle")
    answer = await ask(ada, CHANGE)

    assert answer.data["changePassword"]["__typename"] == "TooMany"
    assert await signs_in(ask, ada, PASSWORD)


async def test_of_two_changes_at_once_one_is_made(edge):
    ada = await given_account("Ada")

    news = [NEW, "ten loud bells on land"]
    answers = await asyncio.gather(*(edge.ask(ada, CHANGE, new=new) for new in news))

    kinds = [answer.data["changePassword"]["__typename"] for answer in answers]
    made = [await signs_in(edge.ask, ada, new) for new in news]
    assert kinds.count("ChangePasswordPayload") == made.count(True) == 1


async def test_a_changed_password_stops_a_change_of_address(ask):
    ada = await given_account("Ada")
    await EmailChange.create(user=ada, before=ada.email, email="eve@example.org")

    await ask(ada, CHANGE)

    assert await EmailChange.all().count() == 0
