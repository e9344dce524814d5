"""People brought in from a file, line by line."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.programs.running import Organization, Program, ProgramRole
from models.users import User


class ImportStatus(Enum):
    CHECKING = "CHECKING"
    CHECKED = "CHECKED"
    APPLYING = "APPLYING"
    DONE = "DONE"
    FAILED = "FAILED"


class LineOutcome(Enum):
    INVITE = "INVITE"
    CHANGE = "CHANGE"
    ENROLL = "ENROLL"
    UNCHANGED = "UNCHANGED"
    BAD = "BAD"


class PeopleImport(Record):
    """A file of people for a program: checked first, and applied when somebody says so."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("models.Program")
    starter: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", null=True, on_delete=fields.SET_NULL
    )
    status = fields.CharEnumField(ImportStatus, max_length=8, default=ImportStatus.CHECKING)
    total_lines = fields.IntField()
    done_lines = fields.IntField(default=0)
    """Of the step it is at: checked, or applied."""
    failure = fields.TextField(default="")
    revision = fields.IntField(default=1)
    """Moves with every change, for those who follow it live."""
    finished_at = fields.DatetimeField(null=True)
    organization_id: UUID
    program_id: UUID
    starter_id: UUID | None

    @property
    def percentage(self) -> int:
        return 100 * int(self.done_lines) // int(self.total_lines)

    @property
    def why_failed(self) -> str | None:
        return self.failure or None

    class Meta:
        table = "people_import"
        indexes = (("program_id", "id"), ("starter_id",))
        constraints = (
            UniqueConstraint(
                fields=("program_id",),
                name="people_import_one_at_a_time",
                condition="status IN ('CHECKING', 'APPLYING')",
            ),
            CheckConstraint(
                check="total_lines > 0 AND done_lines BETWEEN 0 AND total_lines",
                name="people_import_within_lines",
            ),
        )


class ImportLine(Record):
    """One line of the file, as it was written; what would come of it, and whether that is done."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    people_import: fields.ForeignKeyRelation[PeopleImport] = fields.ForeignKeyField(
        "models.PeopleImport", related_name="lines"
    )
    number = fields.IntField()
    email = fields.CharField(max_length=300, default="")
    role = fields.CharField(max_length=40, default="")
    capacity = fields.CharField(max_length=20, default="")
    address = fields.CharField(max_length=254, null=True)
    part = fields.CharEnumField(ProgramRole, max_length=12, null=True)
    places = fields.SmallIntField(null=True)
    outcome = fields.CharEnumField(LineOutcome, max_length=9, null=True)
    reason = fields.TextField(default="")
    is_done = fields.BooleanField(default=False)
    organization_id: UUID
    people_import_id: UUID

    @property
    def why_bad(self) -> str | None:
        return self.reason or None

    class Meta:
        table = "import_line"
        indexes = (("people_import_id", "outcome", "number"), ("people_import_id", "address"))
        constraints = (
            UniqueConstraint(fields=("people_import_id", "number"), name="import_line_number_once"),
        )
