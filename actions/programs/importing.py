"""Bringing people in from a file: checked line by line, and then applied line by line.

Nobody gets an account, or a part they did not ask for, by it: who applied is approved, everybody
else is invited. Each line is done in one transaction with what it does, so an import that was cut
short goes on where it stopped.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions.programs import lines
from actions.programs.enrolling import visible_program
from actions.programs.inviting import Asked, demand_may_invite, write_invitation
from actions.transaction import Transaction, transaction
from adapters.files import Refused, Row, Unreadable, rows_of
from errors import Conflict, Invalid, NotFound, TooMany
from events.facts import ImportAdvanced
from models import (
    Enrollment,
    EnrollmentStatus,
    ImportLine,
    ImportStatus,
    LineOutcome,
    PeopleImport,
    Program,
    ProgramRole,
    User,
)
from models.sql import fetch
from policies import programs as policy
from policies.roles import Ability, may

MOST_LINES = 5_000
MOST_CHARACTERS = 500_000
CHUNK = 100
NEEDED = ("email", "role")

NO_IMPORT = "There is no such import, or none that you may see"
RUNNING = "An import into this program is going on; wait until it is over"
NOT_CHECKED = "Only an import that was checked is applied, once; read it again"
MAY_NO_LONGER = "Whoever started it may not invite into this program any more"

ACTING = (LineOutcome.INVITE, LineOutcome.CHANGE, LineOutcome.ENROLL)

ADVANCE = """
    UPDATE people_import SET
        revision = revision + 1,
        done_lines = done.lines,
        status = CASE WHEN done.lines < total_lines THEN status ELSE $3::text END,
        finished_at = CASE WHEN done.lines = total_lines AND $3::text = 'DONE' THEN now() END
    FROM (
        SELECT count(*) AS lines FROM import_line WHERE people_import_id = $1 AND {}
    ) AS done
    WHERE id = $1 AND status = $2::text RETURNING done.lines < total_lines AS is_going_on
"""


async def import_people(viewer: User, program_id: UUID, csv: str) -> PeopleImport:
    """Have every line of a CSV with the columns email, role and perhaps capacity checked.

    NotFound for a program the viewer may not see, Forbidden unless they may invite, Invalid for
    what is no CSV or too much of it, Conflict while another import goes on there.
    """
    program = await visible_program(viewer, program_id)
    await demand_may_invite(viewer, program_id, ProgramRole.MENTEE)
    found = read(csv)
    try:
        async with transaction() as current:
            return await write_import(current, viewer, program, found)
    except IntegrityError:
        raise Conflict(RUNNING) from None


def read(csv: str) -> list[Row | Refused]:
    if len(csv) > MOST_CHARACTERS:
        raise Invalid("csv", f"Send at most {MOST_CHARACTERS:,} characters; split the file")
    file: Any = io.BufferedReader(io.BytesIO(csv.encode("utf-8", "replace")))
    try:
        found = list(rows_of(file, "people.csv", NEEDED, lambda _: None))
    except Unreadable as error:
        raise Invalid("csv", f"Send a CSV with a first line such as email,role: {error}") from None
    if not 0 < len(found) <= MOST_LINES:
        raise Invalid("csv", f"Send 1 to {MOST_LINES:,} lines below the first; split the file")
    return found


async def write_import(
    current: Transaction, viewer: User, program: Program, found: Sequence[Row | Refused]
) -> PeopleImport:
    where: dict[str, Any] = {"organization_id": program.organization_id}
    made = await PeopleImport.create(
        **where, program_id=program.id, starter_id=viewer.id, total_lines=len(found)
    )
    rows = [
        ImportLine(**where, people_import_id=made.id, number=row.number, **lines.written(row))
        for row in found
    ]
    await ImportLine.bulk_create(rows, batch_size=1_000)
    await go_on_later(current, made.id)
    return made


async def apply_import(viewer: User, import_id: UUID) -> PeopleImport:
    """Do what the check said would be done.

    NotFound for an import the viewer may not see, Conflict unless it was checked, and while another
    one goes on.
    """
    known = await policy.imports_visible_to(viewer).get_or_none(id=import_id)
    if known is None:
        raise NotFound(NO_IMPORT)
    try:
        async with transaction() as current:
            checked = PeopleImport.filter(id=import_id, status=ImportStatus.CHECKED)
            begun = {"status": ImportStatus.APPLYING, "starter_id": viewer.id, "done_lines": 0}
            if not await checked.update(**begun, revision=known.revision + 1):
                raise Conflict(NOT_CHECKED)
            await go_on_later(current, import_id)
    except IntegrityError:
        raise Conflict(RUNNING) from None
    return await PeopleImport.get(id=import_id)


async def go_on_later(current: Transaction, import_id: UUID) -> None:
    await current.later("import_people", import_id=str(import_id))
    current.announce(ImportAdvanced(import_id))


async def go_on(import_id: UUID) -> bool:
    """The next hundred lines of an import; whether there is more to do.

    Any number of processes may work at one: what another has done is not done again.
    """
    running = await PeopleImport.get_or_none(id=import_id).select_related("program", "starter")
    if running is None or running.status not in (ImportStatus.CHECKING, ImportStatus.APPLYING):
        return False
    starter = running.starter
    if starter is None or not await may(starter, Ability.INVITE_PEOPLE, running.program_id):
        return await fail(running)
    if running.status is ImportStatus.CHECKING:
        await check_some(running)
        return await advance(running, ImportStatus.CHECKED, "outcome IS NOT NULL")
    await apply_some(running, starter)
    return await advance(running, ImportStatus.DONE, "is_done")


async def check_some(running: PeopleImport) -> None:
    waiting = ImportLine.filter(people_import_id=running.id, outcome__isnull=True)
    some = await waiting.order_by("number").limit(CHUNK)
    await lines.judge(running.program, some)
    if some:
        await ImportLine.bulk_update(some, fields=lines.JUDGED)


async def apply_some(running: PeopleImport, starter: User) -> None:
    """What has nothing to do is done at once; the rest is judged again, for time has passed."""
    undone = ImportLine.filter(people_import_id=running.id, is_done=False)
    await undone.filter(outcome__not_in=ACTING).update(is_done=True)
    some = await undone.order_by("number").limit(CHUNK)
    await lines.judge(running.program, some)
    for line in some:
        await apply_line(running.program, starter, line)


async def apply_line(program: Program, starter: User, line: ImportLine) -> None:
    try:
        async with transaction() as current:
            claimed = ImportLine.filter(id=line.id, is_done=False)
            changes = {"outcome": line.outcome, "reason": line.reason, "is_done": True}
            if await claimed.update(**changes):
                await act(current, program, starter, line)
    except (TooMany, IntegrityError) as error:
        reason = error.reason if isinstance(error, TooMany) else lines.CHANGED
        bad = {"outcome": LineOutcome.BAD, "reason": reason, "is_done": True}
        await ImportLine.filter(id=line.id).update(**bad)


async def act(current: Transaction, program: Program, starter: User, line: ImportLine) -> None:
    if line.outcome is LineOutcome.ENROLL:
        applied = Enrollment.filter(
            program_id=program.id,
            user__email=line.address,
            role=line.part,
            status=EnrollmentStatus.PENDING,
        )
        ids = await applied.values_list("id", flat=True)
        approved = {"status": EnrollmentStatus.APPROVED, "decided_at": datetime.now(UTC)}
        await Enrollment.filter(id__in=ids, status=EnrollmentStatus.PENDING).update(**approved)
    if line.outcome in (LineOutcome.INVITE, LineOutcome.CHANGE):
        assert line.address
        asked = Asked(
            program.organization_id, line.address, program.id, line.part, capacity=line.places
        )
        await write_invitation(current, starter, asked)


async def advance(running: PeopleImport, then: ImportStatus, is_done: str) -> bool:
    """Counts what is done, in whatever process; the next entry of the outbox goes on with it."""
    async with transaction() as current:
        moved: Any = await fetch(
            ADVANCE.format(is_done), running.id, running.status.value, then.value
        )
        is_going_on = bool(moved and moved[0]["is_going_on"])
        if is_going_on:
            await current.later("import_people", import_id=str(running.id))
        current.announce(ImportAdvanced(running.id))
    return is_going_on


async def fail(running: PeopleImport) -> bool:
    async with transaction() as current:
        await PeopleImport.filter(id=running.id, status=running.status).update(
            status=ImportStatus.FAILED,
            failure=MAY_NO_LONGER,
            finished_at=datetime.now(UTC),
            revision=running.revision + 1,
        )
        current.announce(ImportAdvanced(running.id))
    return False
