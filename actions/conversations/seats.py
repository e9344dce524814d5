"""Giving people seats in a conversation, and taking them away, for whoever holds it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from actions.conversations.closing import close_conversation
from actions.conversations.log import append
from actions.transaction import Transaction
from events.facts import ConversationAdvanced, SeatLost, SeatsChanged
from models import Conversation, EventKind, Member, MemberRole
from models.sql import fetch
from policies import conversations as policy
from policies.roles import people_with

GIVE = """
    INSERT INTO member (
        id, created_at, organization_id, conversation_id, user_id, role, last_read_number,
        is_muted, is_archived, notification_level, draft_changes
    )
    SELECT seat, $1, organization_id, conversation.id, person, 'MEMBER', last_number,
        false, false, 'ALL', 0
    FROM conversation, unnest($3::uuid[], $4::uuid[]) AS new (seat, person)
    WHERE conversation.id = $2
"""
"""Of what was said before they came, nothing counts as unread."""

TELL = """
    WITH head AS (
        UPDATE conversation SET last_seq = last_seq + $4, member_count = member_count + $4
        WHERE id = $2 RETURNING id, organization_id, last_seq - $4 AS before
    )
    INSERT INTO conversation_event (
        id, created_at, organization_id, conversation_id, seq, kind, user_id, member_id
    )
    SELECT line, $1, organization_id, head.id, before + place, 'MEMBER_ADDED', $3, person
    FROM head, unnest($5::uuid[], $6::uuid[]) WITH ORDINALITY AS new (line, person, place)
"""


async def give(current: Transaction, conversation: Conversation, people: Sequence[UUID]) -> None:
    """Seats for all of them, who have none, in one statement however many they are."""
    seats = [uuid7() for _ in people]
    await fetch(GIVE, datetime.now(UTC), conversation.id, seats, [*people])
    current.announce(SeatsChanged((*people,)))


async def add(
    current: Transaction, conversation: Conversation, people: Sequence[UUID], by: UUID
) -> None:
    """Seats for people who have none, and a line of the log for each of them."""
    await give(current, conversation, people)
    lines, now = [uuid7() for _ in people], datetime.now(UTC)
    await fetch(TELL, now, conversation.id, by, len(people), lines, [*people])
    current.announce(ConversationAdvanced(conversation.id))


async def take(
    current: Transaction, conversation: Conversation, seat: Member, by: UUID | None = None
) -> None:
    """Somebody is in it no more: they left, a host removed them or, for None, nobody in it did.

    Without any host, whoever may be one and has been there longest is one from then on. Where
    there is nobody, it ends.
    """
    has_left = by == seat.user_id
    kind = EventKind.MEMBER_LEFT if has_left else EventKind.MEMBER_REMOVED
    await Member.filter(id=seat.id).delete()
    host = None if has_left else by
    await append(current, conversation.id, kind, seats=-1, user_id=host, member_id=seat.user_id)
    current.announce(SeatLost(seat.user_id, conversation.id))
    if not (conversation.closed_at or await has_host(conversation.id)):
        await succeed(current, conversation)


async def has_host(conversation_id: UUID, besides: UUID | None = None) -> bool:
    hosts = Member.filter(conversation_id=conversation_id, role=MemberRole.HOST)
    return await hosts.exclude(user_id=besides).exists()


async def succeed(current: Transaction, conversation: Conversation) -> None:
    able = people_with(
        policy.TO_START[conversation.kind], conversation.program_id, conversation.organization_id
    )
    those = Member.filter(conversation_id=conversation.id, user_id__in=able)
    heir = await those.order_by("id").first()
    if heir is None:
        await close_conversation(current, conversation.id)
    else:
        await appoint(current, heir)


async def appoint(current: Transaction, seat: Member, by: UUID | None = None) -> None:
    """A member is a host from now on; None: because no other was left."""
    await Member.filter(id=seat.id).update(role=MemberRole.HOST)
    kind, where = EventKind.HOST_APPOINTED, seat.conversation_id
    await append(current, where, kind, user_id=by, member_id=seat.user_id)
