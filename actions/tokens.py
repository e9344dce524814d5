"""Opaque tokens: 256 random bits for their holder, a hash for us."""

import base64
import hashlib
import re
import secrets

FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    return spelled(secrets.token_bytes(32))


def spelled(secret: bytes) -> str:
    """32 bytes as 43 characters that may stand in a URL."""
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")


def has_form(text: str) -> bool:
    """Whether it could be a token of ours."""
    return FORM.fullmatch(text) is not None


def hash_of(token: str) -> str:
    """What is stored. A fast hash is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
