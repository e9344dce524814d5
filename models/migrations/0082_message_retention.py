"""How long a program keeps messages, and up to where a conversation has forgotten."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from models.adding import AddFilledField
from models.conversations.log import EventKind


class Migration(migrations.Migration):
    dependencies = [("models", "0081_goal_lines")]

    initial = False

    operations = [
        AddFilledField(
            model_name="Conversation",
            name="expired_number",
            field=fields.BigIntField(default=0),
            fill="0",
        ),
        AddFilledField(
            model_name="Conversation",
            name="expired_seq",
            field=fields.BigIntField(default=0),
            fill="0",
        ),
        ops.AddConstraint(
            model_name="Conversation",
            constraint=CheckConstraint(
                check="expired_seq = 0 OR expired_seq BETWEEN 1 AND last_seq - 1",
                name="conversation_keeps_its_last_line",
            ),
        ),
        ops.AddConstraint(
            model_name="Conversation",
            constraint=CheckConstraint(
                check="expired_number BETWEEN 0 AND last_number",
                name="conversation_expires_what_was_said",
            ),
        ),
        ops.AlterField(
            model_name="ConversationEvent",
            name="kind",
            field=fields.CharEnumField(
                description="OPENED: OPENED\nMESSAGE_SENT: MESSAGE_SENT\nMESSAGE_EDITED: MESSAGE_EDITED\nMESSAGE_RETRACTED: MESSAGE_RETRACTED\nMESSAGE_PINNED: MESSAGE_PINNED\nMESSAGE_UNPINNED: MESSAGE_UNPINNED\nMESSAGES_EXPIRED: MESSAGES_EXPIRED\nREACTION_ADDED: REACTION_ADDED\nREACTION_REMOVED: REACTION_REMOVED\nMEMBER_ADDED: MEMBER_ADDED\nMEMBER_REMOVED: MEMBER_REMOVED\nMEMBER_LEFT: MEMBER_LEFT\nHOST_APPOINTED: HOST_APPOINTED\nRENAMED: RENAMED\nGOAL_SET: GOAL_SET\nGOAL_REACHED: GOAL_REACHED\nCLOSED: CLOSED",
                enum_type=EventKind,
                max_length=24,
            ),
        ),
        ops.AddField(
            model_name="Program",
            name="message_retention_days",
            field=fields.SmallIntField(null=True),
        ),
        ops.AddConstraint(
            model_name="Program",
            constraint=CheckConstraint(
                check="message_retention_days BETWEEN 7 AND 3650",
                name="program_message_retention_sane",
            ),
        ),
    ]
