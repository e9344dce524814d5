"""How people come into a program that they could not find by themselves."""

from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.programs.running import Organization, OrganizationRole, Program, ProgramRole
from models.users import User


class InvitationStatus(Enum):
    """Worked out, never stored: time alone makes an invitation expire."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"


class Invitation(Record):
    """An address is asked into a program or, without one, onto the staff.

    The token is made when the mail is sent; whoever accepts holds it and has proven the address.
    """

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyNullableRelation[Program] = fields.ForeignKeyField(
        "models.Program", null=True
    )
    inviter: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", null=True, on_delete=fields.SET_NULL
    )
    email = fields.CharField(max_length=254)
    role = fields.CharEnumField(ProgramRole, max_length=12, null=True)
    staff_role = fields.CharEnumField(OrganizationRole, max_length=8, null=True)
    capacity = fields.SmallIntField(null=True)
    token_hash = fields.CharField(max_length=64, null=True, unique=True)
    sent_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    organization_id: UUID
    program_id: UUID | None
    inviter_id: UUID | None

    @property
    def status(self) -> InvitationStatus:
        if self.accepted_at:
            return InvitationStatus.ACCEPTED
        if self.revoked_at:
            return InvitationStatus.REVOKED
        is_over = self.expires_at <= datetime.now(UTC)
        return InvitationStatus.EXPIRED if is_over else InvitationStatus.PENDING

    class Meta:
        indexes = (
            ("program_id", "id"),
            ("organization_id", "id"),
            ("inviter_id",),
            ("email", "sent_at"),
        )
        constraints = (
            UniqueConstraint(
                fields=("program_id", "email", "role"),
                name="invitation_open_once",
                condition="accepted_at IS NULL AND revoked_at IS NULL",
            ),
            UniqueConstraint(
                fields=("organization_id", "email"),
                name="invitation_to_staff_open_once",
                condition="program_id IS NULL AND accepted_at IS NULL AND revoked_at IS NULL",
            ),
            CheckConstraint(
                check="(program_id IS NULL) = (role IS NULL)"
                " AND (program_id IS NULL) = (staff_role IS NOT NULL)",
                name="invitation_to_one_thing",
            ),
            CheckConstraint(
                check="accepted_at IS NULL OR revoked_at IS NULL", name="invitation_ends_one_way"
            ),
            CheckConstraint(check="capacity BETWEEN 1 AND 50", name="invitation_capacity_sane"),
        )


class JoinLink(Record):
    """Whoever holds it may come into a program, for as long and as often as it says."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("models.Program")
    maker: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", null=True, on_delete=fields.SET_NULL
    )
    role = fields.CharEnumField(ProgramRole, max_length=12)
    is_approving = fields.BooleanField()
    """Whoever comes by it takes part at once; otherwise they apply."""
    token_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField(null=True)
    most_uses = fields.IntField(null=True)
    uses = fields.IntField(default=0)
    revoked_at = fields.DatetimeField(null=True)
    organization_id: UUID
    program_id: UUID
    maker_id: UUID | None

    class Meta:
        table = "join_link"
        indexes = (("program_id", "id"), ("maker_id",))
        constraints = (
            CheckConstraint(
                check="uses BETWEEN 0 AND coalesce(most_uses, uses)", name="join_link_within_uses"
            ),
            CheckConstraint(check="role <> 'COORDINATOR'", name="join_link_to_take_part"),
        )
