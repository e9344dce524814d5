"""The log of a conversation: everything that happened there, in the order it was committed."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from models.base import Record
from models.conversations.conversations import Conversation
from models.conversations.messages import Message
from models.goals import Goal
from models.programs import Organization
from models.users import User


class EventKind(Enum):
    OPENED = "OPENED"
    MESSAGE_SENT = "MESSAGE_SENT"
    MESSAGE_EDITED = "MESSAGE_EDITED"
    MESSAGE_RETRACTED = "MESSAGE_RETRACTED"
    MESSAGE_PINNED = "MESSAGE_PINNED"
    MESSAGE_UNPINNED = "MESSAGE_UNPINNED"
    MESSAGES_EXPIRED = "MESSAGES_EXPIRED"
    REACTION_ADDED = "REACTION_ADDED"
    REACTION_REMOVED = "REACTION_REMOVED"
    MEMBER_ADDED = "MEMBER_ADDED"
    MEMBER_REMOVED = "MEMBER_REMOVED"
    MEMBER_LEFT = "MEMBER_LEFT"
    HOST_APPOINTED = "HOST_APPOINTED"
    RENAMED = "RENAMED"
    GOAL_SET = "GOAL_SET"
    GOAL_REACHED = "GOAL_REACHED"
    CLOSED = "CLOSED"


class ConversationEvent(Record):
    """One line of the log: ids only, so that erasing a message really erases it."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="events"
    )
    seq = fields.BigIntField()
    kind = fields.CharEnumField(EventKind, max_length=24)
    message: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "models.Message", null=True
    )
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField("models.User", null=True)
    """Who did it; null for what nobody in it did, and for what its message says."""
    member: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="comings_and_goings", null=True
    )
    """Who came or went, or was appointed."""
    emoji = fields.CharField(max_length=40, null=True)
    """Of a reaction."""
    goal: fields.ForeignKeyNullableRelation[Goal] = fields.ForeignKeyField("models.Goal", null=True)
    """Of the match whose conversation it is."""
    organization_id: UUID
    conversation_id: UUID
    message_id: UUID | None
    user_id: UUID | None
    member_id: UUID | None
    goal_id: UUID | None

    class Meta:
        table = "conversation_event"
        indexes = (("message_id",), ("user_id",), ("member_id",), ("goal_id",))
        constraints = (
            UniqueConstraint(fields=("conversation_id", "seq"), name="conversation_event_seq_once"),
        )
