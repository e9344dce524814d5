"""What many say at about the same time, stored by one statement: it costs little more than one.

Most of what a message costs PostgreSQL is the statement around it, and its commit. Nobody waits for
company: one message at a time has a statement of its own, and who comes meanwhile shares the next.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from events.facts import ConversationAdvanced
from events.hub import hub
from events.ring import announce_message, members_of
from models import Message
from models.acting import actor, by_system
from models.sql import row_of, write_all_at_once

log = logging.getLogger("mentorgraph.conversations")

MOST_AT_ONCE = 50
"""In one statement."""
WRITERS = 1
"""Statements that are under way at once."""
MOST_ALONE = 1
"""So many are said one by one, each on behalf of who says it; who comes then shares."""
MOST_WAITING = 1_000

SAY_ALL = f"""
WITH new AS (
    SELECT * FROM unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[]
    ) AS new (conversation_id, sender_id, id, client_id, body, line_id, language)
), seat AS (
    SELECT new.*, member.id AS seat_id, seats_lost, sender FROM new
    JOIN member ON member.conversation_id = new.conversation_id AND user_id = new.sender_id
    JOIN conversation ON conversation.id = new.conversation_id
    JOIN user_account AS sender
        ON sender.id = new.sender_id AND conversation.organization_id = ANY (tenants)
    WHERE (role = 'HOST' OR kind <> 'ANNOUNCEMENT') AND NOT EXISTS (
        SELECT FROM message WHERE sender_id = new.sender_id AND client_id = new.client_id
    ) AND (SELECT act_for($9))
    FOR NO KEY UPDATE OF member SKIP LOCKED
), free AS (
    SELECT id, seats_lost FROM conversation WHERE id IN (SELECT conversation_id FROM seat)
        AND closed_at IS NULL AND NOT is_blocked AND (SELECT act_for($9))
    FOR NO KEY UPDATE SKIP LOCKED
), head AS (
    UPDATE conversation SET last_seq = last_seq + 1, last_number = last_number + 1
    FROM seat JOIN free ON free.id = conversation_id AND free.seats_lost = seat.seats_lost
    WHERE conversation.id = free.id AND (SELECT act_for($9))
    RETURNING seat.*, organization_id, last_seq, last_number, epoch, member_count
), said AS (
    INSERT INTO message (
        id, created_at, organization_id, conversation_id, sender_id, number, client_id, body,
        reply_count, version, attachment_count, language
    )
    SELECT id, $8, organization_id, conversation_id, sender_id, last_number, client_id, body,
        0, 1, 0, language FROM head
    RETURNING id, message
), line AS (
    INSERT INTO conversation_event (
        id, created_at, organization_id, conversation_id, seq, kind, message_id
    )
    SELECT line_id, $8, organization_id, conversation_id, last_seq, 'MESSAGE_SENT', id FROM head
    RETURNING message_id AS id, conversation_event AS line
), marked AS (
    UPDATE member SET last_read_number = last_number FROM head WHERE member.id = seat_id
)
SELECT id, message, line, epoch, sender, member_count, {members_of("head.conversation_id")}
FROM said JOIN line USING (id) JOIN head USING (id)
"""
"""As `SAY` for each of them, but it waits for no conversation and no seat: one that somebody holds
just then is left out.

Senders are many, so it is the server's own. Whether they see the tenant is asked by name.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """The first seven values of `SAY_ALL`, and what is stored of them."""

    values: tuple[Any, ...]
    answer: asyncio.Future[Message | None]

    @property
    def conversation_id(self) -> UUID:
        return cast(UUID, self.values[0])

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """What a statement holds once at most: the conversation, and the sender's `client_id`."""
        return self.conversation_id, (self.values[1], self.values[3])

    @property
    def id(self) -> UUID:
        return cast(UUID, self.values[2])


class Together:
    """Those who wait to be stored, and what is under way."""

    def __init__(self) -> None:
        self.waiting: deque[Waiting] = deque()
        self.writers: set[asyncio.Task[None]] = set()
        self.alone = 0
        """Statements of one message each."""

    def is_wanted_by(self, sender_id: UUID) -> bool:
        """Whether others say something just now; not who acts for an organization alone."""
        is_busy = self.alone >= MOST_ALONE and len(self.waiting) < MOST_WAITING
        return is_busy and actor.get() == str(sender_id)

    @contextmanager
    def one_alone(self) -> Iterator[None]:
        self.alone += 1
        try:
            yield
        finally:
            self.alone -= 1

    async def say(self, *values: Any) -> Message | None:
        """The message, stored and told of; None if it was left out, or something was wrong."""
        one = Waiting(values, asyncio.get_running_loop().create_future())
        self.waiting.append(one)
        if len(self.writers) < WRITERS:
            # In a task of its own: whoever came first may leave before the others.
            self.writers.add(asyncio.create_task(self.write()))
        return await one.answer

    async def write(self) -> None:
        writer = asyncio.current_task()
        try:
            while self.waiting:
                await store(self.next())
        except asyncio.CancelledError:
            while self.waiting:
                self.waiting.popleft().answer.cancel()
            raise
        finally:
            self.writers.discard(cast(asyncio.Task[None], writer))

    def next(self) -> list[Waiting]:
        """Those whose turn it is: one of each conversation, for a statement changes each row once.

        And one of each `client_id`, so that nobody's repetition is everybody's conflict.
        """
        found, taken, left = list[Waiting](), set[Hashable](), list[Waiting]()
        while self.waiting and len(found) < MOST_AT_ONCE:
            one = self.waiting.popleft()
            if one.answer.done():
                # Nobody waits for it any more, and it may have been told that nothing is kept.
                continue
            (found if taken.isdisjoint(one.keys) else left).append(one)
            taken.update(one.keys)
        self.waiting.extendleft(reversed(left))
        return found


async def store(few: list[Waiting]) -> None:
    """All that can be stored, or nothing if anything is wrong; each is told what became of it."""
    stored = dict[UUID, Message]()
    try:
        stored = await stored_of(few)
    except Exception:
        log.debug("Messages are tried one by one", exc_info=True)
        for one in few:
            # Nobody knows whether they came through.
            hub.announce(ConversationAdvanced(one.conversation_id))
    finally:
        for one in few:
            if not one.answer.done():
                one.answer.set_result(stored.get(one.id))


@by_system
async def stored_of(few: list[Waiting]) -> dict[UUID, Message]:
    """Those that are stored now, by their ids, and told of."""
    columns = zip(*(one.values for one in few), strict=True)
    found = await write_all_at_once(SAY_ALL, *map(list, columns), datetime.now(UTC))
    stored = {row["id"]: row_of(Message, row["message"]) for row in found}
    for row in found:
        announce_message(stored[row["id"]], row)
    return stored


together = Together()
