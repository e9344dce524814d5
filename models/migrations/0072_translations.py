from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7


class Migration(migrations.Migration):
    dependencies = [("models", "0071_message_language")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Translation",
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
                    "message",
                    fields.ForeignKeyField(
                        "models.Message",
                        source_field="message_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("language", fields.CharField(max_length=16)),
                ("source", fields.CharField(null=True, max_length=16)),
                ("body", fields.TextField(unique=False)),
            ],
            options={
                "table": "translation",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a message says now, in another language.",
            },
            bases=["PartOfMessage"],
        ),
    ]
