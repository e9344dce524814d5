"""What was reported outlives the accounts of the two, and ends a year after it was settled."""

from datetime import UTC, datetime, timedelta

from actions import retention
from actions.safety import Complaint, report_message, resolve_report
from actions.sessions import erasing
from models import Report, ReportedWords, ReportOutcome, ReportReason, User
from schema import ids
from tests.cast import given_coordinator
from tests.conversations.talking import given_said

REPORT = """
query ($id: ID!) { node(id: $id) { ... on Report {
  words { body } reported { name } reporter { name }
} } }
"""


async def given_report():
    """By Ada, of what Bo said; Coco coordinates where they met."""
    bo, ada, [message] = await given_said("I hate you")
    made = await report_message(ada, message.id, Complaint(ReportReason.HARASSMENT))
    coco = (await given_coordinator(await made.program)).user
    return ada, bo, coco, made


async def test_who_deletes_their_account_deletes_no_report_of_it(ask):
    ada, bo, coco, made = await given_report()

    for user in (ada, bo):
        await erasing.erase(user.id)

    found = (await ask(coco, REPORT, id=ids.encode("report", made.id))).data["node"]
    nobody = {"name": ""}
    assert found == {"words": [{"body": "I hate you"}], "reported": nobody, "reporter": nobody}


async def test_a_report_goes_a_year_after_it_was_settled_and_no_sooner(empty):
    _, _, coco, made = await given_report()
    await resolve_report(coco, made.id, ReportOutcome.DISMISSED)
    left = []

    for days in (364, 366):
        settled = datetime.now(UTC) - timedelta(days=days)
        await Report.filter(id=made.id).update(settled_at=settled)
        await retention.tidy()
        left.append((await Report.all().count(), await ReportedWords.all().count()))

    assert left == [(1, 1), (0, 0)]
    assert await User.all().count() == 3


async def test_an_open_report_stays(empty):
    _, _, _, made = await given_report()
    await Report.filter(id=made.id).update(created_at=datetime.now(UTC) - timedelta(days=4_000))

    await retention.tidy()

    assert await Report.all().count() == 1
