"""When people were here last, and whether they show it."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.adding import AddFilledField


class Migration(migrations.Migration):
    dependencies = [("models", "0042_talking_constraints")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Presence",
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
                        related_name="presence",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "presence",
                "app": "models",
                "pk_attr": "id",
                "table_description": "That somebody listens, said anew every 20 seconds by each process that they listen to.",
            },
            bases=["Record"],
        ),
        AddFilledField(
            model_name="User",
            name="shows_presence",
            field=fields.BooleanField(default=True),
            fill="true",
        ),
        # Nothing of it outlasts a minute, so it need not outlast a crash.
        ops.RunSQL("ALTER TABLE presence SET UNLOGGED", "ALTER TABLE presence SET LOGGED"),
    ]
