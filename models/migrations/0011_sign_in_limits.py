from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7


class Migration(migrations.Migration):
    dependencies = [("models", "0010_session_list")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AttemptWindow",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("key", fields.CharField(unique=True, max_length=64)),
                ("count", fields.IntField()),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "attempt_window",
                "app": "models",
                "indexes": [Index(fields=["ends_at"])],
                "pk_attr": "id",
                "table_description": "How many attempts of a kind were made since the first of them; forgotten at `ends_at`.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Device",
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
                        related_name="devices",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "device",
                "app": "models",
                "indexes": [Index(fields=["user_id"]), Index(fields=["used_at"])],
                "pk_attr": "id",
                "table_description": "A browser or an app that somebody has signed in on, whether or not they still are.",
            },
            bases=["Record"],
        ),
    ]
