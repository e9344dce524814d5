"""A sign-in that is under way while what it has proven ends."""

import asyncio

import pytest

from actions import sessions as actions
from actions.sessions import (
    Caller,
    changing_email,
    changing_password,
    confirming,
    deleting,
    erasing,
    proofs,
    signing_in,
)
from actions.sessions.factors import setting_up
from errors import Unauthenticated
from models import DeletionRequest, Device, EmailChange, Session, SignInChallenge, Totp
from tests.documents import do
from tests.sessions.accounts import PASSWORD, given_account
from tests.sessions.second_factor import (
    challenged,
    confirmed,
    given_careful,
    given_second_factor,
    shown,
)
from tests.sessions.test_changing_password import CHANGE, signs_in
from tests.sessions.test_resetting import RESET, mailed_token
from tests.sessions.test_setting_up_factors import RIGHT, begun


class Held:
    """A step that waits before it, or after it, until it is let go."""

    def __init__(self, monkeypatch, module, name, *, is_after=False):
        self.reached, self.may_go = asyncio.Event(), asyncio.Event()
        self.step, self.is_after = getattr(module, name), is_after
        monkeypatch.setattr(module, name, self)

    async def __call__(self, *args):
        done = await self.step(*args) if self.is_after else None
        self.reached.set()
        await self.may_go.wait()
        return done or await self.step(*args)


async def under_way(monkeypatch, user):
    """The password is proven, and nothing follows yet."""
    held = Held(monkeypatch, signing_in, "proceed")
    task = asyncio.create_task(actions.sign_in(user.email, PASSWORD, Caller()))
    await held.reached.wait()
    return held, task


@pytest.mark.parametrize("given", [given_account, given_careful])
async def test_a_password_that_is_replaced_meanwhile_signs_nobody_in(ask, monkeypatch, given):
    ada = await given("Ada")
    held, task = await under_way(monkeypatch, ada)

    await ask(ada, CHANGE, code=shown())
    held.may_go.set()

    with pytest.raises(Unauthenticated):
        await task
    assert await Session.filter(user_id=ada.id, ended_at=None).count() == 1
    assert (await Device.all().count(), await SignInChallenge.all().count()) == (0, 0)


async def test_into_an_account_that_is_deleted_meanwhile_nobody_signs_in(empty, monkeypatch):
    ada = await given_account("Ada")
    held, task = await under_way(monkeypatch, ada)

    await erasing.erase(ada.id)
    held.may_go.set()

    with pytest.raises(Unauthenticated):
        await task
    assert (await Session.all().count(), await Device.all().count()) == (0, 0)


async def test_who_sets_up_a_factor_meanwhile_is_asked_for_it(ask, monkeypatch):
    ada = await given_account("Ada")
    seed = await begun(ask, ada)
    held, task = await under_way(monkeypatch, ada)

    await do(ask, ada, "confirmTotp", code=shown(seed=seed))
    held.may_go.set()

    assert isinstance(await task, actions.Challenge)
    assert await Session.filter(user_id=ada.id, ended_at=None).count() == 1


async def test_who_sets_up_a_factor_meanwhile_changes_no_password_without_it(ask, monkeypatch):
    ada = await given_account("Ada")
    seed = await begun(ask, ada)
    held = Held(monkeypatch, changing_password, "fresh_hash")
    task = asyncio.create_task(ask(ada, CHANGE))
    await held.reached.wait()

    await do(ask, ada, "confirmTotp", code=shown(seed=seed))
    held.may_go.set()

    assert (await task).data["changePassword"]["field"] == "code"
    assert await challenged(ask, ada)


AFTER = {
    "changeEmail": (changing_email, {"email": "eve@new.example"}),
    "requestDeletion": (deleting, {}),
    "startTotp": (setting_up, {}),
}


@pytest.mark.parametrize("name", AFTER)
async def test_a_password_that_is_replaced_meanwhile_proves_nothing_more(ask, monkeypatch, name):
    ada, (module, more) = await given_account("Ada"), AFTER[name]
    held = Held(monkeypatch, module, "proven_again", is_after=True)
    task = asyncio.create_task(do(ask, ada, name, **RIGHT, **more))
    await held.reached.wait()

    await ask(ada, CHANGE)
    held.may_go.set()

    answer = await task
    assert (answer["field"], answer["reason"]) == ("presentPassword", proofs.CHANGED_MEANWHILE)
    assert not any([await t.exists() for t in (EmailChange, DeletionRequest, Totp)])


async def test_what_was_begun_with_a_password_is_over_once_it_is_replaced(ask, smtp, monkeypatch):
    ada = await given_account("Ada")
    seed, token = await begun(ask, ada), await mailed_token(ask, smtp, ada)
    held = Held(monkeypatch, setting_up, "hold_credential")
    task = asyncio.create_task(do(ask, ada, "confirmTotp", code=shown(seed=seed)))
    await held.reached.wait()

    await ask(None, RESET, token=token)
    held.may_go.set()

    assert (await task)["__typename"] == "Conflict"
    assert not await Totp.exists()


async def test_a_code_is_for_nothing_once_the_password_is_replaced(ask, monkeypatch):
    ada = await given_account()
    codes = await given_second_factor(ada)
    challenge = await challenged(ask, ada)
    held = Held(monkeypatch, confirming, "passed")
    task = asyncio.create_task(actions.confirm_sign_in(challenge, shown(), Caller()))
    await held.reached.wait()

    await ask(ada, CHANGE, code=codes[0])
    held.may_go.set()

    with pytest.raises(Unauthenticated):
        await task
    assert await Session.filter(user_id=ada.id, ended_at=None).count() == 1


async def test_a_changed_or_reset_password_ends_challenges_of_the_old_one(ask, smtp):
    ada, bo = await given_careful("Ada"), await given_careful("Bo")
    token, changed = await mailed_token(ask, smtp, ada), await challenged(ask, bo)
    reset = await challenged(ask, ada)

    await ask(None, RESET, token=token)
    await ask(bo, CHANGE, code=shown())

    kinds = [(await confirmed(ask, each, shown()))["__typename"] for each in (reset, changed)]
    assert kinds == ["Unauthenticated"] * 2


async def test_challenges_end_with_the_factor_they_were_for(ask):
    ada = await given_careful()
    await challenged(ask, ada)

    await do(ask, ada, "removeTotp", **RIGHT, code=shown())

    assert await SignInChallenge.all().count() == 0


SHORT = "nine lamps"


async def shorten(ask, ada, smtp):
    return (await ask(ada, CHANGE, new=SHORT, code=shown())).data["changePassword"]


async def reset_to_short(ask, ada, smtp):
    token = await mailed_token(ask, smtp, ada)
    return (await ask(None, RESET, token=token, new=SHORT)).data["resetPassword"]


@pytest.mark.parametrize("choose", [shorten, reset_to_short])
async def test_who_loses_the_second_factor_meanwhile_chooses_no_short_password(
    edge, smtp, monkeypatch, choose
):
    ada = await given_account("Ada")
    codes = await given_second_factor(ada)
    held = Held(monkeypatch, changing_password, "fresh_hash", is_after=True)

    choosing = asyncio.create_task(choose(edge.ask, ada, smtp))
    await held.reached.wait()
    await do(edge.ask, ada, "removeTotp", **RIGHT, code=codes[0])
    held.may_go.set()

    assert (await choosing)["field"] == "newPassword"
    assert await Totp.all().count() == 0
    assert not await signs_in(edge.ask, ada, SHORT)
