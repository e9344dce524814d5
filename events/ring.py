"""The newest lines of each conversation that is followed here, read once for all who follow it."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from events import topics
from events.facts import ConversationAdvanced
from events.hub import hub
from events.moments import Moment
from models import ConversationEvent, Message, User
from models.acting import as_system
from models.rows import records
from models.sql import row_of

LENGTH = 256
BATCH = 200
UNREAD = -1

FEW = 30
"""Where more take part, all of them are not read with each line."""


def members_of(conversation_id: str) -> str:
    """A column of SQL: who takes part in the conversation beside it, or null if they are many."""
    return f"""CASE WHEN member_count <= {FEW} THEN
        ARRAY (SELECT user_id FROM member WHERE conversation_id = {conversation_id})
    END AS members"""


LINES = f"""
    SELECT line, message, sender, member_count, {members_of("$1")}
    FROM conversation_event AS line
    JOIN conversation ON conversation.id = $1
    LEFT JOIN message ON message.id = line.message_id
    LEFT JOIN user_account AS sender ON sender.id = message.sender_id
    WHERE line.conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
"""
"""Each with all that most listeners ask of it, as it is when it is read."""


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """The line of the log at `seq`: one object for all who hear it.

    For a second its moment knows what was read with it: the conversation's `members`, if they are
    few, the `message` that it is about, and the `people` who are told of, by their ids.
    """

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


class Ring:
    """The newest lines of one conversation."""

    def __init__(self, conversation_id: UUID, epoch: int) -> None:
        self.conversation_id = conversation_id
        self.epoch = epoch
        self.topic = topics.conversation(conversation_id)
        self.lines: deque[Happened] = deque(maxlen=LENGTH)
        self.head = 0
        self.read_at: int | None = UNREAD
        """The telling that the newest lines were read at."""
        self.reading = asyncio.Lock()
        self.silence = Quiet(epoch, 0)

    @property
    def is_current(self) -> bool:
        """Whether everything that was told of is read."""
        return self.read_at == hub.told.get(self.topic)

    async def after(self, seq: int) -> Sequence[Happened]:
        """Up to 256 lines that follow `seq`, without a gap; empty if there are none."""
        if seq >= self.head and not self.is_current:
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
            self.go_on(start, found)
            self.read_at = now if len(found) < BATCH else UNREAD

    def go_on(self, start: int, found: Sequence[Happened]) -> None:
        is_first, is_leap = self.head == 0, start > self.head > 0
        if start > self.head:
            # What is before that is not at hand: whoever is there reads it for themselves, and is
            # woken by the next sweep if nothing else wakes them.
            self.lines.clear()
            self.head = start
        for line in found:
            self.append(line)
        if is_first or (found and not is_leap):
            hub.knows(self.topic, self.head)

    def heard_all(self) -> None:
        """Whatever was told of until now is at hand."""
        self.read_at = hub.told.get(self.topic)
        hub.knows(self.topic, self.head)

    def append(self, line: Happened) -> None:
        if line.seq != self.head + 1:
            self.lines.clear()
        self.lines.append(line)
        self.head = line.seq

    async def read(self, seq: int) -> list[Happened]:
        # For all who follow, each of whom was let in by a right of their own.
        with as_system():
            found = await records(None, LINES, self.conversation_id, seq, BATCH)
        return [self.line(message_in(one), one) for one in found]

    def line(self, message: Message | None, found: Any) -> Happened:
        """The line that was found, for good; and for a moment what was found with it."""
        row = row_of(ConversationEvent, found["line"])
        line = Happened(self.epoch, row.seq, row)
        line.moment.know(message=message, people=people_in(found), members=members_in(found))
        return line

    async def ends_at(self, seq: int, since: float) -> bool:
        """Whether nothing follows, as a sweep knows that began after `since`, or else is read."""
        if hub.swept_at < since:
            self.read_at = UNREAD
            await self.read_on(seq)
            if self.head > seq:
                # No sweep will tell the others, for it is known here from now on.
                hub.wake(self.topic)
        return self.head <= seq

    def quiet(self, seq: int) -> Quiet:
        """That nothing was said after `seq`, in one object for all who are told so."""
        if self.silence.seq != seq:
            self.silence = Quiet(self.epoch, seq)
        return self.silence


rings: WeakValueDictionary[tuple[UUID, int], Ring] = WeakValueDictionary()
"""By conversation and epoch; a ring lives as long as somebody follows it."""


def ring_of(conversation_id: UUID, epoch: int) -> Ring:
    return rings.setdefault((conversation_id, epoch), Ring(conversation_id, epoch))


def message_in(found: Any) -> Message | None:
    return found["message"] and row_of(Message, found["message"])


def members_in(found: Any) -> frozenset[UUID] | None:
    """None if they are many, or somebody came while it was written."""
    members = found["members"]
    return frozenset(members) if members and len(members) == found["member_count"] else None


def people_in(found: Any) -> dict[UUID, User]:
    sender = found["sender"]
    return {sender["id"]: row_of(User, sender)} if sender else {}


def announce_message(message: Message, written: Any) -> None:
    """Tell everybody of what was said just now; who follows here need not read it.

    `written` has what `LINES` finds, and the `epoch`. What does not come next, or could be behind
    something unread, is left to be read.
    """
    ring = rings.get((message.conversation_id, written["epoch"]))
    was_current = ring and ring.is_current and not ring.reading.locked()
    hub.announce(ConversationAdvanced(message.conversation_id))
    # If it is current still, nobody was woken: then a sweep has to find what nobody heard.
    if ring and was_current and not ring.is_current and written["line"]["seq"] == ring.head + 1:
        ring.append(ring.line(message, written))
        ring.heard_all()
