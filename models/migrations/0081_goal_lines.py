"""What happens to goals, in the log of the pair that has them."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.conversations.log import EventKind


class Migration(migrations.Migration):
    dependencies = [("models", "0080_draft_constraints")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="ConversationEvent",
            name="kind",
            field=fields.CharEnumField(
                description="OPENED: OPENED\nMESSAGE_SENT: MESSAGE_SENT\nMESSAGE_EDITED: MESSAGE_EDITED\nMESSAGE_RETRACTED: MESSAGE_RETRACTED\nMESSAGE_PINNED: MESSAGE_PINNED\nMESSAGE_UNPINNED: MESSAGE_UNPINNED\nREACTION_ADDED: REACTION_ADDED\nREACTION_REMOVED: REACTION_REMOVED\nMEMBER_ADDED: MEMBER_ADDED\nMEMBER_REMOVED: MEMBER_REMOVED\nMEMBER_LEFT: MEMBER_LEFT\nHOST_APPOINTED: HOST_APPOINTED\nRENAMED: RENAMED\nGOAL_SET: GOAL_SET\nGOAL_REACHED: GOAL_REACHED\nCLOSED: CLOSED",
                enum_type=EventKind,
                max_length=24,
            ),
        ),
        ops.AddField(
            model_name="ConversationEvent",
            name="goal",
            field=fields.ForeignKeyField(
                "models.Goal",
                source_field="goal_id",
                null=True,
                db_constraint=True,
                to_field="id",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddIndex(
            model_name="ConversationEvent",
            index=Index(fields=["goal_id"]),
        ),
    ]
