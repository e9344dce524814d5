"""Asking once more for the password of somebody who is signed in."""

from datetime import timedelta
from uuid import UUID

from actions import passwords
from actions.attempts import Limit
from errors import Invalid
from models import Credential, User

NOT_YOURS = "This is not your password"

PROOFS = Limit(
    "password of who is signed in",
    10,
    timedelta(minutes=5),
    "Too many wrong passwords; try again later, or sign out and reset your password",
)


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


async def hold_credential(user_id: UUID) -> Credential | None:
    """The credential as it is now, and until the transaction around it ends; None of nobody.

    Whatever starts a session takes it first, and so does whatever ends what was proven: a sign-in
    that is under way comes before, and is ended with the others, or after, and fails.
    """
    return await Credential.filter(user_id=user_id).select_for_update(no_key=True).get_or_none()
