"""An app that shows six digits: RFC 6238, half a minute each, one to either side is taken."""

import hmac
import re
import time
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from actions import sealing
from models import SignInMethod, Totp

ISSUER = "Mentorgraph"
SECONDS = 30
DIGITS = 6
SEED_BYTES = 20
"""As many as SHA-1 gives, which RFC 4226 asks for and which apps expect."""
DRIFT = (0, -1, 1)

FORM = re.compile(r"[0-9]{6}")


class Authenticator:
    method = SignInMethod.TOTP

    async def is_set_up(self, user_id: UUID) -> bool:
        return await Totp.exists(user_id=user_id, confirmed_at__isnull=False)

    async def takes(self, user_id: UUID, answer: str) -> bool:
        totp = await Totp.get_or_none(user_id=user_id, confirmed_at__isnull=False)
        if totp is None or (step := step_of(totp, answer)) is None:
            return False
        # Of a code that is shown twice at once, one is taken: who waits finds the step used.
        unused = Totp.filter(id=totp.id, last_step__lt=step)
        return bool(await unused.update(last_step=step))


def step_of(totp: Totp, answer: str) -> int | None:
    """The step whose code it is, of the present one and its neighbours; None for no code."""
    code = re.sub(r"\s", "", answer)
    if not FORM.fullmatch(code):
        return None
    app = app_of(totp)
    steps = [present_step() + drift for drift in DRIFT]
    return next((s for s in steps if is_same(app.generate(s * SECONDS), code)), None)


def present_step() -> int:
    return int(time.time()) // SECONDS


def is_same(shown: bytes, code: str) -> bool:
    return hmac.compare_digest(shown, code.encode())


def app_of(totp: Totp) -> TOTP:
    """What the person's app does, too."""
    return TOTP(sealing.unseal(purpose(totp.user_id), totp.seed), DIGITS, SHA1(), SECONDS)


def purpose(user_id: UUID) -> str:
    return f"totp seed {user_id}"
