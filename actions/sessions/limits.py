"""How often somebody may try to sign in. The numbers are PyPI's, and NIST's 100 in a row.

An account is counted by the address that was typed, whether or not there is one: what is answered
does not tell.
"""

from datetime import timedelta
from uuid import UUID

from actions.attempts import Limit
from actions.transaction import transaction
from models import Device

FIVE_MINUTES = timedelta(minutes=5)
A_WEEK = timedelta(days=7)

TRY_LATER = "Too many attempts to sign in; try again later, or reset your password"
FROM_HERE = "Too many attempts to sign in from your network; try again later, or on a known device"
TOO_BUSY = "Too many people try to sign in; try again later, or on a device you signed in on before"

FROM_ONE_PLACE = Limit("sign-in", 10, FIVE_MINUTES, TRY_LATER)
"""By account and address."""
IN_A_ROW = Limit("sign-ins in a row", 100, A_WEEK, TRY_LATER, is_sliding=True)
"""By account, or by known device: failures without a success, or a week, between them."""
FROM_AN_ADDRESS = Limit("sign-ins from an address", 100, FIVE_MINUTES, FROM_HERE)
"""By address, whatever the account: so that none uses up alone what all have."""
OVERALL = Limit("all sign-ins", 1_000, FIVE_MINUTES, TOO_BUSY)
CODES = (
    Limit("codes in 5 minutes", 5, FIVE_MINUTES, "Too many codes; try again in a few minutes"),
    Limit("codes in an hour", 20, timedelta(hours=1), "Too many codes; try again in an hour"),
    Limit("codes in a day", 50, timedelta(days=1), "Too many codes; try again tomorrow"),
)
"""The first for each address, and each known device, apart; the others for an account, once for
all strangers and once for all devices that are known or signed in."""
ON_A_DEVICE = Limit("sign-in on a device", 10, FIVE_MINUTES, TRY_LATER)


async def attempt(account: str, address: str, device: Device | None) -> None:
    """Count an attempt before it is made; TooMany if it must not be, and then it is not counted."""
    async with transaction():
        if device:
            await ON_A_DEVICE.take(device.id)
            await IN_A_ROW.take(device.id)
        else:
            await FROM_ONE_PLACE.take(account, address)
            await IN_A_ROW.take(account)
            await FROM_AN_ADDRESS.take(address)
            await OVERALL.take()


async def succeeded(account: str, address: str, device: Device | None) -> None:
    """Only failures count."""
    if device:
        await ON_A_DEVICE.forget(device.id)
        await IN_A_ROW.forget(device.id)
    else:
        await FROM_ONE_PLACE.forget(account, address)
        await FROM_AN_ADDRESS.give_back(address)
        await OVERALL.give_back()
    await IN_A_ROW.forget(account)


async def attempt_code(user_id: UUID, by: UUID | str) -> None:
    """Count a code before it is looked at.

    `by` is the id of a known device or of who is signed in, or the address of anybody else: what
    strangers try takes nothing from those who have signed in before.
    """
    async with transaction():
        for limit, of in zip(CODES, parts(user_id, by), strict=True):
            await limit.take(*of)


async def code_was_right(user_id: UUID, by: UUID | str) -> None:
    for limit, of in zip(CODES, parts(user_id, by), strict=True):
        await limit.forget(*of)


def parts(user_id: UUID, by: UUID | str) -> tuple[tuple[object, ...], ...]:
    account = (user_id,) if isinstance(by, str) else (user_id, "known")
    return (user_id, by), account, account
