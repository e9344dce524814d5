"""What passes in a conversation: who is writing, who is here, and what else is not in its log.

Of who is writing, processes tell each other by hints. It is kept in memory for ten seconds, and
what is lost on the way is not told: nothing depends on it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

from events import topics
from events.facts import TypingChanged
from events.hub import hub
from events.log import was_set
from models.acting import as_system
from models.conversations.presence import AWAY_FOR, ONLINE_FOR
from models.sql import fetch

TYPING_SECONDS = 10.0
REPEAT_SECONDS = 3.0
"""So soon after it was told, that somebody is writing is not told again."""
MOST_CONVERSATIONS = 10_000
MOST_AT_ONCE = 20
CALM_SECONDS = 0.5
"""At least so long is between two states that a listener hears."""
LOOK_SECONDS = 30.0

MOST_WATCHED = 100
"""Where more take part, nobody is told how far others read, or who comes and goes."""

LOOK = """
    WITH watched AS (
        SELECT member.id, user_id, last_read_number FROM member
        JOIN conversation ON conversation.id = conversation_id
        WHERE conversation_id = $1 AND member_count <= $5
    )
    SELECT (SELECT is_blocked FROM conversation WHERE id = $1) AS is_blocked,
        EXISTS (SELECT FROM member WHERE conversation_id = $1 AND user_id = $2) AS is_member,
        coalesce(sum(last_read_number), 0) AS read,
        array_agg((seen_at > $3)::int + (seen_at > $4)::int ORDER BY watched.id)
            FILTER (WHERE watched.user_id <> $2) AS presence
    FROM watched LEFT JOIN presence ON presence.user_id = watched.user_id
"""


class Typing:
    """By conversation, who is writing there and until when; those written in last at the end."""

    def __init__(self) -> None:
        self.until: OrderedDict[UUID, dict[UUID, float]] = OrderedDict()

    def tell(self, conversation_id: UUID, user_id: UUID, is_typing: bool) -> None:
        """To all processes, unless they know."""
        until = self.until.get(conversation_id, {}).get(user_id, 0.0)
        if is_typing and until > monotonic() + TYPING_SECONDS - REPEAT_SECONDS:
            return
        hub.announce(TypingChanged(conversation_id, user_id, is_typing))

    def hear(self, topic: str) -> None:
        if topic.startswith(topics.TYPING):
            _, where, who, is_typing = topic.split(":")
            self.change(UUID(where), UUID(who), is_typing == topics.BEGAN)

    def change(self, where: UUID, who: UUID, is_typing: bool) -> None:
        now = monotonic()
        there = self.until.pop(where, {})
        there = {id: until for id, until in there.items() if until > now and id != who}
        if is_typing and len(there) < MOST_AT_ONCE:
            there[who] = now + TYPING_SECONDS
        if there:
            self.until[where] = there
        self.forget(now)
        hub.wake(topics.signals(where))

    def forget(self, now: float) -> None:
        """What is over, as far as it stands first; and the oldest of what is too much."""
        while self.until:
            where, there = next(iter(self.until.items()))
            if len(self.until) <= MOST_CONVERSATIONS and max(there.values()) > now:
                return
            del self.until[where]

    def now(self, where: UUID, besides: UUID) -> dict[UUID, float]:
        """Who else is writing there, and for how many seconds still."""
        now, there = monotonic(), self.until.get(where, {})
        left = {id: until - now for id, until in there.items() if id != besides}
        return {id: seconds for id, seconds in left.items() if seconds > 0}


typing = Typing()
hub.overhear(typing.hear)


@dataclass(frozen=True, slots=True)
class State:
    """Who else is writing, first to last; how far all have read, in one number; who is here; and
    whether the listener still is a member.
    """

    typing: tuple[UUID, ...]
    read: int
    presence: tuple[int | None, ...]
    is_member: bool


async def follow(conversation_id: UUID, user_id: UUID) -> AsyncGenerator[State, None]:
    """As it is now, and whenever it is another; the newest only, and never a backlog."""
    signal, told = asyncio.Event(), None
    with hub.relay(signal) as hear:
        hear({topics.signals(conversation_id)})
        while True:
            signal.clear()
            now, seconds = await look(conversation_id, user_id)
            if now != told:
                told = now
                yield now
                await asyncio.sleep(CALM_SECONDS)
            else:
                await was_set(signal, seconds)


async def look(conversation_id: UUID, user_id: UUID) -> tuple[State, float]:
    """How it is, and for how many seconds at most."""
    # Of a conversation whose right to hear was asked for, and without anything that was said.
    with as_system():
        [row] = await fetch(LOOK, conversation_id, user_id, *since(), MOST_WATCHED)
    writing = {} if row["is_blocked"] else typing.now(conversation_id, user_id)
    here = () if row["is_blocked"] else tuple(row["presence"] or ())
    state = State(tuple(writing), int(row["read"]), here, bool(row["is_member"]))
    return state, min(writing.values(), default=LOOK_SECONDS)


def since() -> tuple[datetime, datetime]:
    """Who was seen after the second is online, and who after the first at least away."""
    now = datetime.now(UTC)
    return now - AWAY_FOR, now - ONLINE_FOR
