"""A password for a session."""

from actions import passwords
from actions.sessions import devices, factors, limits
from actions.sessions.addresses import address_of
from actions.sessions.callers import Caller
from actions.sessions.confirming import Challenge, challenge
from actions.sessions.proofs import hold_credential
from actions.sessions.starting import Tokens, start
from actions.transaction import transaction
from errors import Invalid, Unauthenticated
from models import Credential, Device, SignInMethod
from models.acting import by_system

WRONG = "The address or the password is wrong, or the address is not verified yet"


@by_system
async def sign_in(email: str, password: str, caller: Caller) -> Tokens | Challenge:
    """A new session or, for who has a second factor, a challenge that asks for it.

    Unauthenticated with one reason for everything that can be wrong.

    TooMany where it was tried too often. Either takes as long, and says the same, whether or not
    there is such an account.
    """
    account = account_of(email)
    device = await devices.known(caller.device, account)
    await limits.attempt(account, caller.address, device)
    credential = await proven(account, password)
    await limits.succeeded(account, caller.address, device)
    return await proceed(credential, caller, device, SignInMethod.PASSWORD)


async def proceed(
    proven: Credential, caller: Caller, device: Device | None, method: SignInMethod
) -> Tokens | Challenge:
    """What follows once somebody has proven who they are, by whatever came first.

    Unauthenticated if the password was replaced since, or the account deleted.
    """
    user = proven.user
    async with transaction() as current:
        held = await hold_credential(user.id)
        if held is None or held.password_hash != proven.password_hash:
            raise Unauthenticated(WRONG)
        if await factors.are_set_up(user.id):
            return await challenge(user)
        token = await devices.remember(user, device)
        return (await start(current, user, caller, method)).on(token or caller.device)


def account_of(email: str) -> str:
    """The one form of the address; empty for what is none, of which there is no account."""
    try:
        return address_of(email)
    except Invalid:
        return ""


async def proven(account: str, password: str) -> Credential:
    """The credential of this address and this password."""
    credential = await Credential.get_or_none(user__email=account).select_related("user")
    known = credential.password_hash if credential else None
    is_right = await passwords.matches(password[: passwords.LONGEST + 1], known)
    if credential is None or not is_right:
        raise Unauthenticated(WRONG)
    await renew_hash(credential, password)
    return credential


async def renew_hash(credential: Credential, password: str) -> None:
    """Only now is the password at hand, should it have been hashed with other parameters."""
    known = credential.password_hash
    if passwords.is_outdated(known):
        fresh = await passwords.hash_of(password)
        same = Credential.filter(id=credential.id, password_hash=known)
        if await same.update(password_hash=fresh):
            credential.password_hash = fresh
