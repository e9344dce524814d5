"""What was said longer ago than its program keeps it goes, and the lines of the log that told it.

First the words of old messages, with all that is attached to them, and a line that says so; then
old lines, from the beginning, and the messages that nothing tells of any more. Of one that is
answered, reported, told of by a later line, or about to be answered the empty place stays.
"""

import logging
from collections.abc import Collection
from uuid import UUID

from actions.conversations.emptying import empty
from actions.conversations.log import append
from actions.transaction import Transaction, transaction
from models import Conversation, EventKind, Message
from models.acting import by_system
from models.sql import fetch, fetch_one

log = logging.getLogger("mentorgraph.retention")

MOST_AT_ONCE = 200
"""Messages or lines of one transaction, so that nobody who writes there waits for long."""
MOST_IN_A_ROUND = 5_000
"""Such parts; whatever is left waits for the next round, so that nothing else waits for ever."""

# Whole days in UTC, so that a conversation is not told of each message by itself.
SINCE = """
    (date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => message_retention_days))
        AT TIME ZONE 'UTC'
"""

DUE = f"""
    SELECT conversation.id FROM conversation JOIN program ON program.id = program_id
    CROSS JOIN LATERAL (
        SELECT seq, created_at FROM conversation_event
        WHERE conversation_id = conversation.id AND seq > expired_seq ORDER BY seq LIMIT 1
    ) AS line
    WHERE message_retention_days IS NOT NULL AND line.created_at < {SINCE}
        AND (seq < last_seq OR expired_number < last_number)
"""

# By what the program says now, and up to the first that is kept, whatever the clocks of several
# servers wrote around it; no further than one part goes.
PAST = f"""
    SELECT
        (SELECT coalesce(min(number) FILTER (WHERE created_at >= since), max(number) + 1) - 1 FROM (
            SELECT number, message.created_at FROM message
            WHERE conversation_id = $1 AND number > expired_number ORDER BY number LIMIT $2
        ) AS next) AS number,
        (SELECT coalesce(min(seq) FILTER (WHERE created_at >= since), max(seq) + 1) - 1 FROM (
            SELECT seq, line.created_at FROM conversation_event AS line
            WHERE conversation_id = $1 AND seq > expired_seq AND seq < last_seq
            ORDER BY seq LIMIT $2
        ) AS next) AS seq
    FROM conversation JOIN program ON program.id = program_id
    CROSS JOIN LATERAL (SELECT {SINCE}) AS kept (since)
    WHERE conversation.id = $1 AND message_retention_days IS NOT NULL
"""

FORGET_LINES = """
    WITH gone AS (
        DELETE FROM conversation_event
        WHERE conversation_id = $1 AND seq > $2 AND seq <= $3 RETURNING message_id
    )
    SELECT DISTINCT message_id AS id FROM gone WHERE message_id IS NOT NULL
"""

# Whoever reports one just now, or keeps a draft of an answer, is waited for, and then seen.
HOLD = "SELECT id FROM message WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"

UNNEEDED = """
    NOT EXISTS (SELECT FROM conversation_event WHERE message_id = message.id)
    AND NOT EXISTS (SELECT FROM message AS answer WHERE answer.root_id = message.id)
    AND NOT EXISTS (SELECT FROM draft WHERE draft.root_id = message.id)
    AND NOT EXISTS (SELECT FROM report WHERE report.message_id = message.id)
"""

FORGET_PLACES = f"""
    WITH gone AS (
        DELETE FROM message USING conversation
        WHERE conversation.id = conversation_id AND number <= expired_number
            AND message.id = ANY($1::uuid[]) AND {UNNEEDED}
        RETURNING root_id
    )
    SELECT DISTINCT root_id AS id FROM gone WHERE root_id IS NOT NULL
"""

LEFT_OVER = f"""
    SELECT message.id FROM conversation
    JOIN message ON conversation_id = conversation.id AND number <= expired_number
    WHERE expired_number > 0 AND {UNNEEDED} LIMIT $1
"""
"""What needed these is gone since: a report that was settled, a draft."""

COUNT_ANSWERS = """
    UPDATE message SET reply_count = (
        SELECT count(*) FROM message AS answer WHERE answer.root_id = message.id
    )
    WHERE id = ANY($1::uuid[])
"""


@by_system
async def expire() -> int:
    """Delete what is kept no longer, of all conversations, in parts; how many they were.

    A conversation that cannot just now is looked at again the next time, and keeps no other.
    """
    done = 0
    for conversation in await fetch(DUE):
        try:
            while done < MOST_IN_A_ROUND and await expire_some(conversation["id"]):
                done += 1
        except Exception:
            log.exception("What expired in %s could not be deleted", conversation["id"])
    while done < MOST_IN_A_ROUND and await forget_left_over():
        done += 1
    return done


async def expire_some(conversation_id: UUID) -> bool:
    """A part of what is kept no longer; whether there was anything."""
    async with transaction() as current:
        one = Conversation.filter(id=conversation_id).select_for_update(no_key=True)
        where = await one.get()
        past = await fetch_one(PAST, conversation_id, MOST_AT_ONCE)
        if past and (past["number"] or 0) > where.expired_number:
            await expire_messages(current, where, past["number"])
        elif past and (past["seq"] or 0) > where.expired_seq:
            await expire_lines(where, past["seq"])
        else:
            return False
    return True


async def expire_messages(current: Transaction, where: Conversation, up_to: int) -> None:
    later = Message.filter(conversation_id=where.id, number__gt=where.expired_number)
    await empty(current, await later.filter(number__lte=up_to, retracted_at=None))
    await Conversation.filter(id=where.id).update(expired_number=up_to)
    await append(current, where.id, EventKind.MESSAGES_EXPIRED)


async def expire_lines(where: Conversation, up_to: int) -> None:
    """From the beginning of the log, which has no gap after that."""
    told = await fetch(FORGET_LINES, where.id, where.expired_seq, up_to)
    await Conversation.filter(id=where.id).update(expired_seq=up_to)
    await forget_places([line["id"] for line in told])


async def forget_left_over() -> bool:
    """Places that were kept for something that is gone since; whether there were any."""
    async with transaction():
        left = await fetch(LEFT_OVER, MOST_AT_ONCE)
        await forget_places([place["id"] for place in left])
    return bool(left)


async def forget_places(messages: Collection[UUID]) -> None:
    """Those of them that nothing needs, and then those that only these had answered."""
    answered = await forget_unneeded(messages)
    await forget_unneeded(answered)
    await fetch(COUNT_ANSWERS, answered)


async def forget_unneeded(messages: Collection[UUID]) -> list[UUID]:
    """What those had answered that are gone."""
    await fetch(HOLD, [*messages])
    return [root["id"] for root in await fetch(FORGET_PLACES, [*messages])]
