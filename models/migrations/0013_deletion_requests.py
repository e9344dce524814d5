from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7


class Migration(migrations.Migration):
    dependencies = [("models", "0012_mailed_links")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DeletionRequest",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.OneToOneField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deletion_request",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "deletion_request",
                "app": "models",
                "indexes": [Index(fields=["due_at"])],
                "pk_attr": "id",
                "table_description": "Somebody wants their account deleted; until `due_at` they can think better of it.",
            },
            bases=["Record"],
        ),
    ]
