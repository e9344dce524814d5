"""Whose codes use up whose: what strangers try is theirs alone."""

import pytest

from actions import sessions as actions
from actions.sessions import Caller, devices, limits
from errors import TooMany
from models import AttemptWindow, User
from tests.sessions.accounts import PASSWORD
from tests.sessions.second_factor import given_careful, shown
from tests.sessions.test_changing_password import CHANGE

STRANGER = Caller("192.0.2.1")
WHOSE: dict[str, tuple[str, ...]] = {"strangers": (), "known": ("known",)}


async def given_used_up(whose: str) -> User:
    """Somebody of whose codes none is left today to those."""
    ada = await given_careful()
    for limit in limits.CODES[1:]:
        await limit.take(ada.id, *WHOSE[whose])
        tried = AttemptWindow.filter(key=limit.key(ada.id, *WHOSE[whose]))
        assert await tried.update(count=limit.most)
    return ada


async def signed_in(ada: User, caller: Caller) -> actions.Tokens:
    begun = await actions.sign_in(ada.email, PASSWORD, caller)
    assert isinstance(begun, actions.Challenge)
    return await actions.confirm_sign_in(begun.token, shown(), caller)


@pytest.mark.parametrize("whose", WHOSE)
async def test_strangers_and_known_devices_use_up_none_of_each_others_codes(empty, whose):
    ada = await given_used_up(whose)
    known = Caller(device=await devices.remember(ada, None))
    late, free = (STRANGER, known) if whose == "strangers" else (known, STRANGER)

    with pytest.raises(TooMany):
        await signed_in(ada, late)

    assert (await signed_in(ada, free)).device


@pytest.mark.parametrize(
    ("whose", "kind"), [("strangers", "ChangePasswordPayload"), ("known", "TooMany")]
)
async def test_who_is_signed_in_counts_with_the_known_devices(ask, whose, kind):
    ada = await given_used_up(whose)

    changed = await ask(ada, CHANGE, code=shown())

    assert changed.data["changePassword"]["__typename"] == kind
