"""All conversations of a person as one stream of states: the newest of each, never a backlog."""

from collections.abc import AsyncGenerator, Hashable
from dataclasses import dataclass
from uuid import UUID

from events import topics
from events.hub import hub
from models import Conversation, Member


@dataclass(frozen=True, slots=True)
class Changed:
    """A conversation as it is now; None: the person is in it no more."""

    conversation_id: UUID
    conversation: Conversation | None


async def follow(user_id: UUID) -> AsyncGenerator[Changed, None]:
    """Each conversation whenever it grew, or what is the person's own in it changed, from now on.

    Whoever writes in a conversation need not know who listens: the listener follows all of theirs.
    """
    with hub.listen(topics.inbox(user_id)) as signal, hub.relay(signal) as hear:
        seats = await seats_of(user_id)
        seen = {seat.conversation_id: state(seat) for seat in seats}
        while True:
            hear({topics.conversation(seat.conversation_id) for seat in seats})
            await signal.wait()
            signal.clear()
            seats = await seats_of(user_id)
            for gone in seen.keys() - {seat.conversation_id for seat in seats}:
                del seen[gone]
                yield Changed(gone, None)
            for seat in seats:
                if seen.get(seat.conversation_id) != state(seat):
                    seen[seat.conversation_id] = state(seat)
                    yield Changed(seat.conversation_id, seat.conversation)


async def seats_of(user_id: UUID) -> list[Member]:
    return await Member.filter(user_id=user_id).select_related("conversation")


def state(seat: Member) -> tuple[Hashable, ...]:
    kept = seat.role, seat.is_muted, seat.muted_until, seat.is_archived, seat.notification_level
    return seat.conversation.last_seq, seat.last_read_number, seat.draft_changes, *kept
