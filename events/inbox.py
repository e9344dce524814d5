"""All conversations of a person as one stream of states: the newest of each, never a backlog."""

from collections.abc import AsyncGenerator
from uuid import UUID

from events import topics
from events.hub import hub
from models import Conversation, Member


async def follow(user_id: UUID) -> AsyncGenerator[Conversation, None]:
    """Each conversation whenever it grew or was read on, from now on.

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
            for seat in seats:
                if seen.get(seat.conversation_id) != state(seat):
                    seen[seat.conversation_id] = state(seat)
                    yield seat.conversation


async def seats_of(user_id: UUID) -> list[Member]:
    return await Member.filter(user_id=user_id).select_related("conversation")


def state(seat: Member) -> tuple[int, int]:
    return seat.conversation.last_seq, seat.last_read_number
