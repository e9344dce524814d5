"""An app that shows codes, as people carry it, and signing in with it."""

import time
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from actions import sealing
from actions.sessions.factors import recovery, totp
from models import Totp, User
from tests.documents import Ask, mutation
from tests.sessions.accounts import PASSWORD, given_account

SEED = b"12345678901234567890"
"""That of the tests in RFC 6238, appendix B."""

SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(input: { email: $email, password: $password }) {
    __typename
    ... on SecondFactorRequired { challenge expiresAt }
  }
}
"""

CONFIRM = mutation("confirmSignIn", "deviceToken viewer { email } tokens { accessToken }")


def shown(steps: int = 0, seed: bytes = SEED) -> str:
    """What the app shows so many half minutes from now."""
    app = TOTP(seed, 6, SHA1(), 30)
    return app.generate(int(time.time()) + 30 * steps).decode()


async def given_second_factor(user: User) -> list[str]:
    """The person's app holds SEED; their recovery codes."""
    sealed = sealing.seal(totp.purpose(user.id), SEED)
    await Totp.create(user=user, seed=sealed, confirmed_at=datetime.now(UTC))
    return await recovery.replace_codes(user.id)


async def given_careful(name: str = "Ada", password: str = PASSWORD) -> User:
    """Somebody with a second factor."""
    user = await given_account(name, password)
    await given_second_factor(user)
    return user


async def challenged(ask: Ask, user: User, password: str = PASSWORD) -> str:
    """What the first step of signing in gives."""
    answer = await ask(None, SIGN_IN, email=user.email, password=password)
    assert answer.data["signIn"]["__typename"] == "SecondFactorRequired"
    return str(answer.data["signIn"]["challenge"])


async def confirmed(ask: Ask, challenge: str, code: str, **input: Any) -> dict[str, Any]:
    """What the second step gives."""
    input |= {"challenge": challenge, "code": code}
    answer = await ask(None, CONFIRM, input=input)
    result: dict[str, Any] = answer.data["confirmSignIn"]
    return result
