"""Files that are sent along with messages."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.adding import AddFilledField


class Migration(migrations.Migration):
    dependencies = [("models", "0074_groups")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Attachment",
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
                    "conversation",
                    fields.ForeignKeyField(
                        "models.Conversation",
                        source_field="conversation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="attachments",
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
                    "message",
                    fields.ForeignKeyField(
                        "models.Message",
                        source_field="message_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="attachments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.SmallIntField(null=True)),
                ("name", fields.CharField(max_length=255)),
                ("byte_count", fields.BigIntField()),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("object_id", fields.UUIDField(null=True)),
                ("stored_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("media_type", fields.CharField(null=True, max_length=100)),
                ("width", fields.IntField(null=True)),
                ("height", fields.IntField(null=True)),
            ],
            options={
                "table": "attachment",
                "app": "models",
                "indexes": [Index(fields=["conversation_id"]), Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A file that somebody may upload, has uploaded, or has sent with a message.",
            },
            bases=["Record"],
        ),
        ops.RemoveConstraint(
            model_name="Message",
            name="message_length",
            fields=None,
        ),
        AddFilledField(
            model_name="Message",
            name="attachment_count",
            field=fields.SmallIntField(default=0),
            fill="0",
        ),
        ops.AddConstraint(
            model_name="Message",
            constraint=CheckConstraint(
                check="CASE WHEN retracted_at IS NULL THEN char_length(body) BETWEEN (attachment_count = 0)::int AND 8000 ELSE body = '' AND attachment_count = 0 END",
                name="message_length",
            ),
        ),
    ]
