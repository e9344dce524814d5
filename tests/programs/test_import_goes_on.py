"""An import goes on whatever happens, and whoever started it can watch."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from actions.programs import importing
from jobs import worker
from models import ImportLine, Invitation, Organization, OutboxEntry, PeopleImport
from schema import ids
from tests.cast import given_mentee, given_user
from tests.documents import do
from tests.processes import ROOT, server_process
from tests.programs.inviting import given_coordinated, id_of

PROGRESS = """
subscription ($id: ID!) { peopleImportProgress(id: $id) { status percentage doneLines } }
"""
PATIENCE = 30
MANY = 400


def csv_of(number):
    return "email,role\n" + "".join(f"p{n}@example.org,MENTEE\n" for n in range(number))


async def given_import(ask, viewer, program, number):
    started = await do(
        ask,
        viewer,
        "importPeople",
        "peopleImport { id }",
        programId=id_of(program),
        csv=csv_of(number),
    )
    return started["peopleImport"]["id"]


async def apply(ask, viewer, import_id):
    return await do(ask, viewer, "applyPeopleImport", peopleImportId=import_id)


async def test_nobody_watches_without_signing_in_and_an_import_of_others_is_not_there(ask, listen):
    coco, program = await given_coordinated()
    id = await given_import(ask, coco, program, 1)
    bo, eve = (await given_mentee(program)).user, await given_user("Eve")

    for viewer, code in ((None, "UNAUTHENTICATED"), (bo, "NOT_FOUND"), (eve, "NOT_FOUND")):
        async with listen(viewer, PROGRESS, id=id) as events:
            with pytest.raises(LookupError) as refused:
                await anext(events)
        assert code in str(refused.value)


async def test_whoever_may_invite_watches_every_step_to_the_end(ask, listen, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 1)
    coco, program = await given_coordinated()
    id = await given_import(ask, coco, program, 4)

    async with listen(coco, PROGRESS, id=id) as events:
        first = (await anext(events))["peopleImportProgress"]
        await worker.work()
        await apply(ask, coco, id)
        await worker.work()
        later = [event["peopleImportProgress"] async for event in events]

    assert first == {"status": "CHECKING", "percentage": 0, "doneLines": 0}
    assert later[-1] == {"status": "DONE", "percentage": 100, "doneLines": 4}


async def test_who_comes_late_hears_how_it_ended(ask, listen):
    coco, program = await given_coordinated()
    id = await given_import(ask, coco, program, 1)
    await worker.work()
    await apply(ask, coco, id)
    await worker.work()

    async with listen(coco, PROGRESS, id=id) as events:
        heard = [event["peopleImportProgress"]["status"] async for event in events]

    assert heard == ["DONE"]


async def invitations(at_least):
    async with asyncio.timeout(PATIENCE):
        # Another process makes them, so there is nothing to await but the database.
        while await Invitation.all().count() < at_least:
            pass


async def test_a_worker_that_is_killed_leaves_nothing_undone_and_nothing_done_twice(
    ask, database_url
):
    coco, program = await given_coordinated()
    id = await given_import(ask, coco, program, MANY)
    await worker.work()
    await apply(ask, coco, id)

    with server_process(database_url, WORKER="true") as server:
        await invitations(at_least=20)
        server.kill()
    before = await Invitation.all().count()
    await OutboxEntry.all().update(due_at=datetime.now(UTC))
    await worker.work()

    assert before < MANY
    assert await Invitation.all().count() == MANY
    assert (await Organization.get()).invited_count == MANY
    assert await ImportLine.filter(is_done=True).count() == MANY
    assert (await PeopleImport.get()).status.value == "DONE"


async def test_two_who_work_at_one_import_do_each_line_once(ask):
    coco, program = await given_coordinated()
    await given_import(ask, coco, program, 50)
    await worker.work()
    row = await PeopleImport.get()
    await apply(ask, coco, ids.encode("people_import", row.id))

    await asyncio.gather(*(importing.go_on(row.id) for _ in range(4)))

    assert (await Organization.get()).invited_count == 50
    assert (await PeopleImport.get()).status.value == "DONE"


async def command(database_url, path, *arguments):
    run = [sys.executable, "-P", "-m", "jobs.imports", "people", str(path), *arguments]
    return await asyncio.to_thread(
        subprocess.run,
        run,
        env=os.environ | {"PYTHONPATH": str(ROOT), "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


async def test_the_command_checks_applies_and_reports_bad_lines(ask, database_url, tmp_path):
    coco, program = await given_coordinated()
    path = tmp_path / "people.csv"
    path.write_text(csv_of(2) + "nobody,MENTEE\n")
    who = ("--program", program.name, "--by", coco.email)

    dry = await command(database_url, path, *who, "--dry-run")
    nothing = await Invitation.all().count()
    done = await command(database_url, path, *who)

    numbers = "2 invited, 0 changed, 0 approved, 0 unchanged, 1 refused"
    assert (dry.returncode, dry.stdout.strip()) == (1, f"would be: {numbers}")
    assert (done.returncode, done.stdout.strip()) == (1, numbers)
    assert done.stderr.startswith("line 4: email: Write an address such as ada@example.org")
    assert (nothing, await Invitation.all().count()) == (0, 2)


async def test_the_command_says_what_is_missing(ask, database_url, tmp_path):
    coco, program = await given_coordinated()
    path = tmp_path / "people.csv"
    path.write_text(csv_of(1))
    bo = (await given_mentee(program)).user

    nowhere = await command(database_url, path, "--program", "None", "--by", coco.email)
    refused = await command(database_url, path, "--program", program.name, "--by", bo.email)

    assert (nowhere.returncode, refused.returncode) == (2, 2), nowhere.stderr
    assert f"there is no program 'None'; known: {program.name}" in nowhere.stderr
    assert "Only coordinators of the program and staff invite" in refused.stderr
    assert await PeopleImport.all().count() == 0
