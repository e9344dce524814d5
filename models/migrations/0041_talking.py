from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.adding import AddFilledField
from models.conversations import EventKind


class Migration(migrations.Migration):
    dependencies = [("models", "0037_people_import_constraints")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Mention",
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
            ],
            options={
                "table": "mention",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A member whom a message names.",
            },
            bases=["PartOfMessage"],
        ),
        ops.CreateModel(
            name="MessageRevision",
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
                ("version", fields.IntField()),
                ("body", fields.TextField(unique=False)),
            ],
            options={
                "table": "message_revision",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a message said before it was edited, from `created_at` on in other words.",
            },
            bases=["PartOfMessage"],
        ),
        ops.CreateModel(
            name="Pin",
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
                (
                    "conversation",
                    fields.ForeignKeyField(
                        "models.Conversation",
                        source_field="conversation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="pins",
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
            ],
            options={
                "table": "pin",
                "app": "models",
                "indexes": [Index(fields=["conversation_id"]), Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "A message that is kept at hand, and who put it there.",
            },
            bases=["PartOfMessage"],
        ),
        ops.CreateModel(
            name="Reaction",
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
                ("emoji", fields.CharField(max_length=40)),
            ],
            options={
                "table": "reaction",
                "app": "models",
                "indexes": [Index(fields=["user_id"])],
                "pk_attr": "id",
                "table_description": "One emoji of one member under a message.",
            },
            bases=["PartOfMessage"],
        ),
        ops.AlterField(
            model_name="ConversationEvent",
            name="kind",
            field=fields.CharEnumField(
                description="OPENED: OPENED\nMESSAGE_SENT: MESSAGE_SENT\nMESSAGE_EDITED: MESSAGE_EDITED\nMESSAGE_RETRACTED: MESSAGE_RETRACTED\nMESSAGE_PINNED: MESSAGE_PINNED\nMESSAGE_UNPINNED: MESSAGE_UNPINNED\nREACTION_ADDED: REACTION_ADDED\nREACTION_REMOVED: REACTION_REMOVED\nCLOSED: CLOSED",
                enum_type=EventKind,
                max_length=24,
            ),
        ),
        ops.AddField(
            model_name="ConversationEvent",
            name="emoji",
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name="ConversationEvent",
            name="user",
            field=fields.ForeignKeyField(
                "models.User",
                source_field="user_id",
                null=True,
                db_constraint=True,
                to_field="id",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddIndex(
            model_name="ConversationEvent",
            index=Index(fields=["user_id"]),
        ),
        ops.RemoveConstraint(
            model_name="Message",
            name="message_length",
            fields=None,
        ),
        ops.AddField(
            model_name="Message",
            name="edited_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        AddFilledField(
            model_name="Message",
            name="reply_count",
            field=fields.IntField(default=0),
            fill="0",
        ),
        ops.AddField(
            model_name="Message",
            name="retracted_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Message",
            name="root",
            field=fields.ForeignKeyField(
                "models.Message",
                source_field="root_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="replies",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        AddFilledField(
            model_name="Message",
            name="version",
            field=fields.IntField(default=1),
            fill="1",
        ),
        ops.AddConstraint(
            model_name="Message",
            constraint=UniqueConstraint(
                fields=("root_id", "number"), name="message_reply_number_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Message",
            constraint=CheckConstraint(
                check="CASE WHEN retracted_at IS NULL THEN char_length(body) BETWEEN 1 AND 8000 ELSE body = '' END",
                name="message_length",
            ),
        ),
    ]
