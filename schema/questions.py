"""What an organization asks its people itself, and what they answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

import models
from models import AnswerVisibility, Audience, MatchRule, QuestionKind
from models.loaders import Loaders
from schema.connections import Node, Shown
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.fields import column, identity, related
from schema.scalars import Info

strawberry.enum(QuestionKind, description="What an answer is")
strawberry.enum(Audience, description="Who is asked")
strawberry.enum(AnswerVisibility, description="Who sees answers, beside the person")
strawberry.enum(MatchRule, description="How answers of mentor and mentee are compared")


@strawberry.type(description="Something that an organization asks its mentors and mentees")
class Question(Node):
    row: strawberry.Private[models.Question]
    id: strawberry.ID = identity("question")
    key: str = column(description="Its name in answers, once in the organization")
    label: str = column()
    kind: QuestionKind = column()
    choices: list[str] = column()
    is_required: bool = column()
    audience: Audience = column()
    visibility: AnswerVisibility = column()
    match_rule: MatchRule | None = column(description="Null if suggestions leave it out")
    weight: int = column(description="Points of the 100 that a suggestion can have")
    reach: float | None = column(
        description="How far apart answers earn nothing; null but for NEAR"
    )

    @strawberry.field(description="Your own answer; null until you answer")
    async def viewer_answer(self, info: Info) -> Answer | None:
        viewer = info.context.signed_in()
        row = await info.context.loaders.own_answers(viewer.id).load(self.row.id)
        return Answer.of(row[0]) if row else None


@strawberry.type(description="What somebody answered; one of the values is not null")
class Answer(Shown):
    row: strawberry.Private[models.Answer]
    question: Question = related(Loaders.questions, "question_id")
    text: str | None = column(description="Null but for TEXT")
    number: float | None = column(description="Null but for NUMBER")
    choices: list[str] | None = column(description="Null but for CHOICE and CHOICES")
    day: date | None = column(description="Null but for DATE")
    is_true: bool | None = column(description="Null but for BOOLEAN")


@strawberry.input(description="What is asked; the same key again changes it")
class DefineQuestionInput:
    organization_id: strawberry.ID
    key: str = strawberry.field(description="1 to 40 of a-z, 0-9 and _, a letter first")
    label: str = strawberry.field(description="1 to 200 characters")
    kind: QuestionKind
    choices: list[str] = strawberry.field(
        description="2 to 50, only for CHOICE and CHOICES", default_factory=list
    )
    is_required: bool = False
    audience: Audience = Audience.BOTH
    visibility: AnswerVisibility = AnswerVisibility.PROGRAM
    match_rule: MatchRule | None = strawberry.field(
        description="Only for what both are asked and the program sees", default=None
    )
    weight: int = strawberry.field(
        description="1 to 60, of all questions together at most 60", default=0
    )
    reach: float | None = strawberry.field(
        description="Only for NEAR: in days, or as the numbers are", default=None
    )


@strawberry.type(description="It is asked")
class DefineQuestionPayload:
    question: Question


@strawberry.input(description="What is asked no longer")
class RemoveQuestionInput:
    question_id: strawberry.ID


@strawberry.type(description="Its answers are gone, too")
class RemoveQuestionPayload:
    question: Question


@strawberry.input(description="One value, as the kind of the question asks for; none takes it back")
class AnswerInput:
    key: str = strawberry.field(description="Of the question")
    text: str | None = strawberry.field(description="1 to 2,000 characters", default=None)
    number: float | None = None
    choices: list[str] | None = None
    day: date | None = None
    is_true: bool | None = None


@strawberry.input(description="What you answer in an organization; what is left out stays")
class AnswerQuestionsInput:
    organization_id: strawberry.ID
    answers: list[AnswerInput]


@strawberry.type(description="All that is asked, with your answers")
class AnswerQuestionsPayload:
    questions: list[Question]


DefineQuestionResult = Annotated[
    DefineQuestionPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("DefineQuestionResult"),
]
RemoveQuestionResult = Annotated[
    RemoveQuestionPayload | NotFound | Forbidden | Invalid,
    strawberry.union("RemoveQuestionResult"),
]
AnswerQuestionsResult = Annotated[
    AnswerQuestionsPayload | NotFound | Invalid, strawberry.union("AnswerQuestionsResult")
]
