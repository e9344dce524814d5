"""What is asked once more of who is signed in and has a second factor."""

import asyncio

import pytest

from actions.sessions.changing_email import CHANGES
from actions.sessions.proofs import NO_CODE
from models import Credential, DeletionRequest, EmailChange, OutboxEntry, RecoveryCode
from tests.documents import do, mutation
from tests.sessions.accounts import PASSWORD, given_account, mails
from tests.sessions.second_factor import given_careful, given_second_factor, shown

RIGHT = {"presentPassword": PASSWORD}
WRONG = {"presentPassword": "a horse eats a bicycle"}
MORE = {
    "changePassword": {"newPassword": "nine quiet lamps at sea"},
    "changeEmail": {"email": "ada@new.example"},
    "requestDeletion": {},
}
each = pytest.mark.parametrize("name", MORE)


async def stored() -> list[object]:
    """What may not have changed."""
    counts = [await t.all().count() for t in (OutboxEntry, EmailChange, DeletionRequest)]
    return [*counts, await Credential.all().values_list("password_hash", flat=True)]


@each
async def test_who_is_not_signed_in_does_none_of_it_with_a_code(ask, name):
    await given_careful()
    before = await stored()

    answer = await ask(None, mutation(name), input=RIGHT | MORE[name] | {"code": shown()})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await stored() == before


@each
async def test_who_has_a_second_factor_is_asked_for_a_code(ask, name):
    ada = await given_careful()
    before = await stored()

    answer = await do(ask, ada, name, **RIGHT, **MORE[name])

    assert (answer["field"], answer["reason"]) == ("code", NO_CODE)
    assert await stored() == before


@each
@pytest.mark.parametrize("code", ["000000", "", "x" * 100_000, "abcd-efgh-2345-67ab"])
async def test_a_wrong_code_is_not_enough(ask, name, code):
    ada = await given_careful()
    before = await stored()

    answer = await do(ask, ada, name, **RIGHT, **MORE[name], code=code)

    assert (answer["__typename"], answer["field"]) == ("Invalid", "code")
    assert await stored() == before


@each
async def test_a_code_is_enough_for_nothing_and_is_not_used_up(ask, name):
    ada, code = await given_careful(), shown()
    before = await stored()

    answer = await do(ask, ada, name, **WRONG, **MORE[name], code=code)

    assert answer["field"] == "presentPassword"
    assert await stored() == before
    done = await do(ask, ada, name, **RIGHT, **MORE[name], code=code)
    assert done["__typename"].endswith("Payload")


@each
async def test_a_wrong_password_does_not_tell_who_has_a_second_factor(ask, name):
    ada, bo = await given_careful("Ada"), await given_account("Bo")

    with_it = await do(ask, ada, name, **WRONG, **MORE[name])
    without = await do(ask, bo, name, **WRONG, **MORE[name])

    assert with_it == without


@each
async def test_a_recovery_code_stands_in_and_its_owner_is_told(ask, smtp, name):
    ada = await given_account("Ada")
    codes = await given_second_factor(ada)

    done = await do(ask, ada, name, **RIGHT, **MORE[name], code=codes[0])

    assert done["__typename"].endswith("Payload")
    assert await RecoveryCode.all().count() == 9
    assert (await mails(smtp))["A recovery code was used"]["To"] == ada.email


async def test_what_proved_one_thing_proves_no_other(ask):
    ada, code = await given_careful(), shown()

    await do(ask, ada, "changeEmail", **RIGHT, **MORE["changeEmail"], code=code)
    answer = await do(ask, ada, "requestDeletion", **RIGHT, code=code)

    assert answer["field"] == "code"
    assert await DeletionRequest.all().count() == 0


async def test_of_one_code_shown_for_two_things_at_once_one_is_done(edge):
    ada, code = await given_careful(), shown()
    names = ("changeEmail", "requestDeletion")

    answers = await asyncio.gather(
        *(do(edge.ask, ada, name, **RIGHT, **MORE[name], code=code) for name in names)
    )

    assert [answer["__typename"] for answer in answers].count("Invalid") == 1
    assert await EmailChange.all().count() + await DeletionRequest.all().count() == 1


async def test_what_cannot_be_done_uses_no_code_up(ask):
    ada, code = await given_careful(), shown()
    for _ in range(CHANGES.most):
        await CHANGES.take(ada.id)

    refused = await do(ask, ada, "changeEmail", **RIGHT, **MORE["changeEmail"], code=code)
    done = await do(ask, ada, "requestDeletion", **RIGHT, code=code)

    assert refused["__typename"] == "TooMany"
    assert done["__typename"] == "RequestDeletionPayload"


@each
async def test_somebody_tries_five_codes_and_then_waits(ask, name):
    ada = await given_careful()
    before = await stored()

    wrong = [await do(ask, ada, name, **RIGHT, **MORE[name], code="000000") for _ in range(5)]
    late = await do(ask, ada, name, **RIGHT, **MORE[name], code=shown())

    assert {answer["__typename"] for answer in wrong} == {"Invalid"}
    assert late["__typename"] == "TooMany"
    assert await stored() == before


@each
async def test_who_has_no_second_factor_needs_no_code(ask, name):
    done = await do(ask, await given_account("Ada"), name, **RIGHT, **MORE[name])

    assert done["__typename"].endswith("Payload")
