"""Second factors: what somebody proves besides a password, whichever kind it is.

A new kind (passkeys) is one more `Factor`. What takes a password's place (single sign-on) calls
`signing_in.proceed` with the account's credential and a `SignInMethod` of its own. Neither touches
whoever calls.
"""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from actions.sessions.factors.recovery import RecoveryCodes
from actions.sessions.factors.totp import Authenticator
from models import SignInMethod


class Factor(Protocol):
    method: SignInMethod

    async def is_set_up(self, user_id: UUID) -> bool:
        """Whether a password alone is not enough any more."""
        ...

    async def takes(self, user_id: UUID, answer: str) -> bool:
        """Whether the answer proves it; the same answer never does so again."""
        ...


FACTORS: Iterable[Factor] = (Authenticator(), RecoveryCodes())


async def are_set_up(user_id: UUID) -> bool:
    return any([await factor.is_set_up(user_id) for factor in FACTORS])


async def method_of(user_id: UUID, answer: str) -> SignInMethod | None:
    """By which of the person's factors the answer proves them; None if by none."""
    for factor in FACTORS:
        if await factor.takes(user_id, answer):
            return factor.method
    return None
