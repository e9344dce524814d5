"""Signing in, for who has a second factor."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from actions import sessions as actions
from actions.sessions import Caller, devices, limits
from actions.sessions.factors import recovery, totp
from errors import Invalid, TooMany
from models import (
    AttemptWindow,
    Device,
    RecoveryCode,
    Session,
    SignInChallenge,
    SignInMethod,
    Totp,
)
from tests.sessions.accounts import PASSWORD, given_account, mails, token_in
from tests.sessions.second_factor import (
    SEED,
    SIGN_IN,
    challenged,
    confirmed,
    given_careful,
    given_second_factor,
    shown,
)
from tests.sessions.test_resetting import ASK, RESET

WRONG = "000000"
FULL_WIDTH = "".join(chr(0xFF10 + digit) for digit in range(6))


@pytest.mark.parametrize("challenge", ["", "x", "x" * 43])
async def test_without_the_password_no_code_signs_anybody_in(ask, challenge):
    await given_careful()

    answer = await confirmed(ask, challenge, shown())

    assert answer["__typename"] == "Unauthenticated"
    assert await Session.all().count() == 0


async def test_a_password_alone_starts_no_session(ask):
    await challenged(ask, await given_careful())

    assert await Session.all().count() == 0
    assert await Device.all().count() == 0


async def test_a_password_and_a_code_of_the_app_sign_in(ask):
    ada = await given_careful()

    answer = await confirmed(ask, await challenged(ask, ada), shown())

    assert answer["viewer"] == {"email": ada.email}
    assert len(answer["deviceToken"]) == 43
    assert (await Session.get()).method is SignInMethod.TOTP


async def test_a_wrong_password_asks_for_no_code(ask):
    ada = await given_careful()

    answer = await ask(None, SIGN_IN, email=ada.email, password="a horse eats a bicycle")

    assert answer.data["signIn"]["__typename"] == "Unauthenticated"
    assert await SignInChallenge.all().count() == 0


@pytest.mark.parametrize("code", [WRONG, "", "12345", "1234567", FULL_WIDTH, "x" * 100_000])
async def test_a_wrong_code_signs_nobody_in_and_can_be_corrected(ask, code):
    challenge = await challenged(ask, await given_careful())

    wrong = await confirmed(ask, challenge, code)
    before = await Session.all().count()
    right = await confirmed(ask, challenge, f" {shown()[:3]} {shown()[3:]} ")

    assert (wrong["__typename"], wrong["field"], before) == ("Invalid", "code", 0)
    assert right["__typename"] == "ConfirmSignInPayload"


async def test_a_challenge_is_good_once(ask):
    ada = await given_careful()
    challenge = await challenged(ask, ada)

    answers = [await confirmed(ask, challenge, shown(step)) for step in (0, 1)]

    kinds = [answer["__typename"] for answer in answers]
    assert kinds == ["ConfirmSignInPayload", "Unauthenticated"]


async def test_a_challenge_lasts_five_minutes(ask):
    ada, now = await given_careful(), datetime.now(UTC)
    challenge = await challenged(ask, ada)
    until = (await SignInChallenge.get()).expires_at
    await SignInChallenge.all().update(expires_at=datetime.now(UTC))

    late = await confirmed(ask, challenge, shown())

    assert timedelta(minutes=5) <= until - now < timedelta(minutes=6)
    assert late["__typename"] == "Unauthenticated"


async def test_a_code_is_taken_once(ask):
    ada = await given_careful()
    code = shown()
    await confirmed(ask, await challenged(ask, ada), code)

    again = await confirmed(ask, await challenged(ask, ada), code)

    assert again["__typename"] == "Invalid"


async def test_of_one_code_shown_twice_at_once_one_is_taken(edge):
    ada = await given_careful()
    challenges = [await challenged(edge.ask, ada) for _ in range(2)]
    code = shown()

    answers = await asyncio.gather(*(confirmed(edge.ask, each, code) for each in challenges))

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["ConfirmSignInPayload", "Invalid"]


@pytest.mark.parametrize(
    ("drift", "last", "is_taken"),
    [
        (0, 0, True),
        (-1, 0, True),
        (1, 0, True),
        (-2, 0, False),
        (2, 0, False),
        (0, 999, True),
        (0, 1_000, False),
        (-1, 1_000, False),
        (1, 1_000, True),
    ],
)
async def test_a_code_of_one_step_to_either_side_is_taken_if_none_as_new_was(
    empty, monkeypatch, drift, last, is_taken
):
    ada = await given_careful()
    await Totp.all().update(last_step=last)
    code = totp.app_of(await Totp.get()).generate((1_000 + drift) * 30).decode()

    monkeypatch.setattr(totp, "present_step", lambda: 1_000)

    assert await totp.Authenticator().takes(ada.id, code) == is_taken


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
    ],
)
async def test_codes_are_those_of_rfc_6238(empty, second, code):
    await given_careful()

    assert totp.app_of(await Totp.get()).generate(second).decode() == code


async def test_the_code_of_somebody_else_is_wrong(ask):
    ada, eve = await given_careful("Ada"), await given_account("Eve")
    codes = await given_second_factor(eve)
    await Totp.filter(user_id=eve.id).delete()

    answer = await confirmed(ask, await challenged(ask, ada), codes[0])

    assert answer["__typename"] == "Invalid"
    assert await RecoveryCode.filter(user_id=eve.id).count() == 10


async def test_a_recovery_code_signs_in_once_and_its_owner_is_told(ask, smtp):
    ada = await given_account("Ada")
    codes = await given_second_factor(ada)

    once = await confirmed(ask, await challenged(ask, ada), f" {codes[3].upper()} ")
    again = await confirmed(ask, await challenged(ask, ada), codes[3])

    assert (once["__typename"], again["__typename"]) == ("ConfirmSignInPayload", "Invalid")
    assert (await Session.get()).method is SignInMethod.RECOVERY_CODE
    assert await RecoveryCode.all().count() == 9
    assert (await mails(smtp))["A recovery code was used"]["To"] == ada.email


async def test_of_one_recovery_code_shown_twice_at_once_one_is_taken(edge):
    ada = await given_account("Ada")
    codes = await given_second_factor(ada)
    challenges = [await challenged(edge.ask, ada) for _ in range(2)]

    answers = await asyncio.gather(*(confirmed(edge.ask, each, codes[0]) for each in challenges))

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["ConfirmSignInPayload", "Invalid"]


async def test_somebody_tries_five_codes_in_five_minutes(ask):
    ada = await given_careful()
    challenge = await challenged(ask, ada)

    wrong = [await confirmed(ask, challenge, WRONG) for _ in range(5)]
    late = await confirmed(ask, challenge, shown())

    assert [answer["__typename"] for answer in wrong] == ["Invalid"] * 5
    assert late["__typename"] == "TooMany"
    assert await Session.all().count() == 0


@pytest.mark.parametrize(("most", "number"), [(20, 1), (50, 2)])
async def test_wherever_they_come_from_20_codes_are_tried_in_an_hour_and_50_in_a_day(
    empty, most, number
):
    ada = await given_careful()
    await limits.attempt_code(ada.id, "192.0.2.1")
    await AttemptWindow.filter(key=limits.CODES[number].key(ada.id)).update(count=most - 1)

    await limits.attempt_code(ada.id, "192.0.2.2")
    with pytest.raises(TooMany):
        await limits.attempt_code(ada.id, "192.0.2.3")

    assert limits.CODES[number].within in (timedelta(hours=1), timedelta(days=1))


async def test_in_five_minutes_a_known_device_has_codes_of_its_own(empty):
    ada = await given_careful()
    device = await devices.remember(ada, None)
    for _ in range(5):
        await limits.attempt_code(ada.id, "192.0.2.1")
    here = Caller("192.0.2.1", device=device)
    begun = await actions.sign_in(ada.email, PASSWORD, here)
    assert isinstance(begun, actions.Challenge)

    with pytest.raises(TooMany):
        await actions.confirm_sign_in(begun.token, shown(), Caller("192.0.2.1"))

    assert (await actions.confirm_sign_in(begun.token, shown(), here)).device == device


async def test_in_an_hour_all_devices_have_twenty_codes_together(empty):
    ada = await given_careful()
    known = [Caller(device=await devices.remember(ada, None)) for _ in range(5)]
    begun = await actions.sign_in(ada.email, PASSWORD, known[0])
    assert isinstance(begun, actions.Challenge)

    for caller in known[:4] * 5:
        with pytest.raises(Invalid):
            await actions.confirm_sign_in(begun.token, WRONG, caller)

    with pytest.raises(TooMany):
        await actions.confirm_sign_in(begun.token, shown(), known[4])


async def test_a_reset_password_does_not_skip_the_second_factor(ask, smtp):
    ada, new = await given_careful(), "nine quiet lamps at sea"
    await ask(None, ASK, email=ada.email)
    token = token_in((await mails(smtp))["Choose a new password"])

    await ask(None, RESET, token=token, new=new)

    challenge = await challenged(ask, ada, new)
    assert await Session.all().count() == 0
    assert (await confirmed(ask, challenge, shown()))["__typename"] == "ConfirmSignInPayload"


async def test_neither_seeds_nor_codes_nor_challenges_are_stored_in_clear(ask):
    ada = await given_account("Ada")
    codes = await given_second_factor(ada)
    challenge = await challenged(ask, ada)

    tables = (Totp, RecoveryCode, SignInChallenge)
    stored = repr([await table.all().values() for table in tables])

    for secret in (SEED.decode(), challenge, *codes, *map(recovery.plain, codes)):
        assert secret not in stored


def test_a_recovery_code_is_80_bits_that_people_can_copy():
    codes = {recovery.new_code() for _ in range(100)}

    assert len(codes) == 100
    assert {recovery.FORM.fullmatch(recovery.plain(code)) is not None for code in codes} == {True}
    assert recovery.CODE_BYTES * 8 == 80
