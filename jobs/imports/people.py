"""People from a file: a hundred lines at a time, by the worker or by whoever waits for it."""

import sys
from asyncio import to_thread
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from tqdm import tqdm

from actions import programs
from adapters.files import Unreadable
from errors import UserError
from models import ImportLine, ImportStatus, LineOutcome, OutboxEntry, PeopleImport, Program, User

WORDS = {
    LineOutcome.INVITE: "invited",
    LineOutcome.CHANGE: "changed",
    LineOutcome.ENROLL: "approved",
    LineOutcome.UNCHANGED: "unchanged",
    LineOutcome.BAD: "refused",
}


async def go_on(entries: list[OutboxEntry]) -> None:
    for entry in entries:
        await programs.go_on(UUID(entry.payload["import_id"]))


@dataclass(frozen=True, slots=True)
class Report:
    """How many lines had each outcome, and whether anything was done."""

    counts: dict[LineOutcome, int]
    is_applied: bool

    def __str__(self) -> str:
        numbers = ", ".join(f"{self.counts.get(o, 0):,} {word}" for o, word in WORDS.items())
        return numbers if self.is_applied else f"would be: {numbers}"

    @property
    def refused(self) -> int:
        return self.counts.get(LineOutcome.BAD, 0)


async def bring_in_people(program: Program, by: User, path: Path, *, is_dry: bool) -> Report:
    """Checks all lines and, unless it is dry, applies them; what is refused is said line by line.

    Unreadable for what is no CSV, and for what the person may not do there.
    """
    try:
        text = await to_thread(path.read_text, "utf-8-sig")
        started = await programs.import_people(by, program.id, text)
        await worked_off(started.id, "checking")
        if not is_dry:
            await programs.apply_import(by, started.id)
            await worked_off(started.id, "applying")
    except (UserError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from None
    return await report(started.id)


async def worked_off(import_id: UUID, step: str) -> None:
    """All lines, with a bar on a terminal and nothing anywhere else; a worker may help."""
    bar: tqdm[Any] = tqdm(total=100, unit="%", desc=step, disable=None)
    with bar:
        while await programs.go_on(import_id):
            bar.update((await PeopleImport.get(id=import_id)).percentage - bar.n)
        bar.update(100 - bar.n)


async def report(import_id: UUID) -> Report:
    lines = await ImportLine.filter(people_import_id=import_id).order_by("number")
    counts: dict[LineOutcome, int] = {}
    for line in lines:
        assert line.outcome
        counts[line.outcome] = counts.get(line.outcome, 0) + 1
        if line.outcome is LineOutcome.BAD:
            print(f"line {line.number}: {line.reason}", file=sys.stderr)
    done = await PeopleImport.get(id=import_id)
    if done.status is ImportStatus.FAILED:
        raise Unreadable(done.failure)
    return Report(counts, is_applied=done.status is ImportStatus.DONE)
