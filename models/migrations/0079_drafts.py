"""What somebody began to write and has not sent."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.adding import AddFilledField


class Migration(migrations.Migration):
    dependencies = [("models", "0078_report_constraints")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Draft",
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
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "conversation",
                    fields.ForeignKeyField(
                        "models.Conversation",
                        source_field="conversation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="drafts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "root",
                    fields.ForeignKeyField(
                        "models.Message",
                        source_field="root_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="drafts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
                ("version", fields.BigIntField()),
                ("saved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "draft",
                "app": "models",
                "indexes": [Index(fields=["conversation_id"]), Index(fields=["root_id"])],
                "pk_attr": "id",
                "table_description": "One for each person in a conversation, and one in each of its threads; nobody else's.",
            },
            bases=["Record"],
        ),
        AddFilledField(
            model_name="Member",
            name="draft_changes",
            field=fields.BigIntField(default=0),
            fill="0",
        ),
    ]
