"""Keys of programs of others: found by their hash, and taken for living for a second."""

import time

from actions import tokens
from actions.sessions import keys
from context import Context
from errors import Unauthenticated
from gateway.rates import rates
from models import ApiKey

ENDED = "This key was revoked or has expired, or its maker may not use it any more; make another"
FRESH_SECONDS = 1.0
MOST_FRESH = 10_000
A_BAD_KEY = 10
"""Points, of the address it comes from."""

fresh: dict[str, tuple[float, ApiKey | None]] = {}
"""What the database said of each hash, and until when that is believed."""


async def key_for(text: str, caller: Context) -> ApiKey:
    """The living key of this text; Unauthenticated if there is none, Refused if asked too often."""
    key_hash = tokens.hash_of(text)
    until, key = fresh.get(key_hash, (0.0, None))
    if time.monotonic() >= until:
        key = await keys.key_of(key_hash)
        keep(key_hash, key)
    if key is None:
        await rates.charge(caller, A_BAD_KEY)
        raise Unauthenticated(ENDED)
    return key


def keep(key_hash: str, key: ApiKey | None) -> None:
    if len(fresh) >= MOST_FRESH:
        fresh.clear()
    fresh[key_hash] = time.monotonic() + FRESH_SECONDS, key
