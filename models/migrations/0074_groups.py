from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from models.adding import AddFilledField
from models.conversations import ConversationKind, EventKind, MemberRole, NotificationLevel


class Migration(migrations.Migration):
    dependencies = [("models", "0073_translation_constraints")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Conversation",
            name="match",
            field=fields.OneToOneField(
                "models.Match",
                source_field="match_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="conversation",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        AddFilledField(
            model_name="Conversation",
            name="kind",
            field=fields.CharEnumField(
                description="MATCH: MATCH\nGROUP: GROUP\nANNOUNCEMENT: ANNOUNCEMENT",
                enum_type=ConversationKind,
                max_length=12,
            ),
            fill="'MATCH'",
        ),
        AddFilledField(
            model_name="Conversation",
            name="member_count",
            field=fields.IntField(default=0),
            fill="(SELECT count(*) FROM member WHERE conversation_id = conversation.id)",
        ),
        AddFilledField(
            model_name="Conversation",
            name="program",
            field=fields.ForeignKeyField(
                "models.Program",
                source_field="program_id",
                db_constraint=True,
                to_field="id",
                on_delete=OnDelete.CASCADE,
            ),
            fill="(SELECT program_id FROM match WHERE match.id = match_id)",
        ),
        AddFilledField(
            model_name="Conversation",
            name="seats_lost",
            field=fields.IntField(default=0),
            fill="0",
        ),
        ops.AddField(
            model_name="Conversation",
            name="title",
            field=fields.CharField(null=True, max_length=120),
        ),
        ops.AddIndex(
            model_name="Conversation",
            index=Index(fields=["program_id"]),
        ),
        ops.AddConstraint(
            model_name="Conversation",
            constraint=CheckConstraint(
                check="(kind = 'MATCH') = (match_id IS NOT NULL) AND (kind = 'MATCH') = (title IS NULL)",
                name="conversation_kind_fits",
            ),
        ),
        ops.AddConstraint(
            model_name="Conversation",
            constraint=CheckConstraint(
                check="char_length(title) BETWEEN 1 AND 120", name="conversation_title_length"
            ),
        ),
        ops.AddConstraint(
            model_name="Conversation",
            constraint=CheckConstraint(
                check="member_count >= 0 AND (kind <> 'GROUP' OR member_count <= 500)",
                name="conversation_not_too_large",
            ),
        ),
        ops.AlterField(
            model_name="ConversationEvent",
            name="kind",
            field=fields.CharEnumField(
                description="OPENED: OPENED\nMESSAGE_SENT: MESSAGE_SENT\nMESSAGE_EDITED: MESSAGE_EDITED\nMESSAGE_RETRACTED: MESSAGE_RETRACTED\nMESSAGE_PINNED: MESSAGE_PINNED\nMESSAGE_UNPINNED: MESSAGE_UNPINNED\nREACTION_ADDED: REACTION_ADDED\nREACTION_REMOVED: REACTION_REMOVED\nMEMBER_ADDED: MEMBER_ADDED\nMEMBER_REMOVED: MEMBER_REMOVED\nMEMBER_LEFT: MEMBER_LEFT\nHOST_APPOINTED: HOST_APPOINTED\nRENAMED: RENAMED\nCLOSED: CLOSED",
                enum_type=EventKind,
                max_length=24,
            ),
        ),
        ops.AddField(
            model_name="ConversationEvent",
            name="member",
            field=fields.ForeignKeyField(
                "models.User",
                source_field="member_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="comings_and_goings",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddIndex(
            model_name="ConversationEvent",
            index=Index(fields=["member_id"]),
        ),
        AddFilledField(
            model_name="Member",
            name="is_archived",
            field=fields.BooleanField(default=False),
            fill="false",
        ),
        AddFilledField(
            model_name="Member",
            name="is_muted",
            field=fields.BooleanField(default=False),
            fill="false",
        ),
        ops.AddField(
            model_name="Member",
            name="muted_until",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        AddFilledField(
            model_name="Member",
            name="notification_level",
            field=fields.CharEnumField(
                default=NotificationLevel.ALL,
                description="ALL: ALL\nMENTIONS: MENTIONS\nNONE: NONE",
                enum_type=NotificationLevel,
                max_length=8,
            ),
            fill="'ALL'",
        ),
        AddFilledField(
            model_name="Member",
            name="role",
            field=fields.CharEnumField(
                default=MemberRole.MEMBER,
                description="HOST: HOST\nMEMBER: MEMBER",
                enum_type=MemberRole,
                max_length=6,
            ),
            fill="'MEMBER'",
        ),
        ops.AddIndex(
            model_name="Member",
            index=Index(fields=["conversation_id", "id"]),
        ),
        ops.AddConstraint(
            model_name="Member",
            constraint=CheckConstraint(
                check="is_muted OR muted_until IS NULL", name="member_muted_until_when"
            ),
        ),
    ]
