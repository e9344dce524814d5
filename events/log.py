"""A conversation's log as a stream: every line once, in order, from a cursor on.

Subscribers of one conversation in one process share a ring of the newest lines, so a burst costs
one query however many listen. What a slow one costs is an integer: its place.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID
from weakref import WeakValueDictionary

from events import topics
from events.hub import hub
from events.moments import Moment
from models import Conversation, ConversationEvent, EventKind
from models.acting import as_system
from models.rows import rows
from models.sources import table

RING = 256
BATCH = 200
UNREAD = -1
MOST_BEHIND = 2_000
EXPIRED = "What happened after this cursor is kept no longer"

LINES = (
    "SELECT * FROM conversation_event WHERE conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"
)

DEPARTURES = (EventKind.MEMBER_REMOVED, EventKind.MEMBER_LEFT)

DEPARTURE = """
    SELECT * FROM conversation_event WHERE conversation_id = $1 AND member_id = $2 AND seq >= $3
    AND kind IN ('MEMBER_REMOVED', 'MEMBER_LEFT') ORDER BY seq DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """The line of the log at `seq`: one object for all who hear it."""

    epoch: int
    seq: int
    row: ConversationEvent
    moment: Moment = field(default_factory=Moment)


@dataclass(frozen=True, slots=True, eq=False)
class Quiet:
    """Nothing new for a while; the log ends at `seq`."""

    epoch: int
    seq: int
    moment: Moment = field(default_factory=Moment)


@dataclass(frozen=True, slots=True, eq=False)
class Lost:
    """The place asked for cannot be followed from; read the conversation anew, then from `seq`."""

    epoch: int
    seq: int
    reason: str
    moment: Moment = field(default_factory=Moment)


Line = Happened | Quiet | Lost


class Ring:
    """The newest lines of one conversation, read once for everybody here."""

    def __init__(self, conversation_id: UUID, epoch: int) -> None:
        self.conversation_id = conversation_id
        self.epoch = epoch
        self.topic = topics.conversation(conversation_id)
        self.lines: deque[Happened] = deque(maxlen=RING)
        self.head = 0
        self.read_at: int | None = UNREAD
        """The telling that the newest lines were read at."""
        self.reading = asyncio.Lock()
        self.silence = Quiet(epoch, 0)

    async def after(self, seq: int) -> Sequence[Happened]:
        """Up to 256 lines that follow `seq`, without a gap; empty if there are none."""
        if seq >= self.head and self.read_at != hub.told.get(self.topic):
            await self.read_on(seq)
        behind = self.head - seq
        if behind <= len(self.lines):
            return [self.lines[place] for place in range(-behind, 0)]
        return await self.read(seq)

    async def read_on(self, seq: int) -> None:
        """Read what was told of since the last time; whoever waited for it reads nothing."""
        async with self.reading:
            now = hub.told.get(self.topic)
            if self.head > seq or self.read_at == now:
                return
            start = max(seq, self.head)
            found = await self.read(start)
            if start > self.head:
                # What is before that is not at hand: whoever is there reads it for themselves.
                self.lines.clear()
                self.head = start
            for line in found:
                if line.seq != self.head + 1:
                    self.lines.clear()
                self.lines.append(line)
                self.head = line.seq
            self.read_at = now if len(found) < BATCH else UNREAD

    async def read(self, seq: int) -> list[Happened]:
        # For all who follow, each of whom was let in by a right of their own.
        with as_system():
            found = await rows(ConversationEvent, LINES, self.conversation_id, seq, BATCH)
        return [Happened(self.epoch, row.seq, row) for row in found]

    async def ends_at(self, seq: int, since: float) -> bool:
        """Whether nothing follows, as a sweep knows that began after `since`, or else is read."""
        if hub.swept_at < since:
            self.read_at = UNREAD
            await self.read_on(seq)
        return self.head <= seq

    def quiet(self, seq: int) -> Quiet:
        """That nothing was said after `seq`, in one object for all who are told so."""
        if self.silence.seq != seq:
            self.silence = Quiet(self.epoch, seq)
        return self.silence


rings: WeakValueDictionary[tuple[UUID, int], Ring] = WeakValueDictionary()
"""By conversation and epoch; a ring lives as long as somebody follows it."""


async def follow(
    conversation_id: UUID, after: tuple[int, int] | None, heartbeat_seconds: float
) -> AsyncGenerator[Line, None]:
    """Lines after a place (epoch, seq), or from now on; then new ones as they are committed.

    Quiet comes when nothing was written for `heartbeat_seconds`. Lost comes, and ends the stream,
    when the place is of another epoch, ahead of the log, more than 2,000 lines behind it, or where
    lines are kept no longer.
    """
    with hub.listen(topics.conversation(conversation_id)) as signal:
        conversation = await table(Conversation).get(conversation_id)
        if conversation is None:
            return
        epoch, place = after or conversation.place
        if reason := why_lost(epoch, place, conversation):
            yield Lost(conversation.epoch, conversation.last_seq, reason)
            return
        ring = rings.setdefault((conversation_id, epoch), Ring(conversation_id, epoch))
        while True:
            since = monotonic()
            signal.clear()
            lines = await ring.after(place)
            if lines and lines[0].seq != place + 1:
                yield Lost(epoch, lines[-1].seq, EXPIRED)
                return
            for line in lines:
                yield line
                place = line.seq
            if lines or await was_set(signal, heartbeat_seconds):
                continue
            if await ring.ends_at(place, since):
                yield ring.quiet(place)


async def departure(conversation_id: UUID, user_id: UUID, since: Line) -> Happened | None:
    """The line, this one or a later one, that says that somebody is there no more."""
    # They may not read it any more, and this is what it says.
    with as_system():
        found = await rows(ConversationEvent, DEPARTURE, conversation_id, user_id, since.seq)
    return Happened(since.epoch, found[0].seq, found[0]) if found else None


def why_lost(epoch: int, place: int, conversation: Conversation) -> str | None:
    if epoch != conversation.epoch or place > conversation.last_seq:
        return "This cursor is not of this log; it may be from before a restore"
    if place < conversation.expired_seq:
        return EXPIRED
    if conversation.last_seq - place > MOST_BEHIND:
        return "Too much was said since this cursor"
    return None


async def was_set(signal: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await signal.wait()
    except TimeoutError:
        return False
