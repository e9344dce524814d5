"""Adding a second factor, and going without it again."""

import asyncio
from base64 import b32decode
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from models import OutboxEntry, RecoveryCode, Session, Totp
from tests.cast import given_token
from tests.documents import do, mutation
from tests.sessions.accounts import PASSWORD, given_account, mails
from tests.sessions.second_factor import (
    challenged,
    confirmed,
    given_careful,
    given_second_factor,
    shown,
)
from tests.sessions.test_changing_password import CHANGE, signs_in

MINE = "{ viewer { hasSecondFactor recoveryCodesLeft } }"
WRONG = {"presentPassword": "a horse eats a bicycle"}
RIGHT = {"presentPassword": PASSWORD}
SHORT = "xk7 wq2v,pz"

INPUTS = {
    "startTotp": RIGHT,
    "confirmTotp": {"code": "000000"},
    "removeTotp": RIGHT | {"code": "000000"},
    "newRecoveryCodes": RIGHT | {"code": "000000"},
}


async def begun(ask, user):
    """The seed that the app holds from now on."""
    return b32decode((await do(ask, user, "startTotp", "secret", **RIGHT))["secret"])


async def stored():
    return await Totp.all().count(), await RecoveryCode.all().count()


@pytest.mark.parametrize("name", INPUTS)
async def test_who_is_not_signed_in_changes_no_second_factor(ask, name):
    await given_careful()

    answer = await ask(None, mutation(name), input=INPUTS[name])

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await stored() == (1, 10)


async def test_an_app_is_set_up_by_its_secret_and_a_code(ask):
    ada = await given_account("Ada")
    seed = await begun(ask, ada)

    before = await ask(ada, MINE)
    done = await do(ask, ada, "confirmTotp", "recoveryCodes", code=shown(seed=seed))
    after = await ask(ada, MINE)

    assert before.data["viewer"] == {"hasSecondFactor": False, "recoveryCodesLeft": 0}
    assert len(set(done["recoveryCodes"])) == 10
    assert after.data["viewer"] == {"hasSecondFactor": True, "recoveryCodesLeft": 10}
    challenge = await challenged(ask, ada)
    assert (await confirmed(ask, challenge, shown(1, seed)))["__typename"] == "ConfirmSignInPayload"


async def test_the_qr_code_holds_the_same_as_the_text(ask):
    ada = await given_account("Ada")

    answer = await do(ask, ada, "startTotp", "secret uri", **RIGHT)

    uri = urlsplit(answer["uri"])
    named = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == (
        *("otpauth", "totp"),
        f"/Mentorgraph:{ada.email}",
    )
    assert (named["secret"], named["issuer"]) == ([answer["secret"]], ["Mentorgraph"])
    assert len(b32decode(answer["secret"])) == 20


async def test_until_a_code_is_confirmed_the_password_is_enough(ask):
    ada = await given_account("Ada")

    await begun(ask, ada)

    assert await signs_in(ask, ada, PASSWORD)


async def test_a_session_alone_sets_nothing_up(ask):
    ada = await given_account("Ada")

    answer = await do(ask, ada, "startTotp", **WRONG)

    assert (answer["__typename"], answer["field"]) == ("Invalid", "presentPassword")
    assert await stored() == (0, 0)


async def test_a_wrong_code_confirms_nothing(ask):
    ada = await given_account("Ada")
    await begun(ask, ada)

    answer = await do(ask, ada, "confirmTotp", code="000000")

    assert answer["field"] == "code"
    assert (await ask(ada, MINE)).data["viewer"]["hasSecondFactor"] is False


async def test_who_begins_again_has_a_new_secret_and_who_is_done_does_not(ask):
    ada = await given_account("Ada")
    old, new = await begun(ask, ada), await begun(ask, ada)

    refused = await do(ask, ada, "confirmTotp", code=shown(seed=old))
    await do(ask, ada, "confirmTotp", code=shown(seed=new))
    again = await do(ask, ada, "startTotp", **RIGHT)
    twice = await do(ask, ada, "confirmTotp", code=shown(1, new))

    assert refused["field"] == "code"
    assert [again["__typename"], twice["__typename"]] == ["Conflict", "Conflict"]
    assert await stored() == (1, 10)


async def test_of_two_confirmations_at_once_one_gives_codes(edge):
    ada = await given_account("Ada")
    code = shown(seed=await begun(edge.ask, ada))

    answers = await asyncio.gather(*(do(edge.ask, ada, "confirmTotp", code=code) for _ in range(2)))

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["ConfirmTotpPayload", "Conflict"]
    assert await stored() == (1, 10)


async def test_adding_and_removing_it_sign_out_the_other_devices_and_are_told(ask, smtp):
    ada = await given_account("Ada")
    living = Session.filter(user_id=ada.id, ended_at=None)
    seed, ended = await begun(ask, ada), []

    await given_token(ada)
    await do(ask, ada, "confirmTotp", code=shown(seed=seed))
    ended.append(await living.count())
    await given_token(ada)
    await do(ask, ada, "removeTotp", **RIGHT, code=shown(1, seed))
    ended.append(await living.count())

    assert ended == [1, 1]
    assert [mail["To"] for mail in (await mails(smtp)).values()] == [ada.email] * 2
    assert sorted(mail["Subject"] for mail in smtp.mails) == [
        "Your account has a second factor",
        "Your account has no second factor any more",
    ]


async def test_without_it_a_password_is_enough_again(ask):
    ada = await given_careful()

    await do(ask, ada, "removeTotp", **RIGHT, code=shown())

    assert await signs_in(ask, ada, PASSWORD)
    assert await stored() == (0, 0)


@pytest.mark.parametrize("name", ["removeTotp", "newRecoveryCodes"])
async def test_neither_a_password_nor_a_code_is_enough_to_change_it(ask, name):
    ada = await given_careful()
    codes = await RecoveryCode.all().values_list("code_hash", flat=True)

    no_code = await do(ask, ada, name, **RIGHT, code="000000")
    no_password = await do(ask, ada, name, **WRONG, code=shown())

    assert [no_code["field"], no_password["field"]] == ["code", "presentPassword"]
    assert await RecoveryCode.all().values_list("code_hash", flat=True) == codes
    assert await stored() == (1, 10)


@pytest.mark.parametrize("name", ["removeTotp", "newRecoveryCodes"])
async def test_who_has_none_is_told_so(ask, name):
    answer = await do(ask, await given_account("Ada"), name, **RIGHT, code="000000")

    assert answer["__typename"] == "Conflict"
    assert await OutboxEntry.all().count() == 0


async def test_new_recovery_codes_replace_the_old_ones(ask, smtp):
    ada = await given_account("Ada")
    old = await given_second_factor(ada)

    answer = await do(ask, ada, "newRecoveryCodes", "recoveryCodes", **RIGHT, code=old[0])
    new = answer["recoveryCodes"]

    challenge = await challenged(ask, ada)
    kinds = [(await confirmed(ask, challenge, code))["__typename"] for code in (old[1], new[1])]
    assert kinds == ["Invalid", "ConfirmSignInPayload"]
    assert (await mails(smtp))["You have new recovery codes"]["To"] == ada.email


async def test_with_a_second_factor_eight_characters_are_enough_for_a_password(ask):
    ada, bo = await given_careful("Ada"), await given_account("Bo")

    with_it = await ask(ada, CHANGE, new=SHORT, code=shown())
    without = await ask(bo, CHANGE, new=SHORT)

    assert with_it.data["changePassword"]["__typename"] == "ChangePasswordPayload"
    assert without.data["changePassword"]["field"] == "newPassword"


async def test_a_password_that_needs_a_second_factor_keeps_it(ask):
    ada = await given_careful("Ada", SHORT)

    answer = await do(ask, ada, "removeTotp", presentPassword=SHORT, code=shown())

    assert answer["field"] == "presentPassword"
    assert await stored() == (1, 10)
