"""Requests, and the relationships that come of them."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.programs import Agreement, Enrollment, Organization, Program


class RequestStatus(Enum):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class MatchStatus(Enum):
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class Pair(Record):
    """One mentor and one mentee of one program."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("models.Program")
    organization_id: UUID
    program_id: UUID
    mentor_id: UUID
    mentee_id: UUID

    class Meta:
        abstract = True


class MatchRequest(Pair):
    """A mentee asks a mentor."""

    mentor: fields.ForeignKeyRelation[Enrollment] = fields.ForeignKeyField(
        "models.Enrollment", related_name="requests_received"
    )
    mentee: fields.ForeignKeyRelation[Enrollment] = fields.ForeignKeyField(
        "models.Enrollment", related_name="requests_sent"
    )
    note = fields.TextField(default="")
    status = fields.CharEnumField(RequestStatus, max_length=9, default=RequestStatus.PENDING)
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "match_request"
        indexes = (("mentor_id",), ("mentee_id",), ("program_id",))
        constraints = (
            UniqueConstraint(
                fields=("mentor_id", "mentee_id"),
                name="match_request_pending_once",
                condition="status = 'PENDING'",
            ),
        )


class Match(Pair):
    """A mentoring relationship."""

    mentor: fields.ForeignKeyRelation[Enrollment] = fields.ForeignKeyField(
        "models.Enrollment", related_name="matches_as_mentor"
    )
    mentee: fields.ForeignKeyRelation[Enrollment] = fields.ForeignKeyField(
        "models.Enrollment", related_name="matches_as_mentee"
    )
    request: fields.OneToOneRelation[MatchRequest] = fields.OneToOneField(
        "models.MatchRequest", related_name="match"
    )
    status = fields.CharEnumField(MatchStatus, max_length=6, default=MatchStatus.ACTIVE)
    ended_at = fields.DatetimeField(null=True)
    end_reason = fields.TextField(default="")
    request_id: UUID

    @property
    def reason_ended(self) -> str | None:
        """Why it ended; None while it goes on."""
        return self.end_reason if self.ended_at else None

    class Meta:
        indexes = (("mentor_id",), ("mentee_id",), ("program_id", "id"))
        constraints = (
            UniqueConstraint(
                fields=("mentor_id", "mentee_id"),
                name="match_active_once",
                condition="status = 'ACTIVE'",
            ),
            CheckConstraint(
                check="(status = 'ENDED') = (ended_at IS NOT NULL)", name="match_end_dated"
            ),
        )


class Signature(Record):
    """One side of a match has signed one version of the program's agreement."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    match: fields.ForeignKeyRelation[Match] = fields.ForeignKeyField("models.Match")
    enrollment: fields.ForeignKeyRelation[Enrollment] = fields.ForeignKeyField("models.Enrollment")
    agreement: fields.ForeignKeyRelation[Agreement] = fields.ForeignKeyField("models.Agreement")
    organization_id: UUID
    match_id: UUID
    enrollment_id: UUID
    agreement_id: UUID

    class Meta:
        indexes = (("enrollment_id",), ("agreement_id",))
        constraints = (
            UniqueConstraint(
                fields=("match_id", "enrollment_id", "agreement_id"), name="signature_once"
            ),
        )
