"""Argon2id with 19 MiB, two passes, one lane (OWASP's floor), at most two at a time."""

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from errors import TooMany

MOST_WAITING = 50

hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
places = CapacityLimiter(2)
UNKNOWN = hasher.hash("nobody's password")


async def hash_of(password: str) -> str:
    ask_for_a_place()
    return await to_thread.run_sync(hasher.hash, password, limiter=places)


async def matches(password: str, known: str | None) -> bool:
    """Whether it is the password; as slow for an unknown account as for a known one."""
    ask_for_a_place()
    is_same = await to_thread.run_sync(verify, password, known or UNKNOWN, limiter=places)
    return is_same and known is not None


def is_outdated(known: str) -> bool:
    """Whether it was made with other parameters than hashes are made with now."""
    return hasher.check_needs_rehash(known)


def ask_for_a_place() -> None:
    """TooMany when fifty wait already: each hash takes memory and a core."""
    if places.statistics().tasks_waiting >= MOST_WAITING:
        raise TooMany("Many people are signing in; try again in a few seconds", retry_after=5)


def verify(password: str, known: str) -> bool:
    try:
        return hasher.verify(known, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
