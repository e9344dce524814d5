"""Ways to follow a log that are wrong, each by little: the machine must find them out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from actions.conversations import sending
from events import log, ring
from events.hub import hub
from events.ring import Happened, Ring
from models import Message
from resolvers.conversations import listening

Mutant = Callable[[pytest.MonkeyPatch], None]


def a_cursor_one_too_far(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Ring.read
    monkeypatch.setattr(Ring, "read", lambda self, seq: read(self, seq + 1))


def a_cursor_one_too_near(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Ring.read
    monkeypatch.setattr(Ring, "read", lambda self, seq: read(self, max(0, seq - 1)))


def only_the_newest_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    after = Ring.after

    async def newest(self: Ring, seq: int) -> list[Happened]:
        return [*await after(self, seq)][-1:]

    monkeypatch.setattr(Ring, "after", newest)


def a_hint_is_taken_for_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many lines as hints: which is so as long as none is lost."""

    async def read_one(self: Ring, seq: int) -> None:
        async with self.reading:
            now = hub.told.get(self.topic)
            if self.head > seq or self.read_at == now:
                return
            for line in (await self.read(max(seq, self.head)))[:1]:
                if line.seq != self.head + 1:
                    self.lines.clear()
                self.lines.append(line)
                self.head = line.seq
            self.read_at = now

    monkeypatch.setattr(Ring, "read_on", read_one)


def nobody_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody looks before silence is told."""

    async def trusting(self: Ring, seq: int, since: float) -> bool:
        return True

    monkeypatch.setattr(hub, "found", lambda kind, id, head: None)
    monkeypatch.setattr(Ring, "ends_at", trusting)


def any_cursor_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "why_lost", lambda epoch, place, conversation: None)


def a_gap_in_the_ring_is_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(list[Happened]):
        """Forgets nothing when it is told to."""

        def clear(self) -> None:
            pass

    begin = Ring.__init__

    def begin_deaf(self: Ring, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        self.lines = Deaf()  # type: ignore[assignment]

    monkeypatch.setattr(Ring, "__init__", begin_deaf)


def what_is_said_here_hides_what_is_said_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken for the newest, however much is told of that was not read."""
    take = ring.announce_message

    def taking(message: Message, written: Any) -> None:
        take(message, written)
        here = ring.rings.get((message.conversation_id, written["epoch"]))
        if here:
            here.head = written["line"]["seq"]
            here.heard_all()

    monkeypatch.setattr(sending, "announce_message", taking)


def who_was_there_once_hears_on(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, frozenset[UUID]] = {}

    async def as_it_was(where: UUID, line: log.Line) -> frozenset[UUID]:
        found = await readers(where, line)
        known[str(where)] = known.get(str(where), frozenset()) | found
        return known[str(where)]

    readers = listening.readers
    monkeypatch.setattr(listening, "readers", as_it_was)


MUTANTS: list[Mutant] = [
    a_cursor_one_too_far,
    a_cursor_one_too_near,
    only_the_newest_line_is_told,
    a_hint_is_taken_for_a_line,
    nobody_sweeps,
    any_cursor_is_followed,
    a_gap_in_the_ring_is_not_seen,
    what_is_said_here_hides_what_is_said_elsewhere,
    who_was_there_once_hears_on,
]
