"""Where people talk, and who of them."""

from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.matches import Match
from models.programs import Organization, Program
from models.users import User


class ConversationKind(Enum):
    MATCH = "MATCH"
    GROUP = "GROUP"
    ANNOUNCEMENT = "ANNOUNCEMENT"


class MemberRole(Enum):
    HOST = "HOST"
    MEMBER = "MEMBER"


class NotificationLevel(Enum):
    ALL = "ALL"
    MENTIONS = "MENTIONS"
    NONE = "NONE"


class Conversation(Record):
    """A thread and the two counters its log grows by.

    `last_seq` counts events and is what a subscriber's cursor holds; `last_number` counts messages
    only, so that unread is a subtraction. Neither is indexed: updates stay in the page.
    """

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("models.Program")
    kind = fields.CharEnumField(ConversationKind, max_length=12)
    title = fields.CharField(max_length=120, null=True)
    """None of a match's, which is called by whom it is of."""
    match: fields.OneToOneNullableRelation[Match] = fields.OneToOneField(
        "models.Match", related_name="conversation", null=True
    )
    epoch = fields.IntField(default=1)
    """Raised when a log is restored from a backup, so that older cursors are not trusted."""
    last_seq = fields.BigIntField(default=0)
    last_number = fields.BigIntField(default=0)
    expired_seq = fields.BigIntField(default=0)
    expired_number = fields.BigIntField(default=0)
    """Lines and messages up to these are kept no longer; the last line always is."""
    member_count = fields.IntField(default=0)
    seats_lost = fields.IntField(default=0)
    """How often somebody left or was removed: whoever writes meanwhile notices by it."""
    closed_at = fields.DatetimeField(null=True)
    is_blocked = fields.BooleanField(default=False)
    """One of the two whose match it is has blocked the other. Who waits to write here sees it."""
    organization_id: UUID
    program_id: UUID
    match_id: UUID | None

    @property
    def place(self) -> tuple[int, int]:
        """The end of its log: epoch and seq."""
        return self.epoch, self.last_seq

    class Meta:
        indexes = (("program_id",),)
        constraints = (
            CheckConstraint(
                check="(kind = 'MATCH') = (match_id IS NOT NULL)"
                " AND (kind = 'MATCH') = (title IS NULL)",
                name="conversation_kind_fits",
            ),
            CheckConstraint(
                check="char_length(title) BETWEEN 1 AND 120", name="conversation_title_length"
            ),
            CheckConstraint(
                check="member_count >= 0 AND (kind <> 'GROUP' OR member_count <= 500)",
                name="conversation_not_too_large",
            ),
            CheckConstraint(
                check="expired_seq = 0 OR expired_seq BETWEEN 1 AND last_seq - 1",
                name="conversation_keeps_its_last_line",
            ),
            CheckConstraint(
                check="expired_number BETWEEN 0 AND last_number",
                name="conversation_expires_what_was_said",
            ),
        )


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
    role = fields.CharEnumField(MemberRole, max_length=6, default=MemberRole.MEMBER)
    last_read_number = fields.BigIntField(default=0)
    is_muted = fields.BooleanField(default=False)
    muted_until = fields.DatetimeField(null=True)
    """None where it is not muted, or for good."""
    is_archived = fields.BooleanField(default=False)
    notification_level = fields.CharEnumField(
        NotificationLevel, max_length=8, default=NotificationLevel.ALL
    )
    draft_changes = fields.BigIntField(default=0)
    """How often their drafts there changed, which is how their devices know."""
    organization_id: UUID
    conversation_id: UUID
    user_id: UUID

    @property
    def is_quiet(self) -> bool:
        """Whether it is muted now."""
        return self.is_muted and (self.muted_until is None or self.muted_until > datetime.now(UTC))

    @property
    def quiet_until(self) -> datetime | None:
        """The end of that; None where it is not muted now, or for good."""
        return self.muted_until if self.is_quiet else None

    class Meta:
        indexes = (("user_id",), ("conversation_id", "id"))
        constraints = (
            UniqueConstraint(fields=("conversation_id", "user_id"), name="member_once"),
            CheckConstraint(
                check="is_muted OR muted_until IS NULL", name="member_muted_until_when"
            ),
        )
