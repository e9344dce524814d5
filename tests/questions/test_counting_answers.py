"""What an organization's own questions do to suggestions."""

from schema import ids
from tests.cast import given_mentee, given_mentor, given_organization, given_program, given_user
from tests.matches.test_suggesting import ENGLISH
from tests.questions.asking import CHOICE, define, reply

SUGGESTIONS = """
query ($id: ID!) {
  suggestions(programId: $id) {
    score mentor { user { name } }
    reasons { __typename points most ... on SharedAnswers { question answers } }
  }
}
"""


async def suggested(ask, viewer, program):
    answer = await ask(viewer, SUGGESTIONS, id=ids.encode("program", program.id))
    assert answer.errors == []
    return answer.data["suggestions"]


async def test_who_answered_alike_comes_first_and_the_reason_says_so(ask):
    otto = await given_user("Otto")
    lumen = await given_organization(owner=otto)
    program = await given_program(lumen)
    await define(ask, otto, lumen, **CHOICE, matchRule="EQUAL", weight=20)
    bo = await given_mentee(program, "Bo", **ENGLISH)
    for name, choice in (("Day", "Day"), ("Night", "Night")):
        mentor = await given_mentor(program, name, **ENGLISH)
        await reply(ask, mentor.user, lumen, shift={"choices": [choice]})
    await reply(ask, bo.user, lumen, shift={"choices": ["Night"]})

    first, second = await suggested(ask, bo.user, program)

    assert [one["mentor"]["user"]["name"] for one in (first, second)] == ["Night", "Day"]
    asked = {"__typename": "SharedAnswers", "most": 20, "question": "When?"}
    assert first["reasons"][3] == {**asked, "points": 20, "answers": ["Night"]}
    assert second["reasons"][3] == {**asked, "points": 0, "answers": []}
    assert [reason["most"] for reason in first["reasons"]] == [52, 8, 20, 20]
    assert first["score"] == sum(reason["points"] for reason in first["reasons"])


async def test_another_organizations_questions_do_not_count(ask):
    otto = await given_user("Otto")
    other, program = await given_organization(owner=otto), await given_program()
    await define(ask, otto, other, **CHOICE, matchRule="EQUAL", weight=20)
    await given_mentor(program, **ENGLISH)
    bo = await given_mentee(program, "Bo", **ENGLISH)

    [suggestion] = await suggested(ask, bo.user, program)

    assert [reason["most"] for reason in suggestion["reasons"]] == [65, 10, 25]
