"""What people report, and what was said when they did."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.conversations import Message
from models.programs import Organization, Program
from models.users import User


class ReportReason(Enum):
    HARASSMENT = "HARASSMENT"
    THREAT = "THREAT"
    SEXUAL = "SEXUAL"
    SAFETY = "SAFETY"
    PRIVACY = "PRIVACY"
    SPAM = "SPAM"
    OTHER = "OTHER"


class ReportStatus(Enum):
    OPEN = "OPEN"
    SETTLED = "SETTLED"


class ReportOutcome(Enum):
    DISMISSED = "DISMISSED"
    WARNED = "WARNED"
    REMOVED = "REMOVED"
    OTHER = "OTHER"


class Report(Record):
    """What `reporter` tells those who run a program of `reported`, of a message or of the person.

    What the message said is copied as `ReportedWords`: nothing that becomes of it changes that.
    """

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField(
        "models.Program", related_name="reports"
    )
    reporter: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="reports_made"
    )
    reported: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="reports_about"
    )
    message: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name="reports", null=True
    )
    """Null if it is about the person."""
    reason = fields.CharEnumField(ReportReason, max_length=10)
    note = fields.TextField(default="")
    status = fields.CharEnumField(ReportStatus, max_length=7, default=ReportStatus.OPEN)
    outcome = fields.CharEnumField(ReportOutcome, max_length=9, null=True)
    outcome_note = fields.TextField(default="")
    settled_at = fields.DatetimeField(null=True)
    settler: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="reports_settled", null=True
    )
    organization_id: UUID
    program_id: UUID
    reporter_id: UUID
    reported_id: UUID
    message_id: UUID | None
    settler_id: UUID | None

    class Meta:
        indexes = (
            ("program_id", "id"),
            ("organization_id", "id"),
            ("reported_id",),
            ("message_id",),
            ("settler_id",),
        )
        constraints = (
            UniqueConstraint(fields=("reporter_id", "message_id"), name="report_once"),
            CheckConstraint(check="reporter_id <> reported_id", name="report_of_others"),
            CheckConstraint(
                check="(status = 'SETTLED') = (settled_at IS NOT NULL)"
                " AND (status = 'SETTLED') = (outcome IS NOT NULL)",
                name="report_settled_whole",
            ),
        )

    @property
    def words_after(self) -> str | None:
        """What was said of the outcome; None while it is open."""
        return self.outcome_note if self.settled_at else None


class ReportedWords(Record):
    """What a reported message said in one of its versions, as it was when it was reported."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    report: fields.ForeignKeyRelation[Report] = fields.ForeignKeyField(
        "models.Report", related_name="words"
    )
    version = fields.IntField()
    body = fields.TextField()
    said_at = fields.DatetimeField()
    organization_id: UUID
    report_id: UUID

    class Meta:
        table = "reported_words"
        constraints = (
            UniqueConstraint(fields=("report_id", "version"), name="reported_words_once"),
        )
