"""Encrypting what must be read again: AES-256-GCM, under a key that is not in the database.

What is sealed for one purpose opens for no other, so nobody moves it from row to row. It begins
with the key's own mark, so keys can be changed: the first one seals, and all of them open.
"""

from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.secret_keys import MARK_BYTES, keys

NONCE_BYTES = 12


class Unopenable(Exception):
    """It was sealed under a key that SECRET_KEY does not name, or for something else."""


def seal(purpose: str, plain: bytes) -> bytes:
    mark, key = next(iter(keys().items()))
    nonce = token_bytes(NONCE_BYTES)
    return mark + nonce + AESGCM(key).encrypt(nonce, plain, purpose.encode())


def unseal(purpose: str, sealed: bytes) -> bytes:
    """What was sealed for this purpose; Unopenable for anything else."""
    mark, rest = sealed[:MARK_BYTES], sealed[MARK_BYTES:]
    key = keys().get(mark)
    if key is None:
        raise Unopenable("no key of SECRET_KEY has sealed it")
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], purpose.encode())
    except InvalidTag:
        raise Unopenable("it is damaged, or was sealed for something else") from None
