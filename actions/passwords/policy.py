"""How good a password must be: NIST SP 800-63B-4, 3.1.1.2. No rules on what is in it.

Length comes first. What is left, common and guessable passwords that are long enough, zxcvbn finds
(https://github.com/dwolfhub/zxcvbn-python): it knows 30,000 common passwords, of which 11,611 have
eight characters and 31 have fifteen, words, names, dates, keyboards, and what these look like when
letters are exchanged.
"""

import re
from collections.abc import Iterable
from functools import cache

from anyio import to_thread
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from actions.passwords.hashing import ask_for_a_place, places
from errors import Invalid

SHORTEST = 15
SHORTEST_OF_TWO = 8
"""Where there is a second factor."""
LONGEST = 128

LEAST_SCORE = 3
"""Of 0 to 4: more than 10^8 guesses."""
JUDGED = 72
JUDGED_OF_MANGLED = 16
"""Characters. Where many stand for letters, it tries each way to read them: seconds for 72."""
MOST_MANGLING = 4

MANGLING = frozenset("4@8({[<369&#!1/|0$5+7%2")

TOO_COMMON = "This is one of the most common passwords; choose another one"
TOO_EASY = "This is easy to guess; choose several words that have nothing to do with each other"


async def check(
    field: str, password: str, words: Iterable[str] = (), *, has_second_factor: bool = False
) -> None:
    """Invalid unless it is long enough and hard to guess, also for who knows the person's words.

    Every character counts, none is trimmed or changed.
    """
    check_length(field, password, has_second_factor=has_second_factor)
    if password.lower() in common_passwords():
        raise Invalid(field, TOO_COMMON)
    ask_for_a_place()
    if await to_thread.run_sync(score, password, [*words], limiter=places) < LEAST_SCORE:
        raise Invalid(field, TOO_EASY)


def check_length(field: str, password: str, *, has_second_factor: bool) -> None:
    least = SHORTEST_OF_TWO if has_second_factor else SHORTEST
    if not least <= len(password) <= LONGEST:
        raise Invalid(field, f"Choose {least} to {LONGEST} characters; a sentence is good")


@cache
def common_passwords() -> frozenset[str]:
    """Those that are long enough for some account, in lower case."""
    return frozenset(p for p in FREQUENCY_LISTS["passwords"] if len(p) >= SHORTEST_OF_TWO)


def score(password: str, words: list[str]) -> int:
    """zxcvbn's, 0 to 4; words of a name and of an address count as the most common ones."""
    part = password[:JUDGED]
    if len(MANGLING & {*part}) > MOST_MANGLING:
        part = part[:JUDGED_OF_MANGLED]
    return int(zxcvbn(part, user_inputs=parts_of(words))["score"])


def parts_of(words: Iterable[str]) -> list[str]:
    """The words, and what stands in them between spaces, dots and the like."""
    return [part for word in words for part in {word, *re.split(r"[\W_]+", word)} if part]
