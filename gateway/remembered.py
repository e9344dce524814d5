"""What was made of a text, kept for the next time: the texts used last, within a weight."""

from typing import Generic, TypeVar

V = TypeVar("V")


class Remembered(Generic[V]):
    """At most `most` values, and together at most `heaviest` bytes; the least used go first."""

    def __init__(self, most: int, heaviest: int) -> None:
        self.most = most
        self.heaviest = heaviest
        self.weight = 0
        self.held: dict[str, tuple[V, int]] = {}
        self.hits = 0

    def __len__(self) -> int:
        return len(self.held)

    def get(self, text: str) -> V | None:
        found = self.held.pop(text, None)
        if found is None:
            return None
        self.hits += 1
        # A dict keeps the order of insertion: what was used last stands last.
        self.held[text] = found
        return found[0]

    def keep(self, text: str, value: V, weight: int) -> None:
        """Keep it as what was used last; what is too heavy for the whole is not kept."""
        self.forget(text)
        if weight > self.heaviest:
            return
        self.held[text] = value, weight
        self.weight += weight
        while len(self.held) > self.most or self.weight > self.heaviest:
            self.forget(next(iter(self.held)))

    def add_weight(self, text: str, value: V, more: int) -> None:
        """Something was made of the value since; nothing changes if it is not kept any more."""
        kept, weight = self.held.get(text, (None, 0))
        if kept is value:
            self.keep(text, value, weight + more)

    def forget(self, text: str) -> None:
        _, weight = self.held.pop(text, (None, 0))
        self.weight -= weight

    def clear(self) -> None:
        self.held.clear()
        self.weight = 0
