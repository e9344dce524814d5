"""What people report, and what was said when they did."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.safety.reporting import ReportOutcome, ReportReason, ReportStatus


class Migration(migrations.Migration):
    dependencies = [("models", "0076_attachment_constraints")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Report",
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
                    "program",
                    fields.ForeignKeyField(
                        "models.Program",
                        source_field="program_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "reporter",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="reporter_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports_made",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "reported",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="reported_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reports_about",
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
                        related_name="reports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "reason",
                    fields.CharEnumField(
                        description="HARASSMENT: HARASSMENT\nTHREAT: THREAT\nSEXUAL: SEXUAL\nSAFETY: SAFETY\nPRIVACY: PRIVACY\nSPAM: SPAM\nOTHER: OTHER",
                        enum_type=ReportReason,
                        max_length=10,
                    ),
                ),
                ("note", fields.TextField(default="", unique=False)),
                (
                    "status",
                    fields.CharEnumField(
                        default=ReportStatus.OPEN,
                        description="OPEN: OPEN\nSETTLED: SETTLED",
                        enum_type=ReportStatus,
                        max_length=7,
                    ),
                ),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="DISMISSED: DISMISSED\nWARNED: WARNED\nREMOVED: REMOVED\nOTHER: OTHER",
                        enum_type=ReportOutcome,
                        max_length=9,
                    ),
                ),
                ("outcome_note", fields.TextField(default="", unique=False)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "settler",
                    fields.ForeignKeyField(
                        "models.User",
                        source_field="settler_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="reports_settled",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "report",
                "app": "models",
                "indexes": [
                    Index(fields=["program_id", "id"]),
                    Index(fields=["organization_id", "id"]),
                    Index(fields=["reported_id"]),
                    Index(fields=["message_id"]),
                    Index(fields=["settler_id"]),
                ],
                "pk_attr": "id",
                "table_description": "What `reporter` tells those who run a program of `reported`, of a message or of the person.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="ReportedWords",
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
                    "report",
                    fields.ForeignKeyField(
                        "models.Report",
                        source_field="report_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="words",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("version", fields.IntField()),
                ("body", fields.TextField(unique=False)),
                ("said_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reported_words",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a reported message said in one of its versions, as it was when it was reported.",
            },
            bases=["Record"],
        ),
    ]
