"""Another password, by who knows the present one or reads the mails of its address."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

from actions import passwords, tokens
from actions.attempts import Limit
from actions.sessions import devices, factors, limits
from actions.sessions.addresses import address_of
from actions.sessions.callers import Caller
from actions.sessions.ending import end_all
from actions.sessions.proofs import CHANGED_MEANWHILE, Proof, proven_again, with_code
from actions.transaction import Transaction, transaction
from errors import Conflict, Invalid, TooMany
from models import Credential, EmailChange, PasswordReset, Session, SignInChallenge, Totp, User
from models.acting import by_system

RESET_LASTS = timedelta(hours=1)
SPENT = "This link was used or has ended; ask for a new one"

RESETS = Limit(
    "password resets",
    5,
    timedelta(days=1),
    "You have asked for links enough today; look for the latest, or try again tomorrow",
)
"""By account and asking address, or known device: others who ask keep nobody from a link."""
RESET_MAILS = Limit("mails of password resets", 20, timedelta(days=1), RESETS.reason)
"""By account, once for all strangers and once for its known devices. Over it nobody is told."""


@by_system
async def change_password(
    viewer: User, kept: Session, proof: Proof, wanted: str, device: str | None = None
) -> int:
    """How many other sessions that ended; Invalid for a wrong proof, or a password that is no good.

    `device` is the token of the device that asks, which stays known.
    """
    credential = await proven_again(viewer, "presentPassword", proof.present)
    fresh = await fresh_hash(credential.user, "newPassword", wanted)
    async with with_code(credential, proof) as current:
        await replace_password(current, credential, fresh)
        await still_long_enough(viewer.id, wanted)
        await devices.forget_others(viewer.id, device)
        return await end_all(current, viewer.id, kept=kept.id)


async def fresh_hash(user: User, field: str, wanted: str) -> str:
    two = await factors.are_set_up(user.id)
    await passwords.check(field, wanted, [user.name, user.email], has_second_factor=two)
    return await passwords.hash_of(wanted)


async def still_long_enough(user_id: UUID, wanted: str) -> None:
    """Once the credential is held: the factor that let it be short may have gone meanwhile."""
    two = await factors.are_set_up(user_id)
    passwords.check_length("newPassword", wanted, has_second_factor=two)


async def replace_password(current: Transaction, credential: Credential, fresh: str) -> None:
    """And what was asked for with the old one ends, for whoever asked may not be who they said."""
    same = Credential.filter(id=credential.id, password_hash=credential.password_hash)
    if not await same.update(password_hash=fresh):
        raise Conflict(CHANGED_MEANWHILE)
    await EmailChange.filter(user_id=credential.user_id, used_at=None).delete()
    await SignInChallenge.filter(user_id=credential.user_id).delete()
    await Totp.filter(user_id=credential.user_id, confirmed_at=None).delete()
    await limits.IN_A_ROW.forget(credential.user.email)
    await current.later("mail_password_changed", user_id=str(credential.user_id))


@by_system
async def request_password_reset(email: str, caller: Caller) -> str:
    """Mail a link to the address, if there is an account; returns the address in its one form.

    The answer is the same, and takes as long, if there is none. TooMany after five a day from the
    caller's address, or from the device that they are known by.
    """
    address = address_of(email)
    device = await devices.known(caller.device, address)
    await RESETS.take(address, device.id if device else caller.address)
    with suppress(TooMany):
        await mail_reset(address, "known" if device else "")
    return address


async def mail_reset(address: str, by: str) -> None:
    """TooMany after twenty a day, by strangers or by known devices."""
    async with transaction() as current:
        await RESET_MAILS.take(address, by)
        made = await PasswordReset.create(email=address)
        await current.later("mail_password_reset", reset_id=str(made.id))


@by_system
async def new_reset_link(reset: PasswordReset) -> str | None:
    """A fresh token for the present password, made when the mail is sent; None without account."""
    credential = await Credential.get_or_none(user__email=reset.email)
    if credential is None:
        return None
    token = tokens.new_token()
    await PasswordReset.filter(id=reset.id).update(
        token_hash=tokens.hash_of(token),
        proof=tokens.hash_of(credential.password_hash),
        expires_at=datetime.now(UTC) + RESET_LASTS,
    )
    return token


@by_system
async def reset_password(token: str, wanted: str) -> None:
    """Replace the password, and end all sessions; Invalid for a link or a password that is no good.

    It signs nobody in, and asks for no second factor, which stays what it is.
    """
    reset = await PasswordReset.get_or_none(
        token_hash=tokens.hash_of(token), used_at=None, expires_at__gt=datetime.now(UTC)
    )
    credential = await reset_by(reset) if reset else None
    if reset is None or credential is None:
        raise Invalid("token", SPENT)
    fresh = await fresh_hash(credential.user, "newPassword", wanted)
    async with transaction() as current:
        unused = PasswordReset.filter(id=reset.id, used_at=None)
        if not await unused.update(used_at=datetime.now(UTC)):
            raise Invalid("token", SPENT)
        await replace_password(current, credential, fresh)
        await still_long_enough(credential.user_id, wanted)
        await devices.forget_others(credential.user_id, None)
        await end_all(current, credential.user_id)


async def reset_by(reset: PasswordReset) -> Credential | None:
    """What the link may replace: the password that its address had when it was mailed."""
    known = await Credential.get_or_none(user__email=reset.email).select_related("user")
    return known if known and tokens.hash_of(known.password_hash) == reset.proof else None
