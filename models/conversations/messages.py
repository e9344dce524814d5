"""What was said, and what became of it."""

from dataclasses import dataclass
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.conversations.conversations import Conversation
from models.programs import Organization
from models.users import User


class Message(Record):
    """What one member said. `client_id` makes a retry the same message, not a second one.

    One that was retracted keeps its number and its place in the log, and nothing of what it said.
    """

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
    root: fields.ForeignKeyNullableRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name="replies", null=True
    )
    """The message that this one answers, which answers none itself."""
    language = fields.CharField(max_length=2, null=True)
    """Of its words, as an ISO 639-1 code, where that can be told."""
    reply_count = fields.IntField(default=0)
    attachment_count = fields.SmallIntField(default=0)
    version = fields.IntField(default=1)
    edited_at = fields.DatetimeField(null=True)
    retracted_at = fields.DatetimeField(null=True)
    organization_id: UUID
    conversation_id: UUID
    sender_id: UUID
    root_id: UUID | None

    class Meta:
        constraints = (
            UniqueConstraint(fields=("conversation_id", "number"), name="message_number_once"),
            UniqueConstraint(fields=("root_id", "number"), name="message_reply_number_once"),
            UniqueConstraint(fields=("sender_id", "client_id"), name="message_client_id_once"),
            CheckConstraint(
                check="CASE WHEN retracted_at IS NULL"
                " THEN char_length(body) BETWEEN (attachment_count = 0)::int AND 8000"
                " ELSE body = '' AND attachment_count = 0 END",
                name="message_length",
            ),
        )


class PartOfMessage(Record):
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField("models.Message")
    organization_id: UUID
    message_id: UUID

    class Meta:
        abstract = True


class MessageRevision(PartOfMessage):
    """What a message said before it was edited, from `created_at` on in other words."""

    version = fields.IntField()
    body = fields.TextField()

    class Meta:
        table = "message_revision"
        constraints = (
            UniqueConstraint(fields=("message_id", "version"), name="message_revision_once"),
        )


class Mention(PartOfMessage):
    """A member whom a message names."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    user_id: UUID

    class Meta:
        indexes = (("user_id",),)
        constraints = (UniqueConstraint(fields=("message_id", "user_id"), name="mention_once"),)


class Reaction(PartOfMessage):
    """One emoji of one member under a message."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    emoji = fields.CharField(max_length=40)
    user_id: UUID

    class Meta:
        indexes = (("user_id",),)
        constraints = (
            UniqueConstraint(fields=("message_id", "user_id", "emoji"), name="reaction_once"),
        )


class Translation(PartOfMessage):
    """What a message says now, in another language."""

    language = fields.CharField(max_length=16)
    source = fields.CharField(max_length=16, null=True)
    """The language it was translated from, as far as anybody knows."""
    body = fields.TextField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=("message_id", "language"), name="translation_once"),
        )


@dataclass(frozen=True, slots=True)
class EmojiCount:
    """How many members reacted to a message with an emoji."""

    emoji: str
    count: int


class Pin(PartOfMessage):
    """A message that is kept at hand, and who put it there."""

    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="pins"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    conversation_id: UUID
    user_id: UUID

    class Meta:
        indexes = (("conversation_id",), ("user_id",))
        constraints = (UniqueConstraint(fields=("message_id",), name="pin_once"),)
