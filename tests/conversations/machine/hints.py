"""Between those who write and those who listen: hints are only hints."""

from collections.abc import Iterable

from events.facts import Fact
from events.hub import hub


class Hints:
    """They arrive, or are lost, or are kept to arrive later: in another order, and twice."""

    def __init__(self) -> None:
        self.how = "arrive"
        self.kept: list[str] = []

    def announce(self, fact: Fact) -> None:
        if self.how == "arrive":
            self.tell(fact.topics)
        elif self.how == "are kept":
            self.kept += fact.topics

    def tell(self, topics: Iterable[str]) -> None:
        for topic in topics:
            hub.wake(topic)

    async def arrive_late(self) -> None:
        self.tell([*reversed(self.kept)] * 2)
        self.kept.clear()

    async def bus_is_back(self) -> None:
        """Nobody knows what was lost meanwhile."""
        self.kept.clear()
        self.how = "arrive"
        hub.wake_all()
