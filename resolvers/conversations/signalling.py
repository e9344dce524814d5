"""What passes: who is writing, and how far others have read."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from uuid import UUID

import strawberry

import models
from actions import conversations as actions
from errors import NotFound
from events import signals
from models.sources import seen
from policies import conversations as policy
from resolvers.live import live
from schema import ids
from schema.conversations import (
    Conversation,
    ConversationSignals,
    SetTypingInput,
    SetTypingPayload,
    SetTypingResult,
)
from schema.guards import SignedIn
from schema.scalars import Info
from schema.users import User


@strawberry.type
class SignalMutations:
    @strawberry.mutation(
        description="Let the others see that you are writing, for 10 seconds at most",
        extensions=[SignedIn()],
    )
    async def set_typing(self, info: Info, input: SetTypingInput) -> SetTypingResult:
        where = ids.decode("conversation", "conversationId", input.conversation_id)
        row = await actions.set_typing(info.context.signed_in(), where, input.is_typing)
        return SetTypingPayload(conversation=Conversation.of(row))


@strawberry.type
class SignalSubscriptions:
    @strawberry.subscription(
        description="Who is writing in a conversation, and how far its members have read: as it is"
        " now, and whenever that changes",
        extensions=[SignedIn()],
    )
    async def conversation_signals(
        self, info: Info, conversation_id: strawberry.ID
    ) -> AsyncGenerator[ConversationSignals, None]:
        viewer = info.context.signed_in()
        where = ids.decode("conversation", "conversationId", conversation_id)
        states = signals.follow(where, viewer.id)
        async with aclosing(live(info, states, reads(viewer, where))) as heard:
            async for state in heard:
                yield await shown(info, viewer, where, state)


def reads(viewer: models.User, where: UUID) -> Callable[[object], Awaitable[bool]]:
    return lambda _: policy.can_read(viewer, where)


async def shown(
    info: Info, viewer: models.User, where: UUID, state: signals.State
) -> ConversationSignals:
    row = await seen(policy.visible_to, viewer).get(where)
    if row is None:
        raise NotFound
    people = await info.context.loaders.users.load_all(state.typing)
    writing = [User.of(person) for person in people.values() if person]
    return ConversationSignals(conversation=Conversation.of(row), typing=writing)
