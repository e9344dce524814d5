"""Conversations and their gapless log."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.matches import Match
from models.programs import Organization
from models.users import User


class EventKind(Enum):
    OPENED = "OPENED"
    MESSAGE_SENT = "MESSAGE_SENT"
    CLOSED = "CLOSED"


class Conversation(Record):
    """A thread and the two counters its log grows by.

    `last_seq` counts events and is what a subscriber's cursor holds; `last_number` counts messages
    only, so that unread is a subtraction. Neither is indexed: updates stay in the page.
    """

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    match: fields.OneToOneRelation[Match] = fields.OneToOneField(
        "models.Match", related_name="conversation"
    )
    epoch = fields.IntField(default=1)
    """Raised when a log is restored from a backup, so that older cursors are not trusted."""
    last_seq = fields.BigIntField(default=0)
    last_number = fields.BigIntField(default=0)
    closed_at = fields.DatetimeField(null=True)
    organization_id: UUID
    match_id: UUID

    @property
    def place(self) -> tuple[int, int]:
        """The end of its log: epoch and seq."""
        return self.epoch, self.last_seq


class Member(Record):
    """A person's seat in a conversation. Without it nothing is seen, live or later."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="members"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="memberships"
    )
    last_read_number = fields.BigIntField(default=0)
    organization_id: UUID
    conversation_id: UUID
    user_id: UUID

    class Meta:
        indexes = (("user_id",),)
        constraints = (UniqueConstraint(fields=("conversation_id", "user_id"), name="member_once"),)


class Message(Record):
    """What one member said. `client_id` makes a retry the same message, not a second one."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="messages"
    )
    sender: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    number = fields.BigIntField()
    client_id = fields.CharField(max_length=64)
    body = fields.TextField()
    organization_id: UUID
    conversation_id: UUID
    sender_id: UUID

    class Meta:
        constraints = (
            UniqueConstraint(fields=("conversation_id", "number"), name="message_number_once"),
            UniqueConstraint(fields=("sender_id", "client_id"), name="message_client_id_once"),
            CheckConstraint(check="char_length(body) BETWEEN 1 AND 8000", name="message_length"),
        )


class ConversationEvent(Record):
    """One line of the log: ids only, so that erasing a message really erases it."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="events"
    )
    seq = fields.BigIntField()
    kind = fields.CharEnumField(EventKind, max_length=16)
    message: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "models.Message", null=True
    )
    organization_id: UUID
    conversation_id: UUID
    message_id: UUID | None

    class Meta:
        table = "conversation_event"
        indexes = (("message_id",),)
        constraints = (
            UniqueConstraint(fields=("conversation_id", "seq"), name="conversation_event_seq_once"),
        )
