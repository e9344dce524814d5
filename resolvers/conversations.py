"""Talking, live and later."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import strawberry

import models
from actions import conversations as actions
from events import inbox, log
from models import EventKind
from models.sources import seen, table
from policies import conversations as policy
from policies.sessions import everybody
from resolvers.live import live
from schema import ids
from schema.conversations import (
    Conversation,
    ConversationClosed,
    ConversationEvent,
    ConversationOpened,
    Heartbeat,
    InboxEvent,
    MarkReadInput,
    MarkReadPayload,
    MarkReadResult,
    Message,
    MessageSent,
    ResyncRequired,
    SendMessageInput,
    SendMessagePayload,
    SendMessageResult,
)
from schema.guards import SignedIn
from schema.scalars import Cursor, Info, log_cursor, read_log_cursor
from settings import get_settings


@strawberry.type
class ConversationQueries:
    @strawberry.field(
        description="A conversation; null if there is none, or you are not in it",
        extensions=[SignedIn()],
    )
    async def conversation(self, info: Info, id: strawberry.ID) -> Conversation | None:
        wanted = ids.decode("conversation", "id", id)
        row = await seen(policy.visible_to, info.context.signed_in()).get(wanted)
        return Conversation.of(row) if row else None


@strawberry.type
class ConversationMutations:
    @strawberry.mutation(
        description="Say something; the same clientId again says it once", extensions=[SignedIn()]
    )
    async def send_message(self, info: Info, input: SendMessageInput) -> SendMessageResult:
        where = ids.decode("conversation", "conversationId", input.conversation_id)
        message = await actions.send_message(
            info.context.signed_in(), where, input.client_id, input.body
        )
        return SendMessagePayload(message=Message.of(message))

    @strawberry.mutation(description="Say how far you have read", extensions=[SignedIn()])
    async def mark_read(self, info: Info, input: MarkReadInput) -> MarkReadResult:
        where = ids.decode("conversation", "conversationId", input.conversation_id)
        row = await actions.mark_read(info.context.signed_in(), where, input.number)
        return MarkReadPayload(conversation=Conversation.of(row))


@strawberry.type
class ConversationSubscriptions:
    @strawberry.subscription(
        description="What happens in a conversation, every line once and in order, after a cursor"
        " or from now on",
        extensions=[SignedIn()],
    )
    async def conversation_events(
        self, info: Info, conversation_id: strawberry.ID, after: Cursor | None = None
    ) -> AsyncGenerator[ConversationEvent, None]:
        viewer, where = reader(info, conversation_id)
        place = read_log_cursor("after", after) if after is not None else None
        lines = log.follow(where, place, get_settings().heartbeat_seconds)
        rights = allowed(viewer, where)
        async with aclosing(live(info, lines, rights, before(datetime.now(UTC)))) as heard:
            async for line in heard:
                yield await line.moment.once("shown", partial(shown, line))

    @strawberry.subscription(
        description="Your conversations as they change, wherever they are; newer replaces older",
        extensions=[SignedIn()],
    )
    async def inbox_events(self, info: Info) -> AsyncGenerator[InboxEvent, None]:
        viewer = info.context.signed_in()
        changes = inbox.follow(viewer.id)
        async with aclosing(live(info, changes, everybody)) as heard:
            async for row in heard:
                yield InboxEvent(conversation=Conversation.of(row))


def reader(info: Info, conversation_id: str) -> tuple[models.User, UUID]:
    return info.context.signed_in(), ids.decode("conversation", "conversationId", conversation_id)


def allowed(viewer: models.User, where: UUID) -> Callable[[log.Line | None], Awaitable[bool]]:
    """Whether the viewer reads there: asked at each line, for all of its listeners at once."""

    async def may_hear(line: log.Line | None) -> bool:
        if line is None:
            return await policy.can_read(viewer, where)
        readers = await line.moment.once("readers", partial(policy.readers_of, where))
        return viewer.id in readers

    return may_hear


def before(now: datetime) -> Callable[[log.Line], bool]:
    """Whether a line was written before that."""
    return lambda line: isinstance(line, log.Happened) and line.row.created_at < now


async def shown(line: log.Line) -> ConversationEvent:
    """A line of the log in the schema's words: one object for all who hear it."""
    cursor = log_cursor(line.epoch, line.seq)
    if isinstance(line, log.Lost):
        return ResyncRequired(reason=line.reason, cursor=cursor)
    if isinstance(line, log.Quiet):
        return Heartbeat(cursor=cursor)
    if line.row.message_id:
        message = await table(models.Message).get(line.row.message_id)
        assert message is not None
        return MessageSent(cursor=cursor, message=Message.of(message))
    happened = ConversationOpened if line.row.kind is EventKind.OPENED else ConversationClosed
    return happened(cursor=cursor, at=line.row.created_at)
