"""Conversations, who is in them, and what was said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

import models
from models.loaders import Loaders
from models.pages import OLDEST_FIRST, Order
from models.sources import seen
from policies import conversations as policy
from schema.attachments import Attachment
from schema.connections import Connection, Node, Shown
from schema.fields import column, identity, pages, related
from schema.programs.types import Program
from schema.scalars import Cursor, Info, log_cursor
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

strawberry.enum(
    models.PresenceStatus,
    description="ONLINE: listens to something, or did a minute ago; AWAY: did 10 minutes ago",
)

strawberry.enum(
    models.ConversationKind,
    description="MATCH: of a match; GROUP: its members talk; ANNOUNCEMENT: its hosts write",
)
strawberry.enum(
    models.MemberRole, description="HOST: says who is in it, what it is called and when it ends"
)
strawberry.enum(
    models.NotificationLevel,
    description="Of what somebody wants to be notified: ALL, what names them (MENTIONS), or NONE",
)

BY_NUMBER = Order("number")
BY_VERSION = Order("version")


@strawberry.type(description="One emoji of one member under a message")
class Reaction(Shown):
    row: strawberry.Private[models.Reaction]
    emoji: str = column()
    reacted_at: datetime = column("created_at")
    user: User | None = related(
        Loaders.users,
        "user_id",
        description="Whose it is; null only if their account was erased just now",
    )


@strawberry.type(description="How many members reacted with an emoji")
class ReactionCount(Shown):
    row: strawberry.Private[models.EmojiCount]
    emoji: str = column()
    count: int = column()


@strawberry.type(description="What a message said before it was edited")
class MessageRevision(Shown):
    row: strawberry.Private[models.MessageRevision]
    version: int = column(description="1 for what was said first")
    body: str = column()
    replaced_at: datetime = column("created_at")


@strawberry.type(description="What a message says, in another language")
class Translation(Shown):
    row: strawberry.Private[models.Translation]
    language: str = column(description="The code that was asked for")
    source_language: str | None = column(
        "source", description="What it was translated from; null if nobody knows"
    )
    body: str = column(description="As a machine put it; show no HTML of it")
    translated_at: datetime = column("created_at")


@strawberry.type(description="What you began to write and have not sent; nobody else sees it")
class Draft(Shown):
    row: strawberry.Private[models.Draft]
    body: str = column()
    version: int = column(description="Another whenever it is saved; see `saveDraft`")
    saved_at: datetime = column()


@strawberry.type(description="What one member said")
class Message(Node):
    row: strawberry.Private[models.Message]
    id: strawberry.ID = identity("message")
    number: int = column(description="1 for the first message of its conversation")
    client_id: str = column(description="The sender's own name for it")
    body: str = column(
        description="CommonMark, as it was written: show no HTML of it; empty if retracted"
    )
    language: str | None = column(
        description="ISO 639-1 code of what it is written in; null where that cannot be told"
    )
    sent_at: datetime = column("created_at")
    version: int = column(description="Goes up when it is edited or retracted")
    edited_at: datetime | None = column(description="Null if it says what it said first")
    retracted_at: datetime | None = column(
        description="When it was taken back, or expired; null while it says something"
    )
    pinned_at: datetime | None = related(
        Loaders.pin_of,
        read=lambda _, pin: pin and pin.created_at,
        description="Null unless it is pinned",
    )
    sender: User | None = related(
        Loaders.users,
        "sender_id",
        description="Who said it; null only if their account was erased just now",
    )
    conversation: Conversation = related(
        Loaders.conversations, "conversation_id", description="Where it was said"
    )
    root: Message | None = related(
        Loaders.messages, "root_id", description="What it answers; null outside threads"
    )
    reply_count: int = column(description="How many messages answer it")
    replies: Connection[Message] = pages(
        models.Message, "root_id", BY_NUMBER, description="What answers it, oldest first"
    )
    attachments: list[Attachment] = related(
        Loaders.attachments_of, description="What was sent with it, in its order"
    )
    mentions: list[User] = related(Loaders.mentioned_in, description="Whom it names")
    translations: list[Translation] = related(
        Loaders.translations_of,
        description="What it says now in the languages that somebody had it translated into",
    )
    reaction_counts: list[ReactionCount] = related(
        Loaders.reaction_counts_of, description="By emoji, in the order of their first use"
    )
    reactions: Connection[Reaction] = pages(
        models.Reaction, "message_id", OLDEST_FIRST, description="Each by itself, oldest first"
    )
    revisions: Connection[MessageRevision] = pages(
        models.MessageRevision,
        "message_id",
        BY_VERSION,
        description="What it said before it was edited, first to last",
    )

    @strawberry.field(description="What you began to write in its thread; null if nothing")
    async def draft(self, info: Info) -> Draft | None:
        return await first_draft(info, "root_id", self.row.id)


@strawberry.type(description="Whether somebody is here")
class Presence(Shown):
    row: strawberry.Private[models.LastSeen]
    status: models.PresenceStatus = column()
    last_seen_at: datetime | None = column(
        "minute", description="To the minute; null if nobody knows"
    )


@strawberry.type(description="A person's seat in a conversation")
class Member(Shown):
    row: strawberry.Private[models.Member]
    role: models.MemberRole = column()
    joined_at: datetime = column("created_at")
    last_read_number: int = column(description="They have read up to this message")
    presence: Presence | None = related(
        Loaders.presence_of,
        description="Null if they do not show it, and where nothing is said any more, or for now",
    )
    user: User | None = related(
        Loaders.users,
        "user_id",
        description="Who it is; null only if their account was erased just now",
    )


def unread(conversation: models.Conversation, seat: models.Member) -> int:
    """Nothing counts where one of two has blocked the other (neither reads on), or that expired."""
    seen = max(seat.last_read_number, conversation.expired_number)
    return 0 if conversation.is_blocked else conversation.last_number - seen


@strawberry.type(description="Your own seat in a conversation, and what you set for it")
class ViewerSeat(Shown):
    row: strawberry.Private[models.Member]
    role: models.MemberRole = column()
    joined_at: datetime = column("created_at")
    last_read_number: int = column(description="You have read up to this message")
    unread_count: int = related(
        Loaders.conversations,
        "conversation_id",
        read=lambda seat, conversation: unread(conversation, seat),
        description="Messages you have not read; 0 while you two do not talk",
    )
    unread_mention_count: int = related(
        Loaders.unread_mentions_of,
        description="Messages among them that name you, whatever you muted or archived",
    )
    is_muted: bool = column("is_quiet", description="You want to be notified of nothing here")
    muted_until: datetime | None = column(
        "quiet_until", description="Null where it is not muted, or for good"
    )
    is_archived: bool = column(description="It is out of your way until you take it back")
    notification_level: models.NotificationLevel = column()


@strawberry.type(description="Where people talk: those of a match, of a group, of a program")
class Conversation(Node):
    row: strawberry.Private[models.Conversation]
    id: strawberry.ID = identity("conversation")
    kind: models.ConversationKind = column()
    title: str | None = column(description="What it is called; null of a match's")
    cursor: Cursor = column(
        "place",
        lambda place: log_cursor(*place),
        description="The end of the log now; give it to `conversationEvents` to miss nothing after",
    )
    message_count: int = column("last_number", description="How many were said so far")
    expired_number: int = column(
        description="Of messages up to this number nothing is kept but, of some, the place"
    )
    member_count: int = column()
    opened_at: datetime = column("created_at")
    closed_at: datetime | None = column(description="Null while it can be written in")
    messages: Connection[Message] = pages(
        models.Message,
        "conversation_id",
        BY_NUMBER,
        description="What was said, oldest first",
    )
    pinned_messages: list[Message] = related(
        Loaders.pinned_in, description="In the order they were pinned, at most 50"
    )
    program: Program = related(
        Loaders.programs, "program_id", description="Whose people its members are"
    )
    match: Annotated[Match, strawberry.lazy("schema.matches")] | None = related(
        Loaders.matches, "match_id", description="Whose conversation it is; null unless a match's"
    )
    members: Connection[Member] = pages(
        models.Member,
        "conversation_id",
        OLDEST_FIRST,
        description="Who is in it, in the order they came",
    )

    @strawberry.field(description="Your own seat; null once you lost it, a moment ago")
    async def viewer_seat(self, info: Info) -> ViewerSeat | None:
        seats = info.context.loaders.seat_of(info.context.signed_in().id)
        row = await seats.load(self.row.id)
        return ViewerSeat.of(row) if row else None

    @strawberry.field(description="What you began to write outside its threads; null if nothing")
    async def draft(self, info: Info) -> Draft | None:
        return await first_draft(info, "conversation_id", self.row.id)

    @strawberry.field(description="Messages you have not read; 0 while you two do not talk")
    async def unread_count(self, info: Info) -> int:
        seats = info.context.loaders.seat_of(info.context.signed_in().id)
        seat = await seats.load(self.row.id)
        return unread(self.row, seat) if seat else 0


async def first_draft(info: Info, by: str, id: UUID) -> Draft | None:
    """The viewer's, of a conversation or of the root of a thread: there is one at most."""
    own = seen(policy.drafts_visible_to, info.context.signed_in())
    drafts = await info.context.loaders.drafts(own, by).load(id)
    return Draft.of(drafts[0]) if drafts else None
