"""Decides whether one reader saw its log: every line once and in order, wherever it was resumed."""

from collections.abc import Iterator
from functools import singledispatchmethod

from tests.conversations.history.records import (
    Anew,
    Began,
    Diary,
    Line,
    Place,
    Quiet,
    Resync,
    Said,
    Seen,
)
from tests.conversations.history.verdict import Anomaly, Kind


def of_diary(diary: Diary, log: list[Line], epoch: int) -> Iterator[Anomaly]:
    """What is wrong with it; a reader that did not come to the end of its log lost the rest."""
    reading = Reading(diary, log, epoch)
    for entry in diary.entries:
        yield from reading.take(entry)
    yield from reading.end()


class Reading:
    """How far a reader has come, and what was left out on the way."""

    def __init__(self, diary: Diary, log: list[Line], epoch: int) -> None:
        self.diary = diary
        self.log = {line.seq: line.said for line in log}
        self.epoch, self.last = epoch, max(self.log, default=0)
        self.place: Place = diary.start
        self.heard: set[int] = set()
        self.left_out: dict[int, str] = {}
        """By seq: what was heard instead."""
        self.subscription = "before the first subscription"

    def found(self, kind: Kind, what: str) -> Anomaly:
        story = f"{self.diary.reader}, {self.subscription}: {what}"
        return Anomaly(kind, self.diary.conversation, story)

    @singledispatchmethod
    def take(self, entry: object) -> Iterator[Anomaly]:
        raise TypeError(entry)

    @take.register
    def _(self, entry: Began) -> Iterator[Anomaly]:
        self.subscription = f"subscription {entry.subscription} at {entry.server}"
        self.subscription += f" after {entry.place}"
        if entry.place != self.place:
            yield self.found(Kind.OUT_OF_ORDER, f"it went on from elsewhere than {self.place}")

    @take.register
    def _(self, entry: Seen) -> Iterator[Anomaly]:
        epoch, seq = entry.place
        if epoch != self.epoch or seq not in self.log or self.log[seq] != entry.said:
            yield self.found(Kind.FOREIGN, f"{entry} is not {self.log.get(seq)}")
        elif seq in self.heard:
            yield self.found(Kind.REPEATED, f"{entry} came again, after {self.place}")
        elif seq <= self.place[1]:
            self.left_out.pop(seq, None)
            yield self.found(Kind.OUT_OF_ORDER, f"{entry} came after {self.place}")
        else:
            self.go_on(seq, f"{entry}")
        self.heard.add(seq)

    def go_on(self, seq: int, instead: str) -> None:
        """To the line at `seq`; what lies between was left out."""
        for missing in range(self.place[1] + 1, seq):
            self.left_out[missing] = f"{self.diary.reader}, {self.subscription}: heard {instead}"
        self.place = self.epoch, seq

    @take.register
    def _(self, entry: Quiet) -> Iterator[Anomaly]:
        if entry.place < self.place or entry.place[0] != self.epoch:
            yield self.found(Kind.OUT_OF_ORDER, f"{entry} came after {self.place}")
        elif entry.place > self.place:
            self.go_on(entry.place[1] + 1, f"{entry}")
            self.place = entry.place

    @take.register
    def _(self, entry: Resync) -> Iterator[Anomaly]:
        yield from ()

    @take.register
    def _(self, entry: Anew) -> Iterator[Anomaly]:
        if entry.place[0] == self.place[0] and entry.place < self.place:
            yield self.found(Kind.OUT_OF_ORDER, f"what was read anew ends before {self.place}")
        yield from self.page(entry.said, entry.place[1])
        self.place = entry.place

    def page(self, said: tuple[Said, ...], seq: int) -> Iterator[Anomaly]:
        """Messages that were read anew, and with them everything up to `seq`."""
        stored = {message.number: message for message in self.log.values() if message}
        numbers = [message.number for message in said]
        first, last = (numbers[0], numbers[-1]) if numbers else (1, 0)
        upto = max((m.number for at, m in self.log.items() if m and at <= seq), default=0)
        if numbers != [*range(first, last + 1)] or last < upto:
            yield self.found(Kind.LOST, f"what was read anew has {numbers}, the log has {upto}")
        for message in said:
            if stored.get(message.number) != message:
                yield self.found(Kind.FOREIGN, f"what was read anew has {message}")

    def end(self) -> Iterator[Anomaly]:
        self.go_on(self.last + 1, "nothing after that")
        for seq, story in self.left_out.items():
            yield Anomaly(Kind.LOST, self.diary.conversation, f"{story} instead of line {seq}")
