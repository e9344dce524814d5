from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.adding import AddFilledField


class Migration(migrations.Migration):
    dependencies = [("models", "0033_program_settings")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Agreement",
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
                ("version", fields.IntField()),
                ("text", fields.TextField(unique=False)),
                ("sha256", fields.CharField(max_length=64)),
            ],
            options={
                "table": "agreement",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A text that mentors and mentees of a program sign, as it was in one version of it.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Signature",
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
                    "match",
                    fields.ForeignKeyField(
                        "models.Match",
                        source_field="match_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "enrollment",
                    fields.ForeignKeyField(
                        "models.Enrollment",
                        source_field="enrollment_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "agreement",
                    fields.ForeignKeyField(
                        "models.Agreement",
                        source_field="agreement_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "signature",
                "app": "models",
                "indexes": [Index(fields=["enrollment_id"]), Index(fields=["agreement_id"])],
                "pk_attr": "id",
                "table_description": "One side of a match has signed one version of the program's agreement.",
            },
            bases=["Record"],
        ),
        AddFilledField(
            model_name="Program",
            name="agreement",
            field=fields.TextField(default="", unique=False),
            fill="''",
        ),
        AddFilledField(
            model_name="Program",
            name="agreement_version",
            field=fields.IntField(default=0),
            fill="0",
        ),
    ]
