"""What an organization asks its people itself, and what they answer."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.programs import Organization
from models.users import User


class QuestionKind(Enum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"
    DATE = "DATE"
    BOOLEAN = "BOOLEAN"


class Audience(Enum):
    MENTORS = "MENTORS"
    MENTEES = "MENTEES"
    BOTH = "BOTH"


class AnswerVisibility(Enum):
    PROGRAM = "PROGRAM"
    """Whoever takes part in a program with the person."""
    COORDINATORS = "COORDINATORS"


class MatchRule(Enum):
    EQUAL = "EQUAL"
    OVERLAP = "OVERLAP"
    NEAR = "NEAR"


class Question(Record):
    """Of which suggestions take account if it has a `match_rule`."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="questions"
    )
    key = fields.CharField(max_length=40)
    label = fields.CharField(max_length=200)
    kind = fields.CharEnumField(QuestionKind, max_length=7)
    choices: list[str] = ArrayField(element_type="text", default=list)
    is_required = fields.BooleanField(default=False)
    audience = fields.CharEnumField(Audience, max_length=7)
    visibility = fields.CharEnumField(AnswerVisibility, max_length=12)
    match_rule = fields.CharEnumField(MatchRule, max_length=7, null=True)
    weight = fields.SmallIntField(default=0)
    reach = fields.FloatField(null=True)
    """How far apart two answers earn nothing, in days or as the answers are; only for NEAR."""
    organization_id: UUID

    class Meta:
        constraints = (
            UniqueConstraint(fields=("organization_id", "key"), name="question_key_once"),
            CheckConstraint(
                check="(match_rule IS NULL) = (weight = 0) AND weight BETWEEN 0 AND 60",
                name="question_weight_of_rule",
            ),
        )


class Answer(Record):
    """What a person answers in an organization: one value, in the column of its kind."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization"
    )
    question: fields.ForeignKeyRelation[Question] = fields.ForeignKeyField(
        "models.Question", related_name="answers"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    text = fields.TextField(null=True)
    number = fields.FloatField(null=True)
    choices: list[str] | None = ArrayField(element_type="text", null=True)
    day = fields.DateField(null=True)
    is_true = fields.BooleanField(null=True)
    organization_id: UUID
    question_id: UUID
    user_id: UUID

    class Meta:
        indexes = (("question_id",), ("organization_id",))
        constraints = (
            UniqueConstraint(fields=("user_id", "question_id"), name="answer_once"),
            CheckConstraint(
                check="num_nonnulls(text, number, choices, day, is_true) = 1",
                name="answer_one_value",
            ),
        )
