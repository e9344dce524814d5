import pytest
from argon2 import PasswordHasher

from actions import passwords
from actions.passwords import hashing, policy
from errors import Invalid, TooMany
from models import Credential
from tests.sessions.accounts import PASSWORD, SIGN_IN, given_account

REGISTER = """
mutation ($password: String!, $name: String = "Ada Lovelace") {
  register(input: { email: "ada.l@engine.example", password: $password, name: $name }) {
    __typename
    ... on Invalid { field reason }
  }
}
"""

GOOD = "nine quiet lamps at sea"


async def reason(password, **options):
    """Why it is refused; None if it is not."""
    try:
        await policy.check("password", password, **options)
    except Invalid as error:
        return error.reason


@pytest.mark.parametrize(
    "password",
    [
        "adalovelaceadalovelace",
        "ada.l@engine.example",
        "engine engine engine engine",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "qwertyuiopasdfghjkl",
        "password12345678",
        "abcdefghijklmnopqrstuvwxyz",
    ],
)
async def test_what_is_easy_to_guess_is_refused(ask, password):
    answer = await ask(None, REGISTER, password=password)

    assert answer.data["register"] == {
        "__typename": "Invalid",
        "field": "password",
        "reason": policy.TOO_EASY,
    }


async def test_every_common_password_that_is_long_enough_is_refused():
    long_enough = [word for word in policy.common_passwords() if len(word) >= policy.SHORTEST]

    assert len(long_enough) == 31
    assert {await reason(word) for word in long_enough} == {policy.TOO_COMMON}
    assert {await reason(word.upper()) for word in long_enough} == {policy.TOO_COMMON}


async def test_with_a_second_factor_eight_characters_do_but_none_of_11_000_common_ones():
    shorter = "xk7 wq2v,pz"

    assert await reason(shorter) == "Choose 15 to 128 characters; a sentence is good"
    assert await reason(shorter, has_second_factor=True) is None
    assert await reason("baseball1", has_second_factor=True) == policy.TOO_COMMON
    assert len(policy.common_passwords()) == 11_611


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [(GOOD[:14], False), (GOOD[:15], True), ((GOOD * 6)[:128], True), ((GOOD * 6)[:129], False)],
)
async def test_fifteen_to_128_characters_are_taken(password, is_taken):
    assert (await reason(password) is None) == is_taken


@pytest.mark.parametrize("other", [f" {PASSWORD}", f"{PASSWORD} ", PASSWORD.upper()])
async def test_every_character_of_a_password_counts(ask, other):
    ada = await given_account("Ada", password=other)

    as_it_is = await ask(None, SIGN_IN, email=ada.email, password=other)
    nearly = await ask(None, SIGN_IN, email=ada.email, password=PASSWORD)

    assert as_it_is.data["signIn"]["__typename"] == "SignInPayload"
    assert nearly.data["signIn"]["__typename"] == "Unauthenticated"


async def test_a_hash_with_other_parameters_is_renewed_when_somebody_signs_in(ask):
    ada = await given_account("Ada")
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    await Credential.all().update(password_hash=old)

    await ask(None, SIGN_IN, email=ada.email, password="a horse eats a bicycle")
    wrong = (await Credential.get()).password_hash
    await ask(None, SIGN_IN, email=ada.email)
    right = (await Credential.get()).password_hash
    again = await ask(None, SIGN_IN, email=ada.email)

    assert wrong == old
    assert right.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert again.data["signIn"]["__typename"] == "SignInPayload"
    assert (await Credential.get()).password_hash == right


@pytest.mark.parametrize("mangled", ["@4b8c({[<d3e6g9i1!|l1|7o0s$5t+7x%z2" * 3, "4@8(3" * 20])
def test_of_what_could_be_read_in_many_ways_only_the_beginning_is_judged(monkeypatch, mangled):
    judged = []

    def judge(password, user_inputs):
        judged.append(len(password))
        return {"score": 0}

    monkeypatch.setattr(policy, "zxcvbn", judge)
    policy.score(mangled, [])
    policy.score(GOOD * 6, [])

    assert judged == [16, 72]


async def test_while_fifty_passwords_wait_another_one_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(hashing, "MOST_WAITING", 0)

    for doing in (passwords.hash_of(GOOD), passwords.matches(GOOD, None), reason(GOOD)):
        with pytest.raises(TooMany):
            await doing
