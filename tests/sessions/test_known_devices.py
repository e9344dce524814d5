"""Devices are known until what was proven on them is replaced."""

import pytest

from actions.sessions import devices
from models import Device
from tests.cast import given_user
from tests.documents import do
from tests.edge import Edge
from tests.sessions.accounts import PASSWORD, given_account
from tests.sessions.second_factor import shown
from tests.sessions.test_changing_password import CHANGE
from tests.sessions.test_cookies import SIGN_IN, Browser
from tests.sessions.test_resetting import RESET, mailed_token
from tests.sessions.test_setting_up_factors import begun


@pytest.fixture
async def others(empty):
    """Ada's devices besides the one she asks with, and one of somebody else."""
    ada = await given_account("Ada")
    for user in (ada, ada, await given_user("Bo")):
        await devices.remember(user, None)
    return ada


async def left():
    return [device.user_id for device in await Device.all()]


async def test_a_changed_password_leaves_only_the_device_that_asks_known(others, edge: Edge):
    browser = Browser(edge)
    await browser.ask(SIGN_IN, email=others.email, password=PASSWORD)

    await browser.ask(CHANGE)

    kept = await devices.known(browser.cookies["__Host-device"], others.email)
    assert kept
    assert (await left()).count(others.id) == 1
    assert len(await left()) == 2


async def test_a_changed_password_leaves_no_device_known_where_none_is_shown(others, ask):
    await ask(others, CHANGE)

    assert others.id not in await left()
    assert len(await left()) == 1


async def test_a_reset_password_leaves_no_device_known(others, ask, smtp):
    await ask(None, RESET, token=await mailed_token(ask, smtp, others))

    assert others.id not in await left()
    assert len(await left()) == 1


async def test_a_new_second_factor_leaves_no_other_device_known(others, ask):
    seed = await begun(ask, others)

    await do(ask, others, "confirmTotp", code=shown(seed=seed))

    assert others.id not in await left()
    assert len(await left()) == 1
