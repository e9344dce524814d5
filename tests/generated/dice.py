"""Chance that repeats itself: the same seed, the same throws."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice(Random):
    def chance(self, of: float) -> bool:
        return self.random() < of

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.random() * len(things))]

    def upto(self, most: int) -> int:
        """A number from 0 to `most`."""
        return int(self.random() * (most + 1))
