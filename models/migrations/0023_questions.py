"""What organizations ask their people themselves."""

from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.questions import AnswerVisibility, Audience, MatchRule, QuestionKind


class Migration(migrations.Migration):
    dependencies = [("models", "0040_api_keys")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Question",
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
                        related_name="questions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=40)),
                ("label", fields.CharField(max_length=200)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="TEXT: TEXT\nNUMBER: NUMBER\nCHOICE: CHOICE\nCHOICES: CHOICES\nDATE: DATE\nBOOLEAN: BOOLEAN",
                        enum_type=QuestionKind,
                        max_length=7,
                    ),
                ),
                ("choices", ArrayField(default=list, element_type="TEXT")),
                ("is_required", fields.BooleanField(default=False)),
                (
                    "audience",
                    fields.CharEnumField(
                        description="MENTORS: MENTORS\nMENTEES: MENTEES\nBOTH: BOTH",
                        enum_type=Audience,
                        max_length=7,
                    ),
                ),
                (
                    "visibility",
                    fields.CharEnumField(
                        description="PROGRAM: PROGRAM\nCOORDINATORS: COORDINATORS",
                        enum_type=AnswerVisibility,
                        max_length=12,
                    ),
                ),
                (
                    "match_rule",
                    fields.CharEnumField(
                        null=True,
                        description="EQUAL: EQUAL\nOVERLAP: OVERLAP\nNEAR: NEAR",
                        enum_type=MatchRule,
                        max_length=7,
                    ),
                ),
                ("weight", fields.SmallIntField(default=0)),
                ("reach", fields.FloatField(null=True)),
            ],
            options={
                "table": "question",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("organization_id", "key"), name="question_key_once"),
                    CheckConstraint(
                        check="(match_rule IS NULL) = (weight = 0) AND weight BETWEEN 0 AND 60",
                        name="question_weight_of_rule",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "Of which suggestions take account if it has a `match_rule`.",
            },
            bases=["Record"],
        ),
        ops.CreateModel(
            name="Answer",
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
                    "question",
                    fields.ForeignKeyField(
                        "models.Question",
                        source_field="question_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
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
                ("text", fields.TextField(null=True, unique=False)),
                ("number", fields.FloatField(null=True)),
                ("choices", ArrayField(null=True, element_type="TEXT")),
                ("day", fields.DateField(null=True)),
                ("is_true", fields.BooleanField(null=True)),
            ],
            options={
                "table": "answer",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("user_id", "question_id"), name="answer_once"),
                    CheckConstraint(
                        check="num_nonnulls(text, number, choices, day, is_true) = 1",
                        name="answer_one_value",
                    ),
                ],
                "indexes": [Index(fields=["question_id"]), Index(fields=["organization_id"])],
                "pk_attr": "id",
                "table_description": "What a person answers in an organization: one value, in the column of its kind.",
            },
            bases=["Record"],
        ),
        ops.AddConstraint(
            model_name="Question",
            constraint=UniqueConstraint(
                fields=("organization_id", "key"), name="question_key_once"
            ),
        ),
        ops.AddConstraint(
            model_name="Question",
            constraint=CheckConstraint(
                check="(match_rule IS NULL) = (weight = 0) AND weight BETWEEN 0 AND 60",
                name="question_weight_of_rule",
            ),
        ),
        ops.AddConstraint(
            model_name="Answer",
            constraint=UniqueConstraint(fields=("user_id", "question_id"), name="answer_once"),
        ),
        ops.AddConstraint(
            model_name="Answer",
            constraint=CheckConstraint(
                check="num_nonnulls(text, number, choices, day, is_true) = 1",
                name="answer_one_value",
            ),
        ),
    ]
