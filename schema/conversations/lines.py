"""What subscriptions say: the lines of a conversation's log, and changes of an inbox."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.conversations.types import Conversation, Message
from schema.events import Told
from schema.goals import Goal
from schema.scalars import Cursor
from schema.users import User

WHO = "Who did it; null only if their account was erased just now"


@strawberry.interface(description="Something that happened in a conversation, in the log's order")
class LogLine(Told):
    cursor: Cursor = strawberry.field(description="Resume after it with `after:`")


@strawberry.interface(description="Somebody came or went, or is another one there now")
class MemberLine(LogLine):
    member: User | None = strawberry.field(
        description="Who it is; null only if their account was erased just now"
    )


@strawberry.interface(description="Something that happened to a message, which is as it is now")
class MessageLine(LogLine):
    message: Message


@strawberry.type(description="The conversation began")
class ConversationOpened(LogLine):
    at: datetime


@strawberry.type(description="Somebody said something")
class MessageSent(MessageLine):
    pass


@strawberry.type(description="A message says something else now")
class MessageEdited(MessageLine):
    pass


@strawberry.type(description="A message was taken back; nothing is left of it but its place")
class MessageRetracted(MessageLine):
    pass


@strawberry.type(description="Somebody pinned a message for all")
class MessagePinned(MessageLine):
    user: User | None = strawberry.field(description=WHO)


@strawberry.type(description="Somebody took a pinned message down")
class MessageUnpinned(MessageLine):
    user: User | None = strawberry.field(description=WHO)


@strawberry.type(description="Somebody reacted to a message")
class ReactionAdded(MessageLine):
    user: User | None = strawberry.field(description=WHO)
    emoji: str


@strawberry.type(description="Somebody took a reaction back")
class ReactionRemoved(MessageLine):
    user: User | None = strawberry.field(description=WHO)
    emoji: str


@strawberry.type(description="Somebody is in it from now on")
class MemberAdded(MemberLine):
    user: User | None = strawberry.field(description=WHO)


@strawberry.type(description="Somebody is in it no more; to them, nothing is said after this")
class MemberRemoved(MemberLine):
    user: User | None = strawberry.field(
        default=None, description="The host who did it; null where they left the program"
    )


@strawberry.type(description="Somebody left; to them, nothing is said after this")
class MemberLeft(MemberLine):
    pass


@strawberry.type(description="Somebody is a host from now on")
class HostAppointed(MemberLine):
    user: User | None = strawberry.field(
        default=None, description="The host who did it; null where the last one is gone"
    )


@strawberry.type(description="It is called something else; the title is what it is now")
class ConversationRenamed(LogLine):
    title: str
    user: User | None = strawberry.field(description=WHO)


@strawberry.type(description="What was said long ago is kept no longer")
class MessagesExpired(LogLine):
    up_to_number: int = strawberry.field(
        description="Forget messages up to this number; of some the empty place is left"
    )


@strawberry.interface(description="Something that happened to a goal, which is as it is now")
class GoalLine(LogLine):
    at: datetime
    goal: Goal | None = strawberry.field(description="Null unless all who are here may read it")


@strawberry.type(description="The mentee has set themselves a goal")
class GoalSet(GoalLine):
    pass


@strawberry.type(description="The mentee has reached a goal, which they had not before")
class GoalReached(GoalLine):
    pass


@strawberry.type(description="Nothing more can be said here")
class ConversationClosed(LogLine):
    at: datetime
    user: User | None = strawberry.field(
        default=None, description="The host who ended it; null where it ended by itself"
    )


@strawberry.type(description="Nothing happened for a while; you have seen everything up to here")
class Heartbeat:
    cursor: Cursor = strawberry.field(description="The end of the log")


@strawberry.type(description="Your cursor cannot be followed; read the conversation anew")
class ResyncRequired:
    reason: str
    cursor: Cursor = strawberry.field(description="Subscribe again after this one")


ConversationEvent = Annotated[
    ConversationOpened
    | MessageSent
    | MessageEdited
    | MessageRetracted
    | MessagePinned
    | MessageUnpinned
    | MessagesExpired
    | ReactionAdded
    | ReactionRemoved
    | MemberAdded
    | MemberRemoved
    | MemberLeft
    | HostAppointed
    | ConversationRenamed
    | GoalSet
    | GoalReached
    | ConversationClosed
    | Heartbeat
    | ResyncRequired,
    strawberry.union("ConversationEvent"),
]


@strawberry.type(description="A conversation of yours as it stands now; newer replaces older")
class InboxEvent:
    conversation_id: strawberry.ID
    conversation: Conversation | None = strawberry.field(description="Null: you are in it no more")
