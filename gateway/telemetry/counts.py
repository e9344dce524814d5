"""What happened since the process started, in plain numbers.

Only the event loop writes them, so they need no locks: the counters of prometheus-client have one
each, and take six times as long.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; an operation ends by its time limit, which is 10 s unless it was set."""

MOST_CODES = 100
OTHER = "other"

CLOSE_CODES = frozenset(
    {1000, 1001, 1002, 1005, 1006, 1009, 1012, 1013} | {4400, 4401, 4403, 4406, 4408, 4409, 4429}
)
"""Those of the protocols. A client may close with any other, and would make a time series of it."""


class Tally:
    """How long things took: a number for each of `BOUNDS` and one for what took longer."""

    __slots__ = ("numbers", "seconds")

    def __init__(self) -> None:
        self.numbers = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        self.numbers[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    def join(self, other: "Tally") -> None:
        self.numbers = [mine + more for mine, more in zip(self.numbers, other.numbers, strict=True)]
        self.seconds += other.seconds

    @property
    def total(self) -> int:
        return sum(self.numbers)


class Counts:
    """Of one process. What is a label here has few values, whatever clients send."""

    def __init__(self) -> None:
        self.operations: dict[tuple[str, str, str], Tally] = {}
        """By kind, outcome and transport."""
        self.cost: Counter[str] = Counter()
        """Points of operations that ran, by kind."""
        self.errors: Counter[str] = Counter()
        """Answers that held the code."""
        self.messages: Counter[str] = Counter()
        """Events of subscriptions, by transport."""
        self.subscriptions: Counter[str] = Counter()
        """Those that run now, by transport."""
        self.sockets = 0
        self.closed: Counter[str] = Counter()
        self.plans: Counter[str] = Counter()
        """Executions that a plan answered or was surprised by, and answers shared with others."""
        self.documents_read = 0
        """Those that were not remembered; some turned out to be no good."""
        self.lag = Tally()
        self.lines_dropped = 0

    def operation(self, kind: str, outcome: str, transport: str, seconds: float) -> None:
        key = (kind, outcome, transport)
        tally = self.operations.get(key)
        if tally is None:
            tally = self.operations[key] = Tally()
        tally.add(seconds)

    def codes(self, codes: Iterable[str]) -> None:
        for code in codes:
            known = code in self.errors or len(self.errors) < MOST_CODES
            self.errors[code if known else OTHER] += 1

    def closing(self, code: int) -> None:
        self.sockets -= 1
        self.closed[str(code) if code in CLOSE_CODES else OTHER] += 1


counts = Counts()
