"""What an organization asks its people itself."""

import strawberry

from actions import questions as actions
from schema import ids
from schema.guards import SignedIn
from schema.questions import (
    AnswerInput,
    AnswerQuestionsInput,
    AnswerQuestionsPayload,
    AnswerQuestionsResult,
    DefineQuestionInput,
    DefineQuestionPayload,
    DefineQuestionResult,
    Question,
    RemoveQuestionInput,
    RemoveQuestionPayload,
    RemoveQuestionResult,
)
from schema.scalars import Info


@strawberry.type
class QuestionMutations:
    @strawberry.mutation(
        description="Ask the people of an organization that you are staff of, or change what you"
        " ask",
        extensions=[SignedIn()],
    )
    async def define_question(self, info: Info, input: DefineQuestionInput) -> DefineQuestionResult:
        where = ids.decode("organization", "organizationId", input.organization_id)
        row = await actions.define_question(info.context.signed_in(), where, new(input))
        return DefineQuestionPayload(question=Question.of(row))

    @strawberry.mutation(
        description="Ask it no longer, and forget the answers", extensions=[SignedIn()]
    )
    async def remove_question(self, info: Info, input: RemoveQuestionInput) -> RemoveQuestionResult:
        wanted = ids.decode("question", "questionId", input.question_id)
        row = await actions.remove_question(info.context.signed_in(), wanted)
        return RemoveQuestionPayload(question=Question.of(row))

    @strawberry.mutation(
        description="Answer what an organization asks you", extensions=[SignedIn()]
    )
    async def answer_questions(
        self, info: Info, input: AnswerQuestionsInput
    ) -> AnswerQuestionsResult:
        where = ids.decode("organization", "organizationId", input.organization_id)
        values = [value_of(one) for one in input.answers]
        rows = await actions.answer_questions(info.context.signed_in(), where, values)
        return AnswerQuestionsPayload(questions=[Question.of(row) for row in rows])


def new(input: DefineQuestionInput) -> actions.NewQuestion:
    return actions.NewQuestion(
        key=input.key,
        label=input.label,
        kind=input.kind,
        choices=input.choices,
        is_required=input.is_required,
        audience=input.audience,
        visibility=input.visibility,
        match_rule=input.match_rule,
        weight=input.weight,
        reach=input.reach,
    )


def value_of(one: AnswerInput) -> actions.Value:
    return actions.Value(one.key, one.text, one.number, one.choices, one.day, one.is_true)
