"""A password for a session."""

from actions import passwords
from actions.sessions.addresses import address_of
from actions.sessions.callers import Caller
from actions.sessions.starting import Tokens, start
from errors import Invalid, Unauthenticated
from models import Credential, SignInMethod, User
from models.acting import by_system

WRONG = "The address or the password is wrong, or the address is not verified yet"


@by_system
async def sign_in(email: str, password: str, caller: Caller) -> tuple[User, Tokens]:
    """A new session; Unauthenticated with one reason for everything that can be wrong."""
    credential = await credential_of(email)
    known = credential.password_hash if credential else None
    is_right = await passwords.matches(password[: passwords.LONGEST + 1], known)
    if credential is None or not is_right:
        raise Unauthenticated(WRONG)
    return credential.user, await start(credential.user, caller, SignInMethod.PASSWORD)


async def credential_of(email: str) -> Credential | None:
    try:
        address = address_of(email)
    except Invalid:
        return None
    return await Credential.get_or_none(user__email=address).select_related("user")
