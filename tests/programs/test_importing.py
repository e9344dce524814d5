import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from actions import retention
from actions.programs import importing
from jobs import worker
from models import (
    Enrollment,
    ImportLine,
    Invitation,
    OutboxEntry,
    PeopleImport,
    User,
)
from schema import ids
from tests.cast import given_mentee, given_mentor, given_user
from tests.documents import do, mutation
from tests.programs.bringing import (
    PEOPLE,
    apply,
    given_applied,
    given_checked,
    read,
    start,
)
from tests.programs.inviting import given_coordinated, id_of, mailed
from tests.programs.staffing import given_owned


async def test_nobody_imports_or_applies_without_signing_in(ask):
    _, program = await given_coordinated()
    asked = {
        "importPeople": {"programId": id_of(program), "csv": PEOPLE},
        "applyPeopleImport": {"peopleImportId": ids.encode("people_import", program.id)},
    }

    for name, input in asked.items():
        assert (await ask(None, mutation(name), input=input)).codes == ["UNAUTHENTICATED"]

    assert await PeopleImport.all().count() == 0


async def test_to_a_stranger_a_closed_program_is_not_there_and_participants_import_nobody(ask):
    _, program = await given_coordinated()
    eve, bo = await given_user("Eve"), (await given_mentee(program)).user

    assert (await start(ask, eve, program))["__typename"] == "NotFound"
    assert (await start(ask, bo, program))["__typename"] == "Forbidden"
    assert await PeopleImport.all().count() == 0


async def test_an_import_of_others_is_neither_seen_nor_applied(ask):
    coco, program = await given_coordinated()
    id = await given_checked(ask, coco, program)
    elsewhere, _ = await given_coordinated()
    bo = (await given_mentee(program)).user

    for viewer in (elsewhere, bo):
        there, nowhere = await apply(ask, viewer, id), ids.encode("people_import", program.id)
        assert there["__typename"] == "NotFound"
        assert there == await apply(ask, viewer, nowhere)
        assert await read(ask, viewer, id) is None

    assert await Invitation.all().count() == 0


async def test_a_check_says_what_would_be_done_and_does_nothing(ask, smtp):
    coco, program = await given_coordinated()

    started = await start(ask, coco, program)
    mails = await mailed(smtp)
    checked = await read(ask, coco, started["peopleImport"]["id"])

    assert started["peopleImport"]["status"] == "CHECKING"
    assert (checked["status"], checked["percentage"], checked["finishedAt"]) == (
        *("CHECKED", 100),
        None,
    )
    assert [(line["number"], line["outcome"]) for line in checked["lines"]["nodes"]] == [
        *((2, "INVITE"), (3, "INVITE"))
    ]
    assert (mails, await Invitation.all().count(), await User.all().count()) == ([], 0, 1)


async def test_applying_invites_and_makes_no_account(ask, smtp):
    coco, program = await given_coordinated()

    id = await given_applied(ask, coco, program)

    done = await read(ask, coco, id)
    invited = {one.email: one.capacity for one in await Invitation.all()}
    assert (done["status"], done["doneLines"], done["finishedAt"] is None) == ("DONE", 2, False)
    assert invited == {"ina@example.org": None, "ivo@example.org": 3}
    assert len(await mailed(smtp)) == 2
    assert await User.all().count() == 1


@pytest.mark.parametrize(
    "csv",
    [
        "",
        "email,role\n",
        "name,role\nAda,MENTEE\n",
        "email,role\n" + "a@example.org,MENTEE\n" * (importing.MOST_LINES + 1),
        "email,role\n" + "x" * importing.MOST_CHARACTERS,
    ],
)
async def test_what_is_no_csv_or_too_much_is_refused_as_a_whole(ask, csv):
    coco, program = await given_coordinated()

    done = await start(ask, coco, program, csv)

    assert (done["__typename"], done["field"]) == ("Invalid", "csv")
    assert await PeopleImport.all().count() == 0


async def test_one_import_goes_on_in_a_program_at_a_time(ask):
    coco, program = await given_coordinated()

    done = await asyncio.gather(*(start(ask, coco, program) for _ in range(3)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["Conflict", "Conflict", "ImportPeoplePayload"]
    assert await ImportLine.all().count() == 2


async def test_an_import_is_applied_once_and_only_when_it_was_checked(ask):
    coco, program = await given_coordinated()
    started = (await start(ask, coco, program))["peopleImport"]["id"]
    early = await apply(ask, coco, started)
    await worker.work()

    done = await asyncio.gather(*(apply(ask, coco, started) for _ in range(3)))
    await worker.work()
    late = await apply(ask, coco, started)

    kinds = sorted(one["__typename"] for one in done)
    assert (early["__typename"], late["__typename"]) == ("Conflict", "Conflict")
    assert kinds == ["ApplyPeopleImportPayload", "Conflict", "Conflict"]
    assert await Invitation.all().count() == 2


async def test_whoever_may_not_invite_any_more_invites_nobody(ask):
    otto, _, program = await given_owned()
    part = await Enrollment.get(program_id=program.id).select_related("user")
    id = await given_checked(ask, part.user, program)
    await apply(ask, part.user, id)
    await do(ask, otto, "dismissCoordinator", enrollmentId=ids.encode("enrollment", part.id))

    await worker.work()

    failed = await read(ask, otto, id)
    assert failed["status"] == "FAILED"
    assert failed["failure"] == importing.MAY_NO_LONGER
    assert await Invitation.all().count() == 0


async def test_many_lines_are_done_a_hundred_at_a_time(ask, monkeypatch):
    coco, program = await given_coordinated()
    monkeypatch.setattr(importing, "CHUNK", 2)
    rows = "".join(f"p{number}@example.org,MENTEE\n" for number in range(7))

    id = await given_applied(ask, coco, program, "email,role\n" + rows)

    assert (await read(ask, coco, id))["status"] == "DONE"
    assert await Invitation.all().count() == 7
    assert await OutboxEntry.filter(kind="import_people").count() == 0


async def test_imports_of_a_program_are_listed_for_who_may_invite(ask):
    coco, program = await given_coordinated()
    id = await given_checked(ask, coco, program)
    bo = (await given_mentor(program)).user
    query = "query ($id: ID!) { program(id: $id) { peopleImports { nodes { id } } } }"

    for viewer, nodes in ((coco, [{"id": id}]), (bo, [])):
        answer = await ask(viewer, query, id=id_of(program))
        assert answer.data["program"]["peopleImports"]["nodes"] == nodes


async def test_an_import_is_kept_for_thirty_days(ask):
    coco, program = await given_coordinated()
    for _ in range(2):
        await given_checked(ask, coco, program)
    old, new = await PeopleImport.all().order_by("id")
    thirty = datetime.now(UTC) - timedelta(days=30, minutes=1)
    await PeopleImport.filter(id=old.id).update(created_at=thirty)

    await retention.tidy()

    assert [row.id for row in await PeopleImport.all()] == [new.id]
    assert {line.people_import_id for line in await ImportLine.all()} == {new.id}
