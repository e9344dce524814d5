"""What somebody began to write and has not sent."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.conversations.conversations import Conversation
from models.conversations.messages import Message
from models.programs import Organization
from models.users import User


class Draft(Record):
    """One for each person in a conversation, and one in each of its threads; nobody else's."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="drafts"
    )
    root: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name="drafts", null=True
    )
    """What it would answer; null outside threads."""
    body = fields.TextField()
    version = fields.BigIntField()
    """`Member.draft_changes` when it was saved, so that none comes twice."""
    saved_at = fields.DatetimeField()
    organization_id: UUID
    user_id: UUID
    conversation_id: UUID
    root_id: UUID | None

    class Meta:
        indexes = (("conversation_id",), ("root_id",))
        constraints = (
            UniqueConstraint(
                fields=("user_id", "conversation_id"),
                name="draft_once",
                condition="root_id IS NULL",
            ),
            UniqueConstraint(fields=("user_id", "root_id"), name="draft_in_thread_once"),
            CheckConstraint(check="char_length(body) BETWEEN 1 AND 8000", name="draft_length"),
        )
