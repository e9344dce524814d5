"""What was said longer ago than its program keeps it goes, and the lines of the log that told it.

First the words of old messages, with all that is attached to them, and a line that says so; then
old lines, from the beginning, and the messages that nothing tells of any more. Of one that is
answered, reported, told of by a later line, or about to be answered the empty place stays.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from actions.conversations.emptying import empty
from actions.conversations.log import append
from actions.transaction import Transaction, transaction
from models import Conversation, EventKind, Member, Message
from models.acting import by_system
from models.sql import fetch, fetch_one

MOST_AT_ONCE = 500
"""Messages or lines of one transaction, so that nobody who writes there waits for long."""

# Whole days, so that a conversation is not told of each message by itself.
DUE = """
    SELECT conversation.id, kept.since FROM conversation
    JOIN program ON program.id = program_id
    CROSS JOIN LATERAL (
        SELECT date_trunc('day', now(), 'UTC') - make_interval(days => message_retention_days)
    ) AS kept (since)
    CROSS JOIN LATERAL (
        SELECT seq, created_at FROM conversation_event
        WHERE conversation_id = conversation.id AND seq > expired_seq ORDER BY seq LIMIT 1
    ) AS line
    WHERE message_retention_days IS NOT NULL AND line.created_at < kept.since
        AND (seq < last_seq OR expired_number < last_number)
    LIMIT $1
"""

# Up to the first that is kept, whatever the clocks of several servers wrote around it.
PAST = """
    SELECT coalesce((
        SELECT number FROM message
        WHERE conversation_id = $1 AND number > expired_number AND message.created_at >= $2
        ORDER BY number LIMIT 1
    ), last_number + 1) - 1 AS number, coalesce((
        SELECT seq FROM conversation_event AS line
        WHERE conversation_id = $1 AND seq > expired_seq AND line.created_at >= $2
        ORDER BY seq LIMIT 1
    ), last_seq) - 1 AS seq
    FROM conversation WHERE id = $1
"""

FORGET_LINES = """
    WITH gone AS (
        DELETE FROM conversation_event
        WHERE conversation_id = $1 AND seq > $2 AND seq <= $3 RETURNING message_id
    )
    SELECT DISTINCT message_id AS id FROM gone WHERE message_id IS NOT NULL
"""

FORGET_PLACES = """
    WITH gone AS (
        DELETE FROM message USING conversation
        WHERE conversation.id = conversation_id AND number <= expired_number
            AND message.id = ANY($1::uuid[])
            AND NOT EXISTS (SELECT FROM conversation_event WHERE message_id = message.id)
            AND NOT EXISTS (SELECT FROM message AS answer WHERE answer.root_id = message.id)
            AND NOT EXISTS (SELECT FROM draft WHERE draft.root_id = message.id)
            AND NOT EXISTS (SELECT FROM report WHERE report.message_id = message.id)
        RETURNING root_id
    )
    SELECT DISTINCT root_id AS id FROM gone WHERE root_id IS NOT NULL
"""

COUNT_ANSWERS = """
    UPDATE message SET reply_count = (
        SELECT count(*) FROM message AS answer WHERE answer.root_id = message.id
    )
    WHERE id = ANY($1::uuid[])
"""


@by_system
async def expire() -> int:
    """Delete what is kept no longer, of all conversations; of how many that was."""
    done = 0
    while due := await fetch(DUE, MOST_AT_ONCE):
        for conversation in due:
            while await expire_some(conversation["id"], conversation["since"]):
                done += 1
    return done


async def expire_some(conversation_id: UUID, kept_since: datetime) -> bool:
    """A part of what was before that; whether there was anything."""
    async with transaction() as current:
        one = Conversation.filter(id=conversation_id).select_for_update(no_key=True)
        where = await one.get()
        past = await fetch_one(PAST, conversation_id, kept_since)
        assert past is not None
        if past["number"] > where.expired_number:
            await expire_messages(current, where, past["number"])
        elif past["seq"] > where.expired_seq:
            await expire_lines(where, past["seq"])
        else:
            return False
    return True


async def expire_messages(current: Transaction, where: Conversation, up_to: int) -> None:
    """They count as read, too: nobody can read them any more."""
    later = Message.filter(conversation_id=where.id, number__gt=where.expired_number)
    messages = await later.filter(number__lte=up_to).order_by("number").limit(MOST_AT_ONCE)
    last = messages[-1].number
    await empty(current, [message for message in messages if not message.retracted_at])
    await Conversation.filter(id=where.id).update(expired_number=last)
    behind = Member.filter(conversation_id=where.id, last_read_number__lt=last)
    await behind.update(last_read_number=last)
    await append(current, where.id, EventKind.MESSAGES_EXPIRED)


async def expire_lines(where: Conversation, up_to: int) -> None:
    """From the beginning of the log, which has no gap after that."""
    last = min(up_to, where.expired_seq + MOST_AT_ONCE)
    told = await fetch(FORGET_LINES, where.id, where.expired_seq, last)
    await Conversation.filter(id=where.id).update(expired_seq=last)
    answered = await forget_places([line["id"] for line in told])
    # Their own lines went before those of what answered them.
    await forget_places(answered)
    await fetch(COUNT_ANSWERS, answered)


async def forget_places(messages: Collection[UUID]) -> list[UUID]:
    """Those that nothing needs any more; what they had answered."""
    return [root["id"] for root in await fetch(FORGET_PLACES, [*messages])]
