"""Saying that something is from us: HMAC-SHA-256, by keys that are made of those of SECRET_KEY.

What is signed for one purpose is worth nothing for another.
"""

import hmac

from adapters.secret_keys import keys

SIGNATURE_BYTES = 32


def sign(purpose: str, said: bytes) -> bytes:
    return signature_by(next(iter(keys().values())), purpose, said)


def is_ours(purpose: str, said: bytes, signature: bytes) -> bool:
    """Whether one of the keys has signed it for this purpose."""
    known = [signature_by(key, purpose, said) for key in keys().values()]
    return any(hmac.compare_digest(each, signature) for each in known)


def signature_by(key: bytes, purpose: str, said: bytes) -> bytes:
    own = hmac.digest(key, b"signing: " + purpose.encode(), "sha256")
    return hmac.digest(own, said, "sha256")
