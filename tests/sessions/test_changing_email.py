import asyncio
from datetime import UTC, datetime, timedelta

from models import EmailChange, OutboxEntry, User
from tests.cast import given_user
from tests.sessions.accounts import given_account, mails, token_in

CHANGE = """
mutation ($email: String = "Ada@New.example", $present: String = "a horse eats a battery") {
  changeEmail(input: { email: $email, presentPassword: $present }) {
    __typename
    ... on ChangeEmailPayload { email }
    ... on Invalid { field }
  }
}
"""

CONFIRM = """
mutation ($token: String!) {
  confirmEmailChange(input: { token: $token }) {
    __typename
    ... on ConfirmEmailChangePayload { email }
    ... on Invalid { field reason }
  }
}
"""

SUBJECT = "Your new address"


async def mailed_token(smtp):
    return token_in((await mails(smtp))[SUBJECT])


async def email_of(user):
    return (await User.get(id=user.id)).email


async def test_who_is_not_signed_in_changes_no_address(ask):
    ada = await given_account("Ada")

    answer = await ask(None, CHANGE)

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await email_of(ada) == ada.email
    assert await EmailChange.all().count() == 0


async def test_without_the_password_no_address_is_changed(ask):
    ada = await given_account("Ada")

    answer = await ask(ada, CHANGE, present="a horse eats a bicycle")

    assert answer.data["changeEmail"]["field"] == "presentPassword"
    assert await OutboxEntry.all().count() == 0


async def test_nothing_changes_until_the_link_is_opened(ask, smtp):
    ada = await given_account("Ada")

    asked = await ask(ada, CHANGE)
    token = await mailed_token(smtp)
    before = await email_of(ada)
    confirmed = await ask(None, CONFIRM, token=token)

    assert asked.data["changeEmail"]["email"] == "ada@new.example"
    assert before == ada.email
    assert confirmed.data["confirmEmailChange"]["email"] == "ada@new.example"
    assert await email_of(ada) == "ada@new.example"


async def test_without_the_mailed_link_nobody_confirms_an_address(ask):
    ada = await given_account("Ada")
    await ask(ada, CHANGE)

    answer = await ask(None, CONFIRM, token="x" * 43)

    assert answer.data["confirmEmailChange"]["field"] == "token"
    assert await email_of(ada) == ada.email


async def test_both_addresses_hear_of_it(ask, smtp):
    ada = await given_account("Ada")

    await ask(ada, CHANGE)
    asked = await mails(smtp)
    await ask(None, CONFIRM, token=token_in(asked[SUBJECT]))
    done = await mails(smtp)

    assert asked[SUBJECT]["To"] == "ada@new.example"
    assert asked["Another address for your account"]["To"] == ada.email
    assert "#" not in asked["Another address for your account"].get_content()
    assert done["Your account has another address"]["To"] == ada.email


async def test_a_taken_address_looks_the_same_and_its_owner_is_told(ask, smtp):
    ada, bo = await given_account("Ada"), await given_user("Bo")

    free = await ask(ada, CHANGE)
    taken = await ask(ada, CHANGE, email=bo.email)

    assert free.data["changeEmail"].pop("email") == "ada@new.example"
    assert taken.data["changeEmail"].pop("email") == bo.email
    assert free == taken
    told = (await mails(smtp))[SUBJECT]
    assert (told["To"], "#" in told.get_content()) == (bo.email, False)


async def test_an_address_that_was_taken_meanwhile_stays_with_its_owner(ask, smtp):
    ada = await given_account("Ada")
    await ask(ada, CHANGE)
    token = await mailed_token(smtp)
    await User.create(name="Bo", email="ada@new.example")

    answer = await ask(None, CONFIRM, token=token)

    assert answer.data["confirmEmailChange"]["field"] == "token"
    assert await email_of(ada) == ada.email


async def test_one_s_own_address_is_no_new_one(ask):
    ada = await given_account("Ada")

    answer = await ask(ada, CHANGE, email=ada.email.upper())

    assert answer.data["changeEmail"]["field"] == "email"
    assert await OutboxEntry.all().count() == 0


async def test_a_link_works_once_and_those_asked_for_besides_not_at_all(ask, smtp):
    ada = await given_account("Ada")
    await ask(ada, CHANGE, email="ada@other.example")
    other = await mailed_token(smtp)
    await ask(ada, CHANGE)
    token = await mailed_token(smtp)

    answers = [await ask(None, CONFIRM, token=each) for each in (token, token, other)]

    kinds = [answer.data["confirmEmailChange"]["__typename"] for answer in answers]
    assert kinds == ["ConfirmEmailChangePayload", "Invalid", "Invalid"]
    assert await email_of(ada) == "ada@new.example"


async def test_of_two_clicks_at_once_one_counts(edge, smtp):
    await edge.ask(await given_account("Ada"), CHANGE)
    token = await mailed_token(smtp)

    answers = await asyncio.gather(*(edge.ask(None, CONFIRM, token=token) for _ in range(2)))

    kinds = sorted(answer.data["confirmEmailChange"]["__typename"] for answer in answers)
    assert kinds == ["ConfirmEmailChangePayload", "Invalid"]


async def test_a_link_ends_after_a_day(ask, smtp):
    ada, asked_at = await given_account("Ada"), datetime.now(UTC)
    await ask(ada, CHANGE)
    token = await mailed_token(smtp)
    lasts = (await EmailChange.get()).expires_at
    assert lasts
    await EmailChange.all().update(expires_at=datetime.now(UTC) - timedelta(seconds=1))

    answer = await ask(None, CONFIRM, token=token)

    assert timedelta(hours=24) <= lasts - asked_at < timedelta(hours=24, minutes=1)
    assert answer.data["confirmEmailChange"]["__typename"] == "Invalid"
    assert await email_of(ada) == ada.email


async def test_somebody_asks_for_five_links_a_day(ask):
    ada = await given_account("Ada")

    answers = [await ask(ada, CHANGE, email=f"a{n}@new.example") for n in range(6)]

    kinds = [answer.data["changeEmail"]["__typename"] for answer in answers]
    assert kinds == ["ChangeEmailPayload"] * 5 + ["TooMany"]
    assert await EmailChange.all().count() == 5


async def test_nothing_that_somebody_typed_stands_in_a_mail_to_others(ask, smtp):
    ada = await given_account("Ada")
    await User.filter(id=ada.id).update(name="See https://evil.example")

    await ask(ada, CHANGE)

    assert "evil" not in "".join(mail.get_content() for mail in (await mails(smtp)).values())
