"""Where people talk, and who of them."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from models.base import Record
from models.matches import Match
from models.programs import Organization
from models.users import User


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
    is_blocked = fields.BooleanField(default=False)
    """One of the two whose match it is has blocked the other. Who waits to write here sees it."""
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
