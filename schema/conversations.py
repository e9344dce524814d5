"""Conversations, their messages and their log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

import models
from models.pages import Order, Page
from schema import ids
from schema.connections import Connection, Node, Paged
from schema.errors import Conflict, Invalid, NotFound
from schema.scalars import Cursor, Info, log_cursor
from schema.users import User

if TYPE_CHECKING:
    from schema.matches import Match

BY_NUMBER = Order("number")


@strawberry.type(description="What one member said")
class Message(Node):
    number: int = strawberry.field(description="1 for the first message of its conversation")
    client_id: str = strawberry.field(description="The sender's own name for it")
    body: str
    sent_at: datetime
    sender_id: strawberry.Private[UUID]
    conversation_id: strawberry.Private[UUID]

    @strawberry.field(description="Who said it; null only if their account was erased just now")
    async def sender(self, info: Info) -> User | None:
        row = await info.context.loaders.users.load(self.sender_id)
        return User.of(row) if row else None

    @strawberry.field(description="Where it was said")
    async def conversation(self, info: Info) -> Conversation:
        row = await info.context.loaders.conversations.load(self.conversation_id)
        assert row is not None
        return Conversation.of(row)

    @classmethod
    def of(cls, row: models.Message) -> Message:
        return cls(
            id=ids.encode("message", row.id),
            number=row.number,
            client_id=row.client_id,
            body=row.body,
            sent_at=row.created_at,
            sender_id=row.sender_id,
            conversation_id=row.conversation_id,
        )


@strawberry.type(description="A person's seat in a conversation")
class Member:
    last_read_number: int = strawberry.field(description="They have read up to this message")
    user_id: strawberry.Private[UUID]

    @strawberry.field(description="Who it is; null only if their account was erased just now")
    async def user(self, info: Info) -> User | None:
        row = await info.context.loaders.users.load(self.user_id)
        return User.of(row) if row else None

    @classmethod
    def of(cls, row: models.Member) -> Member:
        return cls(last_read_number=row.last_read_number, user_id=row.user_id)


@strawberry.type(description="Where the people of a match talk")
class Conversation(Node):
    cursor: Cursor = strawberry.field(
        description="The end of the log now; give it to `conversationEvents` to miss nothing after"
    )
    message_count: int
    opened_at: datetime
    closed_at: datetime | None = strawberry.field(description="Null while it can be written in")
    row: strawberry.Private[models.Conversation]

    @strawberry.field(description="What was said, oldest first", extensions=[Paged()])
    async def messages(self, info: Info, page: Page) -> Connection[Message]:
        pages = info.context.loaders.pages(models.Message, "conversation_id", BY_NUMBER, page)
        return Connection.of(await pages.load(self.row.id), Message.of, "number")

    @strawberry.field(description="Whose conversation it is")
    async def match(self, info: Info) -> Annotated[Match, strawberry.lazy("schema.matches")]:
        from schema.matches import Match

        row = await info.context.loaders.matches.load(self.row.match_id)
        assert row is not None
        return Match.of(row)

    @strawberry.field(description="Who takes part")
    async def members(self, info: Info) -> list[Member]:
        return [Member.of(row) for row in await info.context.loaders.members_of.load(self.row.id)]

    @strawberry.field(description="Messages you have not read")
    async def unread_count(self, info: Info) -> int:
        viewer = info.context.signed_in()
        seats = await info.context.loaders.members_of.load(self.row.id)
        read = [seat.last_read_number for seat in seats if seat.user_id == viewer.id]
        return self.message_count - max(read, default=0)

    @classmethod
    def of(cls, row: models.Conversation) -> Conversation:
        return cls(
            id=ids.encode("conversation", row.id),
            cursor=log_cursor(row.epoch, row.last_seq),
            message_count=row.last_number,
            opened_at=row.created_at,
            closed_at=row.closed_at,
            row=row,
        )


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
class LogLine:
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
