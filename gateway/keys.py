"""Keys of programs of others: found by their hash, and taken for living for a second."""

from actions import tokens
from actions.sessions import keys
from context import Context
from errors import Unauthenticated
from gateway.fresh import Fresh
from gateway.rates import rates
from models import ApiKey

ENDED = "This key was revoked or has expired, or its maker may not use it any more; make another"
A_BAD_KEY = 10
"""Points, of the address it comes from."""

fresh = Fresh[ApiKey | None]()
"""What the database said of each hash."""


async def key_for(text: str, caller: Context) -> ApiKey:
    """The living key of this text; Unauthenticated if there is none, Refused if asked too often."""
    key_hash = tokens.hash_of(text)
    key = fresh.get(key_hash)
    if key is None and key_hash not in fresh:
        key = await keys.key_of(key_hash)
        fresh.keep(key_hash, key)
    if key is None:
        await rates.charge(caller, A_BAD_KEY)
        raise Unauthenticated(ENDED)
    return key
