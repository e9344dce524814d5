"""Hearing what happens, as it happens."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

import strawberry

import models
from events import inbox, log
from events.ring import Happened, Quiet
from models import EventKind
from models.rows import value_of
from models.sources import table
from policies import conversations as policy
from policies import goals as goals_policy
from policies.sessions import everybody
from resolvers.live import live
from schema import conversations, ids
from schema.conversations import (
    Conversation,
    ConversationEvent,
    Heartbeat,
    InboxEvent,
    Message,
    ResyncRequired,
)
from schema.goals import Goal
from schema.guards import SignedIn
from schema.scalars import Cursor, Info, log_cursor, read_log_cursor
from schema.users import User
from settings import get_settings

KINDS: dict[EventKind, Callable[..., ConversationEvent]] = {
    EventKind.OPENED: conversations.ConversationOpened,
    EventKind.MESSAGE_SENT: conversations.MessageSent,
    EventKind.MESSAGE_EDITED: conversations.MessageEdited,
    EventKind.MESSAGE_RETRACTED: conversations.MessageRetracted,
    EventKind.MESSAGE_PINNED: conversations.MessagePinned,
    EventKind.MESSAGE_UNPINNED: conversations.MessageUnpinned,
    EventKind.REACTION_ADDED: conversations.ReactionAdded,
    EventKind.REACTION_REMOVED: conversations.ReactionRemoved,
    EventKind.MESSAGES_EXPIRED: conversations.MessagesExpired,
    EventKind.MEMBER_ADDED: conversations.MemberAdded,
    EventKind.MEMBER_REMOVED: conversations.MemberRemoved,
    EventKind.MEMBER_LEFT: conversations.MemberLeft,
    EventKind.HOST_APPOINTED: conversations.HostAppointed,
    EventKind.RENAMED: conversations.ConversationRenamed,
    EventKind.GOAL_SET: conversations.GoalSet,
    EventKind.GOAL_REACHED: conversations.GoalReached,
    EventKind.CLOSED: conversations.ConversationClosed,
}

WORDS = (EventKind.MESSAGE_SENT, EventKind.MESSAGE_EDITED, EventKind.MESSAGE_RETRACTED)
"""Lines that tell of a message and of nothing else."""

NOBODY: dict[UUID, models.User] = {}

OF_THE_WHOLE = {
    EventKind.RENAMED: ("title", "title"),
    EventKind.MESSAGES_EXPIRED: ("up_to_number", "expired_number"),
}
"""What a line says of its conversation as it is now, by the name there and the column here."""


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
        followed = log.follow(where, place, get_settings().heartbeat_seconds)
        lines, rights = until_gone(viewer, where, followed), allowed(viewer, where)
        async with aclosing(live(info, lines, rights, before(datetime.now(UTC)))) as heard:
            async for line in heard:
                info.context.loaders.known = line.moment.known.get("people", NOBODY)
                event = said(line)
                if event is None:
                    event = await line.moment.once("shown", partial(shown, line))
                yield event
                if isinstance(event, ResyncRequired):
                    return

    @strawberry.subscription(
        description="Your conversations as they change, wherever they are; newer replaces older",
        extensions=[SignedIn()],
    )
    async def inbox_events(self, info: Info) -> AsyncGenerator[InboxEvent, None]:
        viewer = info.context.signed_in()
        changes = inbox.follow(viewer.id)
        async with aclosing(live(info, changes, everybody)) as heard:
            async for change in heard:
                yield told(change)


def told(change: inbox.Changed) -> InboxEvent:
    which, row = ids.encode("conversation", change.conversation_id), change.conversation
    return InboxEvent(conversation_id=which, conversation=Conversation.of(row) if row else None)


def reader(info: Info, conversation_id: str) -> tuple[models.User, UUID]:
    return info.context.signed_in(), ids.decode("conversation", "conversationId", conversation_id)


def allowed(viewer: models.User, where: UUID) -> Callable[[log.Line | None], Awaitable[bool]]:
    """Whether the viewer reads there: asked at each line, for all of its listeners at once."""

    async def may_hear(line: log.Line | None) -> bool:
        if line is None:
            return await policy.can_read(viewer, where)
        return is_departure(viewer, line) or await reads(viewer, where, line)

    return may_hear


async def reads(viewer: models.User, where: UUID, line: log.Line) -> bool:
    return viewer.id in await readers(where, line)


async def readers(where: UUID, line: log.Line) -> frozenset[UUID]:
    members = line.moment.known.get("members")
    if members is not None:
        return await policy.readers_of(where, members)
    return await line.moment.once("readers", partial(policy.readers_of, where))


def is_departure(viewer: models.User, line: log.Line) -> bool:
    """Whether it says that the viewer is there no more, which they may hear once they are not."""
    if not isinstance(line, Happened):
        return False
    return line.row.kind in log.DEPARTURES and line.row.member_id == viewer.id


async def until_gone(
    viewer: models.User, where: UUID, lines: AsyncGenerator[log.Line, None]
) -> AsyncGenerator[log.Line, None]:
    """The lines; once the viewer is there no more, only the one that says so, as the last."""
    async with aclosing(lines):
        async for line in lines:
            if await reads(viewer, where, line):
                yield line
                continue
            yield await log.departure(where, viewer.id, line) or line
            return


def before(now: datetime) -> Callable[[log.Line], bool]:
    """Whether a line was written before that."""
    return lambda line: isinstance(line, Happened) and line.row.created_at < now


def said(line: log.Line) -> ConversationEvent | None:
    """In the schema's words at once, without a task, if all that they tell was read with it."""
    known = line.moment.known
    if not isinstance(line, Happened) or not known.get("message") or line.row.kind not in WORDS:
        return None
    if "said" not in known:
        cursor, message = log_cursor(line.epoch, line.seq), Message.of(known["message"])
        known["said"] = KINDS[line.row.kind](cursor=cursor, message=message)
    return cast(ConversationEvent, known["said"])


async def shown(line: log.Line) -> ConversationEvent:
    """A line of the log in the schema's words: one object for all who hear it."""
    cursor = log_cursor(line.epoch, line.seq)
    if isinstance(line, log.Lost):
        return ResyncRequired(reason=line.reason, cursor=cursor)
    if isinstance(line, Quiet):
        return Heartbeat(cursor=cursor)
    try:
        return KINDS[line.row.kind](cursor=cursor, **await details(line))
    except Expired:
        return ResyncRequired(reason=log.EXPIRED, cursor=cursor)


class Expired(Exception):
    """The message that a line is about has gone just now, and the line with it."""


async def details(line: Happened) -> dict[str, Any]:
    """What a line says besides its place, by the names of its type's fields."""
    row, told = line.row, dict[str, Any]()
    if row.goal_id:
        return {"at": row.created_at, "goal": await told_goal(line, row.goal_id)}
    if row.kind in (EventKind.OPENED, EventKind.CLOSED):
        told["at"] = row.created_at
    if row.kind in OF_THE_WHOLE:
        name, column = OF_THE_WHOLE[row.kind]
        told[name] = await now_in(row.conversation_id, column)
    if row.message_id:
        told["message"] = await message_of(row.message_id)
    if row.user_id:
        told["user"] = await person(row.user_id)
    if row.member_id:
        told["member"] = await person(row.member_id)
    if row.emoji:
        told["emoji"] = row.emoji
    return told


async def now_in(conversation_id: UUID, column: str) -> Any:
    conversation = await table(models.Conversation).get(conversation_id)
    return conversation and value_of(conversation, column)


async def message_of(message_id: UUID) -> Message:
    message = await table(models.Message).get(message_id)
    if message is None:
        raise Expired
    return Message.of(message)


async def person(user_id: UUID) -> User | None:
    user = await table(models.User).get(user_id)
    return User.of(user) if user else None


async def told_goal(line: Happened, goal_id: UUID) -> Goal | None:
    """If all who hear the line may read the goal: it is one object for all of them."""
    where = line.row.conversation_id
    hearing = await readers(where, line)
    if not hearing <= await goals_policy.readers_of(goal_id):
        return None
    row = await table(models.Goal).get(goal_id)
    return Goal.of(row) if row else None
