from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7


class Migration(migrations.Migration):
    dependencies = [("models", "0006_goal_goes_somewhere")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("email", fields.CharField(max_length=254)),
                ("name", fields.CharField(max_length=100)),
                ("time_zone", fields.CharField(max_length=64)),
                ("password_hash", fields.CharField(max_length=255)),
                ("token_hash", fields.CharField(null=True, unique=True, max_length=64)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "registration",
                "app": "models",
                "indexes": [Index(fields=["email", "created_at"])],
                "pk_attr": "id",
                "table_description": "Somebody says an address is theirs; a person comes of it when the mailed link is opened.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="SpentToken",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "session",
                    fields.ForeignKeyField(
                        "models.Session",
                        source_field="session_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
            ],
            options={
                "table": "spent_token",
                "app": "models",
                "indexes": [Index(fields=["session_id"])],
                "pk_attr": "id",
                "table_description": "A refresh token that was renewed. Whoever shows it again has a copy, so its session ends.",
            },
            bases=["Record"],
        ),
        ops.RemoveField(model_name="Session", name="spent_refresh_hash"),
        ops.AlterModelOptions(
            name="User",
            options={
                "table": "user_account",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A person whose address is proven. It is stored in lower case, so that unique means unique.",
            },
        ),
        ops.RemoveField(model_name="User", name="email_verified_at"),
        ops.DeleteModel(name="EmailVerification"),
    ]
