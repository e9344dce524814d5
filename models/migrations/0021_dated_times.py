"""What is different on some days, and pauses from mentoring."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7


class Migration(migrations.Migration):
    dependencies = [("models", "0020_skills_and_languages")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ExtraTime",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="extra_times",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("day", fields.DateField()),
                ("start_minute", fields.SmallIntField()),
                ("end_minute", fields.SmallIntField()),
            ],
            options={
                "table": "extra_time",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute",
                        name="extra_time_in_day",
                    )
                ],
                "indexes": [Index(fields=["user_id"]), Index(fields=["day"])],
                "pk_attr": "id",
                "table_description": "Free time on one day, in the person's own time zone, also while they are away.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="TimeAway",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="times_away",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("starts_on", fields.DateField()),
                ("ends_on", fields.DateField()),
            ],
            options={
                "table": "time_away",
                "app": "models",
                "constraints": [
                    CheckConstraint(check="starts_on <= ends_on", name="time_away_forward")
                ],
                "indexes": [Index(fields=["user_id"]), Index(fields=["ends_on"])],
                "pk_attr": "id",
                "table_description": "Whole days without the times that come back every week, in the person's own time zone.",
            },
            bases=["Record"],
        ),
        ops.AddField(
            model_name="User",
            name="paused_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="User",
            name="paused_until",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddConstraint(
            model_name="ExtraTime",
            constraint=CheckConstraint(
                check="start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute",
                name="extra_time_in_day",
            ),
        ),
        ops.AddConstraint(
            model_name="TimeAway",
            constraint=CheckConstraint(check="starts_on <= ends_on", name="time_away_forward"),
        ),
    ]
