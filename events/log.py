"""A conversation's log as a stream: every line once, in order, from a cursor on.

Subscribers of one conversation in one process share a ring of the newest lines, so a burst costs
one query however many listen. What a slow one costs is an integer: its place.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from events import topics
from events.hub import hub
from events.moments import Moment
from events.ring import Happened, Quiet, ring_of
from models import Conversation, ConversationEvent, EventKind
from models.acting import as_system
from models.rows import rows
from models.sources import table

MOST_BEHIND = 2_000
EXPIRED = "What happened after this cursor is kept no longer"

DEPARTURES = (EventKind.MEMBER_REMOVED, EventKind.MEMBER_LEFT)

DEPARTURE = """
    SELECT * FROM conversation_event WHERE conversation_id = $1 AND member_id = $2 AND seq >= $3
    AND kind IN ('MEMBER_REMOVED', 'MEMBER_LEFT') ORDER BY seq DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, eq=False)
class Lost:
    """The place asked for cannot be followed from; read the conversation anew, then from `seq`."""

    epoch: int
    seq: int
    reason: str
    moment: Moment = field(default_factory=Moment)


Line = Happened | Quiet | Lost


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
        ring = ring_of(conversation_id, epoch)
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
