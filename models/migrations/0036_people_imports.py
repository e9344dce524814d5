from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.programs import ImportStatus, LineOutcome, ProgramRole


class Migration(migrations.Migration):
    dependencies = [("models", "0023_questions")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PeopleImport",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "program",
                    fields.ForeignKeyField(
                        "models.Program",
                        source_field="program_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "starter",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="starter_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=ImportStatus.CHECKING,
                        description="CHECKING: CHECKING\nCHECKED: CHECKED\nAPPLYING: APPLYING\nDONE: DONE\nFAILED: FAILED",
                        enum_type=ImportStatus,
                        max_length=8,
                    ),
                ),
                ("total_lines", fields.IntField()),
                ("done_lines", fields.IntField(default=0)),
                ("failure", fields.TextField(default="", unique=False)),
                ("revision", fields.IntField(default=1)),
                (
                    "finished_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "people_import",
                "app": "models",
                "indexes": [Index(fields=["program_id", "id"]), Index(fields=["starter_id"])],
                "pk_attr": "id",
                "table_description": "A file of people for a program: checked first, and applied when somebody says so.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="ImportLine",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "organization",
                    fields.ForeignKeyField(
                        "models.Organization",
                        source_field="organization_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "people_import",
                    fields.ForeignKeyField(
                        "models.PeopleImport",
                        source_field="people_import_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lines",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("email", fields.CharField(default="", max_length=300)),
                ("role", fields.CharField(default="", max_length=40)),
                ("capacity", fields.CharField(default="", max_length=20)),
                ("address", fields.CharField(null=True, max_length=254)),
                (
                    "part",
                    fields.CharEnumField(
                        null=True,
                        description="COORDINATOR: COORDINATOR\nMENTOR: MENTOR\nMENTEE: MENTEE",
                        enum_type=ProgramRole,
                        max_length=12,
                    ),
                ),
                ("places", fields.SmallIntField(null=True)),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="INVITE: INVITE\nCHANGE: CHANGE\nENROLL: ENROLL\nUNCHANGED: UNCHANGED\nBAD: BAD",
                        enum_type=LineOutcome,
                        max_length=9,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
                ("is_done", fields.BooleanField(default=False)),
            ],
            options={
                "table": "import_line",
                "app": "models",
                "indexes": [
                    Index(fields=["people_import_id", "outcome", "number"]),
                    Index(fields=["people_import_id", "address"]),
                ],
                "pk_attr": "id",
                "table_description": "One line of the file, as it was written; what would come of it, and whether that is done.",
            },
            bases=["Record"],
        ),
    ]
