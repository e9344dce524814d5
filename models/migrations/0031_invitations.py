from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.adding import AddFilledField
from models.programs import OrganizationRole, ProgramRole


class Migration(migrations.Migration):
    dependencies = [("models", "0030_leaving_programs")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Invitation",
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
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "inviter",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="inviter_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
                (
                    "role",
                    fields.CharEnumField(
                        null=True,
                        description="COORDINATOR: COORDINATOR\nMENTOR: MENTOR\nMENTEE: MENTEE",
                        enum_type=ProgramRole,
                        max_length=12,
                    ),
                ),
                (
                    "staff_role",
                    fields.CharEnumField(
                        null=True,
                        description="OWNER: OWNER\nADMIN: ADMIN",
                        enum_type=OrganizationRole,
                        max_length=8,
                    ),
                ),
                ("capacity", fields.SmallIntField(null=True)),
                ("token_hash", fields.CharField(null=True, unique=True, max_length=64)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "accepted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invitation",
                "app": "models",
                "indexes": [
                    Index(fields=["program_id", "id"]),
                    Index(fields=["organization_id", "id"]),
                    Index(fields=["inviter_id"]),
                    Index(fields=["email", "sent_at"]),
                ],
                "pk_attr": "id",
                "table_description": "An address is asked into a program or, without one, onto the staff.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="JoinLink",
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
                    "maker",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="maker_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "role",
                    fields.CharEnumField(
                        description="COORDINATOR: COORDINATOR\nMENTOR: MENTOR\nMENTEE: MENTEE",
                        enum_type=ProgramRole,
                        max_length=12,
                    ),
                ),
                ("is_approving", fields.BooleanField()),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("most_uses", fields.IntField(null=True)),
                ("uses", fields.IntField(default=0)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "join_link",
                "app": "models",
                "indexes": [Index(fields=["program_id", "id"]), Index(fields=["maker_id"])],
                "pk_attr": "id",
                "table_description": "Whoever holds it may come into a program, for as long and as often as it says.",
            },
            bases=["Record"],
        ),
        AddFilledField(
            model_name="Enrollment",
            name="note",
            field=fields.TextField(default="", unique=False),
            fill="''",
        ),
        AddFilledField(
            model_name="Organization",
            name="invited_count",
            field=fields.IntField(default=0),
            fill="0",
        ),
        ops.AddField(
            model_name="Organization",
            name="invited_on",
            field=fields.DateField(null=True),
        ),
    ]
