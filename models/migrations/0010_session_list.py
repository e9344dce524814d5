"""Sessions that people can see, and refresh tokens that outlive a lost answer."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.adding import AddFilledField
from models.sessions.sessions import SignInMethod


class Migration(migrations.Migration):
    dependencies = [("models", "0032_invitation_constraints")]

    initial = False

    operations = [
        AddFilledField(
            model_name="Session",
            name="label",
            field=fields.CharField(default="", max_length=60),
            fill="''",
        ),
        AddFilledField(
            model_name="Session",
            name="method",
            field=fields.CharEnumField(
                default=SignInMethod.PASSWORD, enum_type=SignInMethod, max_length=20
            ),
            fill="'PASSWORD'",
        ),
        ops.AddField(
            model_name="Session",
            name="parent_hash",
            field=fields.CharField(null=True, unique=True, max_length=64),
        ),
        ops.AddField(
            model_name="Session",
            name="parent_until",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        AddFilledField(
            model_name="Session",
            name="salt",
            field=fields.CharField(default="", max_length=64),
            fill="''",
        ),
        AddFilledField(
            model_name="Session",
            name="seen_at",
            field=fields.DatetimeField(auto_now=False, auto_now_add=True),
            fill="now()",
        ),
        ops.AddIndex(
            model_name="Session",
            index=Index(fields=["refresh_expires_at"]),
        ),
        ops.AddIndex(
            model_name="Registration",
            index=Index(fields=["created_at"]),
        ),
        ops.RunSQL(
            "CREATE INDEX session_ended ON session (ended_at) WHERE ended_at IS NOT NULL",
            reverse_sql="DROP INDEX session_ended",
        ),
    ]
