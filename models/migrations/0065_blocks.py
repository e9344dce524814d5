"""Who keeps away from whom, and where that keeps them from talking."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.adding import AddFilledField


class Migration(migrations.Migration):
    dependencies = [("models", "0060_presence")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="blocks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "blocked",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="blocked_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="blocked_by",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "block",
                "app": "models",
                "indexes": [Index(fields=["blocked_id"])],
                "pk_attr": "id",
                "table_description": "`user` wants nothing to do with `blocked`, who is not told.",
            },
            bases=["Record"],
        ),
        AddFilledField(
            model_name="Conversation",
            name="is_blocked",
            field=fields.BooleanField(default=False),
            fill="false",
        ),
    ]
