import asyncio

import pytest

from actions.sessions import addresses, registering
from jobs import worker
from models import (
    AttemptWindow,
    Credential,
    OutboxEntry,
    Registration,
    Session,
    SpentToken,
    User,
)
from tests.cast import given_user

REGISTER = """
mutation ($email: String = "ada@example.org", $password: String = "a horse eats a battery",
          $name: String = "Ada", $timeZone: String = "Europe/Berlin") {
  register(input: { email: $email, password: $password, name: $name, timeZone: $timeZone }) {
    __typename
    ... on RegisterPayload { email }
    ... on Invalid { field reason }
  }
}
"""

VERIFY = """
mutation ($token: String!, $password: String = "a horse eats a battery") {
  verifyEmail(input: { token: $token, password: $password }) {
    __typename
    ... on VerifyEmailPayload { user { name } }
    ... on Problem { reason }
  }
}
"""

SIGN_IN = """
mutation ($email: String = "ada@example.org", $password: String = "a horse eats a battery") {
  signIn(input: { email: $email, password: $password }) {
    __typename
    ... on SignInPayload { viewer { email user { name } } tokens { accessToken refreshToken } }
    ... on Problem { reason }
  }
}
"""


ANOTHER = "the password of somebody else"


async def mailed(smtp):
    await worker.work()
    return smtp.texts[-1]


def token_in(text):
    return text.rpartition("/verify#")[2].split()[0]


async def test_a_new_person_registers_verifies_and_signs_in(ask, smtp):
    registered = await ask(None, REGISTER, email="Ada@Example.org")
    verified = await ask(None, VERIFY, token=token_in(await mailed(smtp)))
    signed_in = await ask(None, SIGN_IN)

    assert registered.data["register"] == {
        "__typename": "RegisterPayload",
        "email": "ada@example.org",
    }
    assert verified.data["verifyEmail"]["user"] == {"name": "Ada"}
    assert signed_in.data["signIn"]["viewer"] == {
        "email": "ada@example.org",
        "user": {"name": "Ada"},
    }


async def test_no_password_and_no_token_is_stored_in_clear(ask, smtp):
    await ask(None, REGISTER)
    token = token_in(await mailed(smtp))
    await ask(None, VERIFY, token=token)
    tokens = (await ask(None, SIGN_IN)).data["signIn"]["tokens"]

    tables = [Credential, Session, SpentToken, Registration, OutboxEntry]
    stored = repr([await table.all().values() for table in tables])

    for secret in ("a horse eats a battery", token, *tokens.values()):
        assert secret not in stored
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in stored


async def test_nobody_signs_in_before_the_address_is_verified(ask):
    await ask(None, REGISTER)

    answer = await ask(None, SIGN_IN)

    assert answer.data["signIn"]["__typename"] == "Unauthenticated"
    assert await Session.all().count() == 0


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(ask, smtp):
    await ask(None, REGISTER)
    await ask(None, VERIFY, token=token_in(await mailed(smtp)))

    wrong = await ask(None, SIGN_IN, password="a horse eats a bicycle")
    unknown = await ask(None, SIGN_IN, email="eve@example.org")

    assert wrong == unknown
    assert wrong.data["signIn"]["__typename"] == "Unauthenticated"


async def test_registering_a_known_address_tells_its_owner_and_nobody_else(ask, smtp):
    await given_user("Ada")
    ada = await User.get(name="Ada")

    answer = await ask(None, REGISTER, email=ada.email.upper())

    assert answer.data["register"] == {"__typename": "RegisterPayload", "email": ada.email}
    assert "just sign in" in await mailed(smtp)
    assert await User.all().count() == 1


async def test_of_two_registrations_at_once_the_first_link_makes_the_account(edge, smtp):
    await asyncio.gather(edge.ask(None, REGISTER), edge.ask(None, REGISTER))
    await worker.work()

    links = [token_in(text) for text in smtp.texts]
    answers = await asyncio.gather(*(edge.ask(None, VERIFY, token=link) for link in links))

    kinds = sorted(answer.data["verifyEmail"]["__typename"] for answer in answers)
    assert kinds == ["Invalid", "VerifyEmailPayload"]
    assert await User.all().count() == 1


async def test_a_link_makes_the_account_it_was_mailed_for_and_no_other(ask, smtp):
    await ask(None, REGISTER, name="Eve", password=ANOTHER)
    await mailed(smtp)
    await ask(None, REGISTER)

    await ask(None, VERIFY, token=token_in(await mailed(smtp)))

    taken = await ask(None, SIGN_IN, password=ANOTHER)
    own = await ask(None, SIGN_IN)
    assert taken.data["signIn"]["__typename"] == "Unauthenticated"
    assert own.data["signIn"]["viewer"]["user"] == {"name": "Ada"}


async def test_who_opens_a_link_that_a_stranger_asked_for_gives_them_no_account(ask, smtp):
    await ask(None, REGISTER, name="Eve", password=ANOTHER)
    strange = token_in(await mailed(smtp))
    await ask(None, REGISTER)
    own = token_in(await mailed(smtp))

    refused = await ask(None, VERIFY, token=strange)
    verified = await ask(None, VERIFY, token=own)

    assert refused.data["verifyEmail"]["reason"] == registering.NOT_CHOSEN
    assert verified.data["verifyEmail"]["user"] == {"name": "Ada"}
    taken = await ask(None, SIGN_IN, password=ANOTHER)
    assert taken.data["signIn"]["__typename"] == "Unauthenticated"


async def test_a_wrong_password_leaves_the_link_good_and_ten_have_to_wait(ask, smtp):
    await ask(None, REGISTER)
    token = token_in(await mailed(smtp))

    answers = [await ask(None, VERIFY, token=token, password=ANOTHER) for _ in range(11)]

    kinds = [answer.data["verifyEmail"]["__typename"] for answer in answers]
    assert kinds == ["Invalid"] * 10 + ["TooMany"]
    await AttemptWindow.all().delete()
    assert (await ask(None, VERIFY, token=token)).data["verifyEmail"]["user"] == {"name": "Ada"}


async def test_nobody_writes_the_mail_that_others_get(ask, smtp):
    await ask(None, REGISTER, name="See https://evil.example")

    assert "evil" not in await mailed(smtp)


async def test_an_address_gets_three_mails_in_ten_minutes(ask, smtp):
    answers = [await ask(None, REGISTER) for _ in range(5)]

    await worker.work()

    assert len(smtp.mails) == 3
    assert all(answer == answers[0] for answer in answers)


async def test_an_address_signs_in_as_it_registered(ask, smtp):
    written = "Ida@XN--BCHER-KVA.example"
    await ask(None, REGISTER, email=written)
    await ask(None, VERIFY, token=token_in(await mailed(smtp)))

    answer = await ask(None, SIGN_IN, email=written)

    assert answer.data["signIn"]["__typename"] == "SignInPayload"


@pytest.mark.parametrize("email", ["x" * 300 + "@example.org", "x" * 100_000, "", "a\x00b"])
async def test_what_is_no_address_signs_nobody_in(ask, email):
    answer = await ask(None, SIGN_IN, email=email)

    assert answer.data["signIn"]["__typename"] == "Unauthenticated"


async def test_a_long_address_is_refused_before_anybody_takes_it_apart(ask, monkeypatch):
    taken_apart = []
    monkeypatch.setattr(addresses, "validate_email", lambda email, **_: taken_apart.append(email))

    registered = await ask(None, REGISTER, email="a." * 500_000)
    signed_in = await ask(None, SIGN_IN, email="a." * 500_000)

    told = registered.data["register"]
    assert told["reason"] == "Write an address of at most 254 characters"
    assert signed_in.data["signIn"]["__typename"] == "Unauthenticated"
    assert taken_apart == []


async def test_one_document_signs_in_and_out(ask, smtp):
    await ask(None, REGISTER)
    await ask(None, VERIFY, token=token_in(await mailed(smtp)))

    both = SIGN_IN.rstrip().removesuffix("}") + " signOut { signedOutAt } }"
    answer = await ask(None, both)

    assert answer.errors == []
    assert (await Session.get()).ended_at is not None


async def test_a_link_works_once(ask, smtp):
    await ask(None, REGISTER)
    token = token_in(await mailed(smtp))
    await ask(None, VERIFY, token=token)

    again = await ask(None, VERIFY, token=token)

    assert again.data["verifyEmail"]["__typename"] == "Invalid"


async def test_a_link_ends_after_a_day(ask, smtp, monkeypatch):
    monkeypatch.setattr("actions.sessions.registering.LINK_LASTS", -worker.LEASE)
    await ask(None, REGISTER)

    answer = await ask(None, VERIFY, token=token_in(await mailed(smtp)))

    assert answer.data["verifyEmail"]["__typename"] == "Invalid"
    assert await User.all().count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "not an address"),
        ("email", "a@b@c"),
        ("password", "too short"),
        ("password", "x" * 129),
        ("name", "  "),
        ("name", "x" * 101),
        ("name", "Ada\nClick here"),
        ("timeZone", "Mars/Olympus"),
    ],
)
async def test_what_cannot_be_accepted_is_named_and_nothing_is_stored(ask, field, value):
    answer = await ask(None, REGISTER, **{field: value})

    assert answer.data["register"]["field"] == field
    assert await User.all().count() == 0
    assert await Registration.all().count() == 0
    assert await OutboxEntry.all().count() == 0
