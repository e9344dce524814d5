"""Files that are sent along with messages: what is known of them; their bytes are in a store."""

from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.conversations import Conversation, Message
from models.programs import Organization
from models.users import User


class AttachmentStatus(Enum):
    WAITING = "WAITING"
    STORED = "STORED"
    SENT = "SENT"


class Attachment(Record):
    """A file that somebody may upload, has uploaded, or has sent with a message.

    Each attempt to upload it writes to a place of its own in the store; `object_id` is that of the
    one that was there first.
    """

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="attachments"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    message: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name="attachments", null=True
    )
    position = fields.SmallIntField(null=True)
    """Among those of its message, from 0 on."""
    name = fields.CharField(max_length=255)
    byte_count = fields.BigIntField()
    """As it was announced; once it is stored, as it is."""
    expires_at = fields.DatetimeField()
    """No upload begins after that."""
    object_id = fields.UUIDField(null=True)
    stored_at = fields.DatetimeField(null=True)
    media_type = fields.CharField(max_length=100, null=True)
    """What its bytes are, whatever was said of them."""
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    organization_id: UUID
    conversation_id: UUID
    user_id: UUID
    message_id: UUID | None

    class Meta:
        indexes = (("conversation_id",), ("user_id",))
        constraints = (
            UniqueConstraint(fields=("message_id", "position"), name="attachment_position_once"),
            CheckConstraint(
                check="(message_id IS NULL) = (position IS NULL)"
                " AND (message_id IS NULL OR stored_at IS NOT NULL)"
                " AND (stored_at IS NULL OR object_id IS NOT NULL AND media_type IS NOT NULL)",
                name="attachment_in_order",
            ),
        )

    @property
    def status(self) -> AttachmentStatus:
        if self.message_id:
            return AttachmentStatus.SENT
        return AttachmentStatus.STORED if self.stored_at else AttachmentStatus.WAITING

    @property
    def is_open(self) -> bool:
        """Whether an upload of it may begin now."""
        return self.stored_at is None and datetime.now(UTC) < self.expires_at

    @property
    def is_picture(self) -> bool:
        """Made anew from its pixels."""
        return self.width is not None
