"""Telling those who run a program what somebody said, and what they see of it."""

import pytest

from actions import conversations as talking
from actions.safety import Complaint, report_message
from actions.safety import reporting as actions
from models import OutboxEntry, Report, ReportedWords, ReportReason
from schema import ids
from tests.cast import (
    given_coordinator,
    given_mentee,
    given_organization,
    given_pair,
    given_program,
    given_staff,
    given_user,
)
from tests.conversations.talking import change
from tests.documents import do

SEEN = """
query ($id: ID!, $status: ReportStatus) { program(id: $id) {
  reports(status: $status) { nodes {
    id reason note status outcome outcomeNote settledAt settler { name }
    reporter { name } reported { name } words { version body }
  } }
  organization { reports { nodes { id } } }
} }
"""
LIVE = """
subscription ($id: ID!) { programReports(programId: $id) {
  openCount program { reports(status: OPEN) { nodes { words { body } } } }
} }
"""


async def given_quarrel(*texts):
    """Ada, what Bo said to her, and Coco, who coordinates where they met."""
    ada, bo, conversation = await given_pair()
    program = await conversation.program
    coco = (await given_coordinator(program)).user
    for number, text in enumerate(texts or ("I hate you",)):
        new = talking.NewMessage(conversation.id, f"q{number}", text)
        message = await talking.send_message(bo, new)
    return ada, bo, coco, program, message


async def report(ask, viewer, message, **given):
    wanted = ids.encode("message", message.id)
    given = {"messageId": wanted, "reason": "HARASSMENT", **given}
    return await do(ask, viewer, "reportMessage", "reportedAt", **given)


async def report_person(ask, viewer, program, whom, **given):
    where = {"programId": ids.encode("program", program.id), "userId": ids.encode("user", whom.id)}
    return await do(ask, viewer, "reportUser", "reportedAt", **where, reason="SAFETY", **given)


async def reports(ask, viewer, program, **asked):
    answer = await ask(viewer, SEEN, id=ids.encode("program", program.id), **asked)
    return answer.data["program"]["reports"]["nodes"]


async def test_a_stranger_reports_nothing_that_they_cannot_read(ask):
    _, _, _, _, message = await given_quarrel()

    answer = await report(ask, await given_user("Zoe"), message)

    assert answer["__typename"] == "NotFound"
    assert not await Report.all().exists()


async def test_those_who_run_the_program_see_what_was_said_and_who_tells_it(ask):
    ada, _, coco, program, message = await given_quarrel()

    await report(ask, ada, message, note="Every day")

    [found] = await reports(ask, coco, program)
    assert found | {"id": ""} == {
        **{"id": "", "reason": "HARASSMENT", "note": "Every day", "status": "OPEN"},
        **{"outcome": None, "outcomeNote": None, "settledAt": None, "settler": None},
        **{"reporter": {"name": "Ada"}, "reported": {"name": "Bo"}},
        "words": [{"version": 1, "body": "I hate you"}],
    }


async def test_whoever_it_is_about_sees_nothing_of_it_also_if_they_run_the_program(ask):
    owner = await given_user("Otto")
    program = await given_program(await given_organization(owner=owner))
    coco, ada = (await given_coordinator(program)).user, (await given_mentee(program)).user

    await report_person(ask, ada, program, coco)

    assert [len(await reports(ask, who, program)) for who in (ada, coco, owner)] == [0, 0, 1]
    mailed = await OutboxEntry.filter(kind="mail_report")
    assert [entry.payload for entry in mailed] == [{"user_id": str(owner.id)}]


async def test_staff_see_what_is_reported_in_all_of_their_programs(ask):
    ada, _, _, program, message = await given_quarrel()
    abe = await given_staff(await program.organization)
    await report(ask, ada, message)

    answer = await ask(abe, SEEN, id=ids.encode("program", program.id))

    found = answer.data["program"]
    assert [one["id"] for one in found["reports"]["nodes"]] == [
        one["id"] for one in found["organization"]["reports"]["nodes"]
    ]
    assert len(found["reports"]["nodes"]) == 1


async def test_a_coordinator_elsewhere_and_the_pair_see_no_reports(ask):
    ada, bo, _, program, message = await given_quarrel()
    elsewhere = (await given_coordinator(await given_program())).user
    await report(ask, ada, message)

    assert [await reports(ask, who, program) for who in (ada, bo, elsewhere)] == [[], [], []]


async def test_what_becomes_of_the_message_changes_nothing_of_the_report(ask):
    ada, bo, coco, program, message = await given_quarrel()
    await change(ask, bo, "editMessage", message, body="I love you")
    await report(ask, ada, message)

    await change(ask, bo, "editMessage", message, body="Hello")
    await change(ask, bo, "retractMessage", message)

    [found] = await reports(ask, coco, program)
    assert [word["body"] for word in found["words"]] == ["I hate you", "I love you"]
    words = await ReportedWords.all().order_by("version")
    sent, edited = message.created_at, words[1].said_at
    assert words[0].said_at == sent < edited


async def test_of_what_was_taken_back_before_nothing_is_left_to_report(ask):
    ada, bo, _, _, message = await given_quarrel()
    await change(ask, bo, "retractMessage", message)

    answer = await report(ask, ada, message)

    assert answer["__typename"] == "Conflict"
    assert not await Report.all().exists()


async def test_nobody_reports_themselves(ask):
    _, bo, _, program, message = await given_quarrel()

    answers = [await report(ask, bo, message), await report_person(ask, bo, program, bo)]

    assert [answer["field"] for answer in answers] == ["messageId", "userId"]


async def test_a_message_is_reported_once_and_a_retry_is_the_same(ask):
    ada, _, _, _, message = await given_quarrel()

    once, again = [await report(ask, ada, message, idempotencyKey="k") for _ in range(2)]
    anew = await report(ask, ada, message)

    assert once == again
    assert anew["__typename"] == "Conflict"
    assert await Report.all().count() == 1
    assert await OutboxEntry.filter(kind="mail_report").count() == 1


async def test_whom_one_does_not_see_in_a_program_one_does_not_report_there(ask):
    ada, bo, _, program, _ = await given_quarrel()
    zoe = await given_user("Zoe")

    pairs = ((zoe, program, bo), (ada, program, zoe))
    answers = [await report_person(ask, *pair) for pair in pairs]

    assert [answer["__typename"] for answer in answers] == ["NotFound", "NotFound"]
    assert not await Report.all().exists()


async def test_who_reports_more_than_a_day_allows_is_told_when_to_go_on(ask, monkeypatch):
    ada, bo, _, program, _ = await given_quarrel()
    monkeypatch.setattr(actions, "A_DAY", type(actions.A_DAY)("few", 1, actions.A_DAY.within, "No"))

    answers = [await report_person(ask, ada, program, bo) for _ in range(2)]

    assert [answer["__typename"] for answer in answers] == ["ReportUserPayload", "TooMany"]
    assert await Report.all().count() == 1


@pytest.mark.parametrize("name", ["ada", "bo", "elsewhere", "zoe"])
async def test_nobody_settles_what_they_do_not_see(ask, name):
    ada, bo, _, _, message = await given_quarrel()
    elsewhere = (await given_coordinator(await given_program())).user
    made = await report_message(ada, message.id, Complaint(ReportReason.THREAT))
    who = {"ada": ada, "bo": bo, "elsewhere": elsewhere, "zoe": await given_user("Zoe")}[name]

    answer = await resolve(ask, who, made)

    assert answer["__typename"] == "NotFound"
    assert (await Report.get(id=made.id)).settled_at is None


async def resolve(ask, who, made, outcome="WARNED"):
    wanted, fields = ids.encode("report", made.id), "report { status outcome outcomeNote }"
    return await do(
        ask, who, "resolveReport", fields, reportId=wanted, outcome=outcome, note="Talked"
    )


async def test_a_report_is_settled_once_and_leaves_the_open_ones(ask):
    ada, _, coco, program, message = await given_quarrel()
    made = await report_message(ada, message.id, Complaint(ReportReason.THREAT))

    once, again = [await resolve(ask, coco, made) for _ in range(2)]

    settled = {"status": "SETTLED", "outcome": "WARNED", "outcomeNote": "Talked"}
    assert (once["report"], again["__typename"]) == (settled, "Conflict")
    assert await reports(ask, coco, program, status="OPEN") == []
    [found] = await reports(ask, coco, program, status="SETTLED")
    assert found["settler"] == {"name": "Coco"}


async def test_a_stranger_hears_of_no_reports(listen):
    _, bo, _, program, _ = await given_quarrel()

    async with listen(bo, LIVE, id=ids.encode("program", program.id)) as events:
        with pytest.raises(LookupError, match="NOT_FOUND"):
            await anext(events)


async def test_those_who_run_the_program_hear_of_a_report_and_of_its_end(ask, listen):
    ada, _, coco, program, message = await given_quarrel()

    async with listen(coco, LIVE, id=ids.encode("program", program.id)) as events:
        heard = [await anext(events)]
        await report(ask, ada, message)
        heard.append(await anext(events))
        await resolve(ask, coco, await Report.get())
        heard.append(await anext(events))

    said = [one["programReports"] for one in heard]
    assert [one["openCount"] for one in said] == [0, 1, 0]
    assert said[1]["program"]["reports"]["nodes"] == [{"words": [{"body": "I hate you"}]}]


async def test_a_coordinator_hears_nothing_of_what_is_reported_of_themselves(ask, listen):
    ada, _, coco, program, message = await given_quarrel()

    async with listen(coco, LIVE, id=ids.encode("program", program.id)) as events:
        await anext(events)
        await report_person(ask, ada, program, coco)
        await report(ask, ada, message)
        heard = (await anext(events))["programReports"]

    assert heard["openCount"] == 1
    assert await Report.all().count() == 2
