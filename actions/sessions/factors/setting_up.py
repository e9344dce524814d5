"""Adding a second factor, changing it, and going without it again."""

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from uuid_utils.compat import uuid7

from actions import sealing
from actions.passwords import check_length
from actions.sessions import devices, factors, limits
from actions.sessions.callers import Caller
from actions.sessions.ending import end_all
from actions.sessions.factors import recovery, totp
from actions.sessions.proofs import (
    WRONG_CODE,
    Proof,
    hold_credential,
    hold_proven,
    proven_again,
    with_code,
)
from actions.transaction import Transaction, transaction
from errors import Conflict, Invalid
from models import RecoveryCode, Session, SignInChallenge, Totp, User
from models.acting import by_system
from models.sql import fetch

SET_UP = "You have a second factor; remove it before you set up another one"
NOT_BEGUN = "Start anew: nothing waits to be confirmed"
NONE = "You have no second factor"

BEGIN = """
    INSERT INTO totp AS known (id, created_at, user_id, seed, last_step)
    VALUES ($1, $2, $3, $4, 0)
    ON CONFLICT (user_id) DO UPDATE SET seed = excluded.seed, created_at = excluded.created_at
    WHERE known.confirmed_at IS NULL RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Begun:
    """What an app needs, as text and as the address in a QR code."""

    secret: str
    uri: str


@by_system
async def start_totp(viewer: User, present: str) -> Begun:
    """A seed for an app, in use once a code of it is confirmed; Conflict if one is in use."""
    credential = await proven_again(viewer, "presentPassword", present)
    seed = secrets.token_bytes(totp.SEED_BYTES)
    sealed = sealing.seal(totp.purpose(viewer.id), seed)
    async with transaction():
        await hold_proven(credential)
        if not await fetch(BEGIN, uuid7(), datetime.now(UTC), viewer.id, sealed):
            raise Conflict(SET_UP)
    app = totp.app_of(Totp(user_id=viewer.id, seed=sealed))
    uri = app.get_provisioning_uri(credential.user.email, totp.ISSUER)
    return Begun(base64.b32encode(seed).decode(), uri)


@by_system
async def confirm_totp(viewer: User, kept: Session, code: str, caller: Caller) -> list[str]:
    """From now on signing in needs a code. Recovery codes; the other devices are signed out.

    None of them is known any more: they were signed in on with a password alone.

    Invalid for a wrong code, Conflict when nothing was begun.
    """
    begun = await Totp.get_or_none(user_id=viewer.id, confirmed_at=None)
    if begun is None:
        raise Conflict(NOT_BEGUN)
    await limits.attempt_code(viewer.id, by=viewer.id)
    if (step := totp.step_of(begun, code)) is None:
        raise Invalid("code", WRONG_CODE)
    async with transaction() as current:
        await hold_credential(viewer.id)
        same = Totp.filter(id=begun.id, confirmed_at=None, seed=begun.seed)
        if not await same.update(confirmed_at=datetime.now(UTC), last_step=step):
            raise Conflict(NOT_BEGUN)
        codes = await recovery.replace_codes(viewer.id)
        await devices.forget_others(viewer.id, caller.device)
        await end_others(current, viewer, kept)
        await current.later("mail_factor_added", user_id=str(viewer.id))
    await limits.code_was_right(viewer.id, by=viewer.id)
    return codes


@by_system
async def remove_totp(viewer: User, kept: Session, proof: Proof) -> None:
    """A password is enough again, if it is long enough to be; the other devices are signed out."""
    credential = await proven_again(viewer, "presentPassword", proof.present)
    check_length("presentPassword", proof.present, has_second_factor=False)
    await check_has_one(viewer)
    async with with_code(credential, proof) as current:
        if not await Totp.filter(user_id=viewer.id).delete():
            raise Conflict(NONE)
        await RecoveryCode.filter(user_id=viewer.id).delete()
        await end_others(current, viewer, kept)
        await current.later("mail_factor_removed", user_id=str(viewer.id))


async def end_others(current: Transaction, viewer: User, kept: Session) -> None:
    """What was begun or done by what was asked for until now."""
    await SignInChallenge.filter(user_id=viewer.id).delete()
    await end_all(current, viewer.id, kept=kept.id)


@by_system
async def new_recovery_codes(viewer: User, proof: Proof) -> list[str]:
    """Ten; the old ones are no good any more."""
    credential = await proven_again(viewer, "presentPassword", proof.present)
    await check_has_one(viewer)
    async with with_code(credential, proof) as current:
        await current.later("mail_recovery_codes", user_id=str(viewer.id))
        return await recovery.replace_codes(viewer.id)


async def check_has_one(viewer: User) -> None:
    """Conflict for who has no second factor."""
    if not await factors.are_set_up(viewer.id):
        raise Conflict(NONE)
