"""Questions and answers, in one line each."""

from typing import Any

from models import Organization, Question, User
from schema import ids
from tests.documents import Ask, do

ASKED = "question { id key label kind choices isRequired audience visibility matchRule weight }"
ANSWERED = "questions { key viewerAnswer { text number choices day isTrue } }"
CHOICE: dict[str, Any] = {"kind": "CHOICE", "choices": ["Night", "Day"]}


def id_of(organization: Organization) -> str:
    return ids.encode("organization", organization.id)


async def define(
    ask: Ask, viewer: User, organization: Organization, key: str = "shift", **input: Any
) -> dict[str, Any]:
    asked = {"organizationId": id_of(organization), "key": key, "label": "When?", **input}
    return await do(ask, viewer, "defineQuestion", ASKED, **asked)


async def remove(ask: Ask, viewer: User, question: Question) -> dict[str, Any]:
    id = ids.encode("question", question.id)
    return await do(ask, viewer, "removeQuestion", ASKED, questionId=id)


async def reply(
    ask: Ask, viewer: User, organization: Organization, **values: dict[str, Any]
) -> dict[str, Any]:
    """Answers by the keys of their questions."""
    answers = [{"key": key, **value} for key, value in values.items()]
    where = id_of(organization)
    return await do(ask, viewer, "answerQuestions", ANSWERED, organizationId=where, answers=answers)
