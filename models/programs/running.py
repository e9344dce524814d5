"""Organizations (the tenants), their programs, and who takes part."""

from datetime import date
from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.users import User


class OrganizationRole(Enum):
    OWNER = "OWNER"
    ADMIN = "ADMIN"


class ProgramRole(Enum):
    COORDINATOR = "COORDINATOR"
    MENTOR = "MENTOR"
    MENTEE = "MENTEE"


class EnrollmentStatus(Enum):
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    LEFT = "LEFT"
    REMOVED = "REMOVED"


class Admission(Enum):
    """How people come in who were not asked to."""

    OPEN = "OPEN"
    APPROVAL = "APPROVAL"
    INVITATION_ONLY = "INVITATION_ONLY"


class ProgramTemplate(Enum):
    """Settings that programs can begin with; never stored."""

    COHORT = "COHORT"
    SELF_MATCHED = "SELF_MATCHED"
    FLASH = "FLASH"


class Organization(Record):
    name = fields.CharField(max_length=100)
    slug = fields.CharField(max_length=40, unique=True)
    invited_on = fields.DateField(null=True)
    invited_count = fields.IntField(default=0)
    """Invitations mailed on the day `invited_on`, in UTC."""


class Staff(Record):
    """A person's role in an organization as a whole."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="staff"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    role = fields.CharEnumField(OrganizationRole, max_length=8)
    organization_id: UUID
    user_id: UUID

    class Meta:
        indexes = (("user_id",),)
        constraints = (UniqueConstraint(fields=("organization_id", "user_id"), name="staff_once"),)


class Program(Record):
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="programs"
    )
    name = fields.CharField(max_length=100)
    description = fields.TextField(default="")
    is_open = fields.BooleanField(default=False)
    """Anybody signed in may see it and apply."""
    is_approving = fields.BooleanField(default=False)
    """Whoever applies takes part at once."""
    is_template = fields.BooleanField(default=False)
    welcome = fields.TextField(default="")
    question = fields.TextField(default="")
    agreement = fields.TextField(default="")
    agreement_version = fields.IntField(default=0)
    """Of the text; 0 before there was any."""
    default_capacity = fields.SmallIntField(null=True)
    most_capacity = fields.SmallIntField(default=50)
    skills_weight = fields.SmallIntField(default=65)
    languages_weight = fields.SmallIntField(default=10)
    hours_weight = fields.SmallIntField(default=25)
    begins_on = fields.DateField(null=True)
    ends_on = fields.DateField(null=True)
    message_retention_days = fields.SmallIntField(null=True)
    """What was said longer ago is deleted; None keeps it for good."""
    settings_version = fields.IntField(default=1)
    organization_id: UUID

    @property
    def admission(self) -> Admission:
        if not self.is_open:
            return Admission.INVITATION_ONLY
        return Admission.OPEN if self.is_approving else Admission.APPROVAL

    def has_begun(self, today: date) -> bool:
        return self.begins_on is None or self.begins_on <= today

    def has_ended(self, today: date) -> bool:
        """From the day after the last on, in UTC."""
        return self.ends_on is not None and self.ends_on < today

    class Meta:
        constraints = (
            UniqueConstraint(fields=("organization_id", "name"), name="program_name_once"),
            CheckConstraint(check="is_open OR NOT is_approving", name="program_one_admission"),
            CheckConstraint(
                check="most_capacity BETWEEN 1 AND 50"
                " AND coalesce(default_capacity, 1) BETWEEN 1 AND most_capacity",
                name="program_capacities_sane",
            ),
            CheckConstraint(
                check="least(skills_weight, languages_weight, hours_weight) >= 0"
                " AND skills_weight + languages_weight + hours_weight = 100",
                name="program_weights_sane",
            ),
            CheckConstraint(check="begins_on <= ends_on", name="program_begins_before_it_ends"),
            CheckConstraint(
                check="message_retention_days BETWEEN 7 AND 3650",
                name="program_message_retention_sane",
            ),
        )


class Agreement(Record):
    """A text that mentors and mentees of a program sign, as it was in one version of it."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("models.Program")
    version = fields.IntField()
    text = fields.TextField()
    sha256 = fields.CharField(max_length=64)
    organization_id: UUID
    program_id: UUID

    class Meta:
        constraints = (
            UniqueConstraint(fields=("program_id", "version"), name="agreement_version_once"),
        )


class Enrollment(Record):
    """A person's part in a program. One person can be both mentor and mentee."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField(
        "models.Program", related_name="enrollments"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="enrollments"
    )
    role = fields.CharEnumField(ProgramRole, max_length=12)
    status = fields.CharEnumField(EnrollmentStatus, max_length=8)
    note = fields.TextField(default="")
    """What the applicant writes to those who decide."""
    decided_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    """When they left or were removed; the row stays, for its matches tell of it."""
    capacity = fields.SmallIntField(default=0)
    active_matches = fields.SmallIntField(default=0)
    """Moves in the transaction that starts or ends a match; the database keeps it in capacity."""
    organization_id: UUID
    program_id: UUID
    user_id: UUID

    @property
    def places_left(self) -> int:
        """How many more mentees may come; 0 for other roles."""
        return max(int(self.capacity) - int(self.active_matches), 0)

    class Meta:
        indexes = (("user_id",), ("program_id", "id"))
        constraints = (
            UniqueConstraint(fields=("program_id", "user_id", "role"), name="enrollment_once"),
            CheckConstraint(
                check="role <> 'MENTOR' OR active_matches BETWEEN 0 AND capacity",
                name="enrollment_within_capacity",
            ),
            CheckConstraint(check="capacity BETWEEN 0 AND 50", name="enrollment_capacity_sane"),
            CheckConstraint(
                check="(status IN ('LEFT', 'REMOVED')) = (ended_at IS NOT NULL)",
                name="enrollment_end_dated",
            ),
        )
