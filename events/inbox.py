"""All conversations of a person as one stream of states: the newest of each, never a backlog."""

from collections.abc import AsyncGenerator
from uuid import UUID

from events import topics
from events.hub import hub
from models import Conversation, Member


async def follow(user_id: UUID) -> AsyncGenerator[Conversation, None]:
    """Each conversation whenever it grew or was read on, from now on."""
    with hub.listen(topics.inbox(user_id)) as signal:
        seen = {seat.conversation_id: state(seat) for seat in await seats_of(user_id)}
        while True:
            await signal.wait()
            signal.clear()
            for seat in await seats_of(user_id):
                if seen.get(seat.conversation_id) != state(seat):
                    seen[seat.conversation_id] = state(seat)
                    yield seat.conversation


async def seats_of(user_id: UUID) -> list[Member]:
    return await Member.filter(user_id=user_id).select_related("conversation")


def state(seat: Member) -> tuple[int, int]:
    return seat.conversation.last_seq, seat.last_read_number
