"""What was found out a moment ago, by the hash of what was shown, so that it is not asked anew."""

import time
from typing import Generic, TypeVar

V = TypeVar("V")

FRESH_SECONDS = 1.0
"""How long it is believed, should the word that it changed be lost."""

MOST_FRESH = 10_000


class Fresh(Generic[V]):
    def __init__(self) -> None:
        self.found: dict[str, tuple[float, V]] = {}
        """With the moment until which each is believed."""

    def __contains__(self, key: str) -> bool:
        return time.monotonic() < self.found.get(key, (0.0, None))[0]

    def get(self, key: str) -> V | None:
        until, value = self.found.get(key, (0.0, None))
        return value if time.monotonic() < until else None

    def keep(self, key: str, value: V, seconds: float = FRESH_SECONDS) -> None:
        """For a second at most. Where there is no room all are forgotten, and found out again."""
        if len(self.found) >= MOST_FRESH:
            self.forget_all()
        self.found[key] = time.monotonic() + min(FRESH_SECONDS, seconds), value

    def forget_all(self) -> None:
        self.found.clear()
