"""Conversations, their messages and their log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from models.loaders import Loaders
from models.pages import Order
from schema.connections import Connection, Node, Shown
from schema.errors import Conflict, Invalid, NotFound
from schema.events import Told
from schema.fields import column, identity, pages, related
from schema.scalars import Cursor, Info, log_cursor
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

BY_NUMBER = Order("number")


@strawberry.type(description="What one member said")
class Message(Node):
    row: strawberry.Private[models.Message]
    id: strawberry.ID = identity("message")
    number: int = column(description="1 for the first message of its conversation")
    client_id: str = column(description="The sender's own name for it")
    body: str = column()
    sent_at: datetime = column("created_at")
    sender: User | None = related(
        Loaders.users,
        "sender_id",
        description="Who said it; null only if their account was erased just now",
    )
    conversation: Conversation = related(
        Loaders.conversations, "conversation_id", description="Where it was said"
    )


@strawberry.type(description="A person's seat in a conversation")
class Member(Shown):
    row: strawberry.Private[models.Member]
    last_read_number: int = column(description="They have read up to this message")
    user: User | None = related(
        Loaders.users,
        "user_id",
        description="Who it is; null only if their account was erased just now",
    )


@strawberry.type(description="Where the people of a match talk")
class Conversation(Node):
    row: strawberry.Private[models.Conversation]
    id: strawberry.ID = identity("conversation")
    cursor: Cursor = column(
        "place",
        lambda place: log_cursor(*place),
        description="The end of the log now; give it to `conversationEvents` to miss nothing after",
    )
    message_count: int = column("last_number")
    opened_at: datetime = column("created_at")
    closed_at: datetime | None = column(description="Null while it can be written in")
    messages: Connection[Message] = pages(
        models.Message,
        "conversation_id",
        BY_NUMBER,
        description="What was said, oldest first",
    )
    match: Annotated[Match, strawberry.lazy("schema.matches")] = related(
        Loaders.matches, "match_id", description="Whose conversation it is"
    )
    members: list[Member] = related(Loaders.members_of, description="Who takes part")

    @strawberry.field(description="Messages you have not read")
    async def unread_count(self, info: Info) -> int:
        viewer = info.context.signed_in()
        seats = await info.context.loaders.members_of.load(self.row.id)
        read = [seat.last_read_number for seat in seats if seat.user_id == viewer.id]
        return int(self.row.last_number) - max(read, default=0)


@strawberry.input
class SendMessageInput:
    conversation_id: strawberry.ID
    client_id: str = strawberry.field(
        description="Your own name for it, 1 to 64 characters; sending it again sends it once"
    )
    body: str = strawberry.field(description="1 to 8,000 characters")


@strawberry.type(description="Said, and stored")
class SendMessagePayload:
    message: Message


@strawberry.input
class MarkReadInput:
    conversation_id: strawberry.ID
    number: int = strawberry.field(description="Everything up to this message is read")


@strawberry.type(description="Read; the marker never moves back")
class MarkReadPayload:
    conversation: Conversation


SendMessageResult = Annotated[
    SendMessagePayload | NotFound | Invalid | Conflict, strawberry.union("SendMessageResult")
]
MarkReadResult = Annotated[MarkReadPayload | NotFound | Invalid, strawberry.union("MarkReadResult")]


@strawberry.interface(description="Something that happened in a conversation, in the log's order")
class LogLine(Told):
    cursor: Cursor = strawberry.field(description="Resume after it with `after:`")


@strawberry.type(description="The conversation began")
class ConversationOpened(LogLine):
    at: datetime


@strawberry.type(description="Somebody said something")
class MessageSent(LogLine):
    message: Message


@strawberry.type(description="Nothing more can be said here")
class ConversationClosed(LogLine):
    at: datetime


@strawberry.type(description="Nothing happened for a while; you have seen everything up to here")
class Heartbeat:
    cursor: Cursor = strawberry.field(description="The end of the log")


@strawberry.type(description="Your cursor cannot be followed; read the conversation anew")
class ResyncRequired:
    reason: str
    cursor: Cursor = strawberry.field(description="Subscribe again after this one")


ConversationEvent = Annotated[
    ConversationOpened | MessageSent | ConversationClosed | Heartbeat | ResyncRequired,
    strawberry.union("ConversationEvent"),
]


@strawberry.type(description="A conversation of yours as it stands now; newer replaces older")
class InboxEvent:
    conversation: Conversation
