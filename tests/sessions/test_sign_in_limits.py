import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions import retention
from actions import sessions as actions
from actions.passwords import hashing
from actions.sessions import devices, limits
from actions.sessions.callers import Caller
from errors import TooMany, Unauthenticated
from models import AttemptWindow, Device, Session
from tests.cast import given_user
from tests.sessions.accounts import PASSWORD, SIGN_IN, given_account

WRONG = "a horse eats a bicycle"
HERE, THERE = Caller("192.0.2.1"), Caller("192.0.2.2")

DEVICE = """
mutation ($email: String!, $password: String = "a horse eats a battery", $device: String) {
  signIn(input: { email: $email, password: $password, deviceToken: $device }) {
    __typename
    ... on SignInPayload { deviceToken }
    ... on TooMany { retryAfter }
  }
}
"""


async def tried(email, password=WRONG, caller=HERE):
    """What comes of it: in, wrong, or late."""
    try:
        await actions.sign_in(email, password, caller)
    except Unauthenticated:
        return "wrong"
    except TooMany:
        return "late"
    return "in"


@pytest.fixture
def quick(monkeypatch):
    """No passwords are hashed; how many were asked for."""
    asked = []

    def verify(password, known):
        asked.append(known)
        return password == PASSWORD and known != hashing.UNKNOWN

    monkeypatch.setattr(hashing, "verify", verify)
    return asked


@pytest.fixture
def windows_end():
    async def end():
        await AttemptWindow.all().update(ends_at=datetime.now(UTC) - timedelta(seconds=1))

    return end


async def test_a_stranger_tries_ten_times_and_then_waits(ask, quick):
    ada = await given_account("Ada")

    answers = [await ask(None, SIGN_IN, email=ada.email, password=WRONG) for _ in range(11)]
    right = await ask(None, SIGN_IN, email=ada.email)

    kinds = [answer.data["signIn"]["__typename"] for answer in answers]
    assert kinds == ["Unauthenticated"] * 10 + ["TooMany"]
    assert right.data["signIn"]["__typename"] == "TooMany"
    assert 290 < right.data["signIn"]["retryAfter"] <= 300
    assert len(quick) == 10
    assert await Session.all().count() == 0


async def test_after_five_minutes_it_can_be_tried_again(empty, quick, windows_end):
    ada = await given_account("Ada")
    for _ in range(11):
        await tried(ada.email)

    await windows_end()

    assert await tried(ada.email, PASSWORD) == "in"


async def test_of_attempts_at_the_same_time_ten_are_made(empty, quick):
    ada = await given_account("Ada")

    outcomes = await asyncio.gather(*(tried(ada.email) for _ in range(30)))

    assert sorted(outcomes) == ["late"] * 20 + ["wrong"] * 10
    assert len(quick) == 10


async def test_other_addresses_and_other_accounts_are_counted_apart(empty, quick):
    ada, bo = await given_account("Ada"), await given_account("Bo")
    for _ in range(11):
        await tried(ada.email)

    assert await tried(ada.email, PASSWORD, THERE) == "in"
    assert await tried(bo.email, PASSWORD) == "in"
    assert await tried(ada.email, PASSWORD) == "late"


async def test_who_signs_in_begins_anew(empty, quick):
    ada = await given_account("Ada")

    for _ in range(3):
        outcomes = [await tried(ada.email) for _ in range(9)]
        assert [*outcomes, await tried(ada.email, PASSWORD)] == ["wrong"] * 9 + ["in"]


async def test_an_account_bears_a_hundred_failures_in_a_row_wherever_they_come_from(
    empty, quick, windows_end
):
    ada = await given_account("Ada")

    outcomes = [await tried(ada.email, caller=Caller(f"192.0.2.{n}")) for n in range(101)]

    assert outcomes == ["wrong"] * 100 + ["late"]
    assert await tried(ada.email, PASSWORD, THERE) == "late"
    await windows_end()
    assert await tried(ada.email, PASSWORD, THERE) == "in"


async def test_a_thousand_failures_in_five_minutes_are_all_that_there_are(
    empty, quick, monkeypatch
):
    monkeypatch.setattr(limits, "OVERALL", replace(limits.OVERALL, most=3))
    ada = await given_account("Ada")
    device = await devices.remember(ada, None)

    strangers = [await tried(f"{n}@example.org") for n in range(4)]

    assert strangers == ["wrong"] * 3 + ["late"]
    assert await tried(ada.email, PASSWORD) == "late"
    assert await tried(ada.email, PASSWORD, Caller("192.0.2.1", device=device)) == "in"


async def test_one_address_alone_does_not_use_up_what_all_have(empty, quick, monkeypatch):
    monkeypatch.setattr(limits, "OVERALL", replace(limits.OVERALL, most=101))
    ada = await given_account("Ada")

    strangers = [await tried(f"{number}@example.org") for number in range(103)]

    assert strangers == ["wrong"] * 100 + ["late"] * 3
    assert await tried(ada.email, PASSWORD) == "late"
    assert await tried(ada.email, PASSWORD, THERE) == "in"


async def test_a_known_browser_is_not_counted_with_its_address(empty, quick, monkeypatch):
    monkeypatch.setattr(limits, "FROM_AN_ADDRESS", replace(limits.FROM_AN_ADDRESS, most=1))
    ada = await given_account("Ada")
    known = Caller(HERE.address, device=await devices.remember(ada, None))

    outcomes = [await tried("nobody@example.org"), await tried(ada.email, PASSWORD)]

    assert outcomes == ["wrong", "late"]
    assert await tried(ada.email, PASSWORD, known) == "in"


async def test_who_signs_in_takes_nothing_from_what_all_have(empty, quick, monkeypatch):
    for name in ("FROM_AN_ADDRESS", "OVERALL"):
        monkeypatch.setattr(limits, name, replace(getattr(limits, name), most=1))
    ada = await given_account("Ada")

    assert [await tried(ada.email, PASSWORD) for _ in range(3)] == ["in"] * 3


async def test_a_browser_that_was_signed_in_before_is_never_locked_out_by_others(ask, quick):
    ada = await given_account("Ada")
    device = (await ask(None, DEVICE, email=ada.email)).data["signIn"]["deviceToken"]
    for number in range(101):
        await tried(ada.email, caller=Caller(f"192.0.2.{number}"))

    stranger = await ask(None, DEVICE, email=ada.email)
    known = await ask(None, DEVICE, email=ada.email, device=device)

    assert stranger.data["signIn"]["__typename"] == "TooMany"
    assert known.data["signIn"] == {"__typename": "SignInPayload", "deviceToken": device}
    assert await Device.all().count() == 1


async def test_a_known_browser_has_ten_attempts_of_its_own(empty, quick):
    ada = await given_account("Ada")
    known = Caller("192.0.2.1", device=await devices.remember(ada, None))

    outcomes = [await tried(ada.email, caller=known) for _ in range(11)]

    assert outcomes == ["wrong"] * 10 + ["late"]
    assert await tried(ada.email, PASSWORD, THERE) == "in"


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "\x00" * 43])
async def test_a_token_of_no_device_is_that_of_a_stranger(ask, quick, token):
    ada = await given_account("Ada")

    answer = await ask(None, DEVICE, email=ada.email, device=token)

    assert answer.data["signIn"]["__typename"] == "SignInPayload"
    assert answer.data["signIn"]["deviceToken"] != token


async def test_the_browser_of_somebody_else_is_a_stranger_s(empty, quick):
    ada, eve = await given_account("Ada"), await given_account("Eve")
    evil = Caller("192.0.2.1", device=await devices.remember(eve, None))

    outcomes = [await tried(ada.email, caller=evil) for _ in range(11)]

    assert outcomes == ["wrong"] * 10 + ["late"]
    assert await tried(ada.email) == "late"


async def test_of_many_devices_the_twenty_used_last_are_known(empty):
    ada = await given_user("Ada")
    tokens = [await devices.remember(ada, None) for _ in range(22)]

    known = [bool(await devices.known(token, ada.email)) for token in tokens]

    assert known == [False] * 2 + [True] * 20


async def test_no_answer_and_no_work_tells_whether_there_is_an_account(ask, quick, queries):
    ada = await given_account("Ada")
    told, worked = [], []

    for email in (ada.email, "nobody@example.org"):
        with queries() as count:
            told.append([await ask(None, SIGN_IN, email=email, password=WRONG) for _ in range(11)])
        worked.append((count.total, len(quick)))

    assert told[0] == told[1]
    assert worked[1] == (worked[0][0], 2 * worked[0][1])


async def test_a_limit_keeps_no_address_and_goes_when_it_is_over(empty, quick, windows_end):
    await tried("ada@example.org")
    kept = repr(await AttemptWindow.all().values())

    await windows_end()
    await retention.tidy()

    assert "ada" not in kept
    assert "192.0.2" not in kept
    assert await AttemptWindow.all().count() == 0


async def test_devices_go_half_a_year_after_they_were_used(empty):
    ada = await given_user("Ada")
    tokens = [await devices.remember(ada, None) for _ in range(2)]
    oldest = await Device.all().order_by("id").first().values_list("id", flat=True)
    await Device.filter(id=oldest).update(used_at=datetime.now(UTC) - timedelta(days=181))

    await retention.tidy()

    assert await devices.known(tokens[0], ada.email) is None
    assert await devices.known(tokens[1], ada.email)
