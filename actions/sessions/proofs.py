"""Asking once more who somebody is who is signed in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from actions import passwords
from actions.attempts import Limit
from actions.sessions import factors, limits
from actions.transaction import Transaction, transaction
from errors import Invalid
from models import Credential, SignInMethod, User

NOT_YOURS = "This is not your password"
NO_CODE = "You have a second factor: send a code that your app shows, or a recovery code"
CHANGED_MEANWHILE = "The password was changed a moment ago; start again"
WRONG_CODE = (
    "The code is wrong, too old, or was used before; wait for the next one, and see that the clock"
    " of your device is right"
)

PROOFS = Limit(
    "password of who is signed in",
    10,
    timedelta(minutes=5),
    "Too many wrong passwords; try again later, or sign out and reset your password",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """The password once more and, of who has a second factor, a code."""

    present: str
    code: str | None


async def proven_again(viewer: User, field: str, password: str) -> Credential:
    """The viewer's credential; Invalid for a wrong password, TooMany after ten of them."""
    await PROOFS.take(viewer.id)
    credential = await Credential.get_or_none(user_id=viewer.id).select_related("user")
    known = credential.password_hash if credential else None
    is_right = await passwords.matches(password[: passwords.LONGEST + 1], known)
    if credential is None or not is_right:
        raise Invalid(field, NOT_YOURS)
    await PROOFS.forget(viewer.id)
    return credential


@asynccontextmanager
async def with_code(proven: Credential, proof: Proof) -> AsyncIterator[Transaction]:
    """A transaction, for who has a second factor by a code of it, which is used up with it.

    Invalid without one and for a wrong one, and if the password was replaced since it was proven;
    TooMany after five codes. What comes of a password is proven before: none is told without it
    whether a code is wanted.
    """
    user_id = proven.user_id
    if proof.code is not None:
        await limits.attempt_code(user_id, by=user_id)
    async with transaction() as current:
        await hold_proven(proven)
        if await factors.are_set_up(user_id):
            await use_code(current, user_id, proof.code)
        yield current
    if proof.code is not None:
        await limits.code_was_right(user_id, by=user_id)


async def hold_proven(proven: Credential) -> None:
    """As `hold_credential`; Invalid if the password was replaced since it was proven."""
    held = await hold_credential(proven.user_id)
    if held is None or held.password_hash != proven.password_hash:
        raise Invalid("presentPassword", CHANGED_MEANWHILE)


async def use_code(current: Transaction, user_id: UUID, code: str | None) -> SignInMethod:
    """By which factor the code proves the person; it does so once."""
    if code is None:
        raise Invalid("code", NO_CODE)
    method = await factors.method_of(user_id, code)
    if method is None:
        raise Invalid("code", WRONG_CODE)
    if method is SignInMethod.RECOVERY_CODE:
        await current.later("mail_recovery_code_used", user_id=str(user_id))
    return method


async def hold_credential(user_id: UUID) -> Credential | None:
    """The credential as it is now, and until the transaction around it ends; None of nobody.

    Whatever starts a session takes it first, and so does whatever ends what was proven: a sign-in
    that is under way comes before, and is ended with the others, or after, and fails.
    """
    return await Credential.filter(user_id=user_id).select_for_update(no_key=True).get_or_none()
