"""The second step of signing in, for who has a second factor."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from actions import tokens
from actions.sessions import devices, limits
from actions.sessions.callers import Caller
from actions.sessions.proofs import hold_credential, use_code
from actions.sessions.starting import Tokens, start
from actions.transaction import Transaction, transaction
from errors import Unauthenticated
from models import SignInChallenge, SignInMethod, User
from models.acting import by_system

CHALLENGE_LASTS = timedelta(minutes=5)
OVER = "Signing in took too long, or is done already; start again with the password"


@dataclass(frozen=True, slots=True)
class Challenge:
    """For who has proven a password and needs a code now."""

    token: str
    expires_at: datetime


async def challenge(user: User) -> Challenge:
    """Goes with the password that was proven; the caller holds it."""
    made = Challenge(tokens.new_token(), datetime.now(UTC) + CHALLENGE_LASTS)
    await SignInChallenge.create(
        user=user, token_hash=tokens.hash_of(made.token), expires_at=made.expires_at
    )
    return made


@by_system
async def confirm_sign_in(token: str, code: str, caller: Caller) -> Tokens:
    """A session, for a challenge and a code of the app or of paper.

    Unauthenticated once the challenge is over, Invalid for a wrong code, TooMany after five.
    """
    found = await SignInChallenge.get_or_none(
        token_hash=tokens.hash_of(token), expires_at__gt=datetime.now(UTC)
    ).select_related("user")
    if found is None:
        raise Unauthenticated(OVER)
    device = await devices.known(caller.device, found.user.email)
    by = device.id if device else caller.address
    await limits.attempt_code(found.user_id, by)
    async with transaction() as current:
        method = await passed(current, found, code)
        known = await devices.remember(found.user, device)
        started = await start(current, found.user, caller, method)
    await limits.code_was_right(found.user_id, by)
    return started.on(known or caller.device)


async def passed(current: Transaction, found: SignInChallenge, code: str) -> SignInMethod:
    """A wrong code leaves the challenge as it is; a right one ends it, and is used up."""
    await hold_credential(found.user_id)
    if not await SignInChallenge.filter(id=found.id).delete():
        raise Unauthenticated(OVER)
    return await use_code(current, found.user_id, code)
