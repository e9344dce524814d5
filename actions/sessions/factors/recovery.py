"""Codes on paper that stand in for a lost app, each once."""

import base64
import re
import secrets
from uuid import UUID

from actions import tokens
from models import RecoveryCode, SignInMethod

CODES = 10
CODE_BYTES = 10
"""80 bits: 16 letters and digits of base32."""

FORM = re.compile(r"[a-z2-7]{16}")


class RecoveryCodes:
    method = SignInMethod.RECOVERY_CODE

    async def is_set_up(self, user_id: UUID) -> bool:
        """They stand in for a factor, and are none."""
        return False

    async def takes(self, user_id: UUID, answer: str) -> bool:
        code = plain(answer)
        if not FORM.fullmatch(code):
            return False
        known = RecoveryCode.filter(user_id=user_id, code_hash=tokens.hash_of(code))
        return bool(await known.delete())


async def replace_codes(user_id: UUID) -> list[str]:
    """Ten new codes; the old ones are no good any more."""
    codes = [new_code() for _ in range(CODES)]
    await RecoveryCode.filter(user_id=user_id).delete()
    await RecoveryCode.bulk_create(
        RecoveryCode(user_id=user_id, code_hash=tokens.hash_of(plain(code))) for code in codes
    )
    return codes


def new_code() -> str:
    """Such as `abcd-efgh-2345-67ab`."""
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    return "-".join(re.findall("....", letters))


def plain(code: str) -> str:
    """As it is hashed, however somebody wrote it."""
    return re.sub(r"[\s-]", "", code).lower()
