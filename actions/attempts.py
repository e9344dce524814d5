"""How often something may be tried, whichever process is asked and whatever was restarted.

Fixed windows that begin with the first attempt. Each attempt is counted before it is made, by one
statement, so that those made at once cannot all be the first.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tortoise.expressions import F
from uuid_utils.compat import uuid7

from errors import TooMany
from models import AttemptWindow
from models.sql import fetch_one

TAKE = """
    INSERT INTO attempt_window AS made (id, created_at, key, count, ends_at)
    VALUES ($1, $2, $3, $7, $4)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN made.ends_at <= $2 THEN $7 ELSE made.count + $7 END,
        ends_at = CASE WHEN made.ends_at <= $2 OR $6 THEN excluded.ends_at ELSE made.ends_at END
    WHERE made.ends_at <= $2 OR made.count + $7 <= $5
    RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts; `reason` says what to do over it."""

    name: str
    most: int
    within: timedelta
    reason: str
    is_sliding: bool = False
    """Each attempt begins the window anew: it counts what follows each other."""

    def key(self, *whose: object) -> str:
        named = "\n".join([self.name, *map(str, whose)])
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()

    async def take(self, *whose: object, weight: int = 1) -> None:
        """Count one more attempt; TooMany if that is one too many, and then it is not counted.

        One that counts for several has a `weight`, which must not be more than `most`.
        """
        key, now = self.key(*whose), datetime.now(UTC)
        values = uuid7(), now, key, now + self.within, self.most, self.is_sliding, weight
        if await fetch_one(TAKE, *values):
            return
        window = await AttemptWindow.get_or_none(key=key)
        left = (window.ends_at - now).total_seconds() if window else 0
        raise TooMany(self.reason, retry_after=max(1, math.ceil(left)))

    async def forget(self, *whose: object) -> None:
        """As if nothing had been tried."""
        await AttemptWindow.filter(key=self.key(*whose)).delete()

    async def give_back(self, *whose: object) -> None:
        """One attempt does not count after all."""
        tried = AttemptWindow.filter(key=self.key(*whose), count__gt=0)
        await tried.update(count=F("count") - 1)
