"""An import of people, and its lines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from models import ImportStatus, LineOutcome
from models.loaders import Loaders
from models.pages import Order, Page
from models.sources import table
from schema.connections import Connection, Node, Paged, Shown
from schema.fields import column, identity, related
from schema.scalars import Info

if TYPE_CHECKING:
    from schema.programs.types import Program

BY_NUMBER = Order("number")

strawberry.enum(ImportStatus, description="How far an import is; CHECKED waits for you to apply it")
strawberry.enum(
    LineOutcome,
    description="What comes of a line: an invitation, another capacity in one that is open, the"
    " approval of who applied, nothing new, or BAD and nothing at all",
)


@strawberry.type(description="A line of the file, as it was written, and what comes of it")
class ImportLine(Shown):
    row: strawberry.Private[models.ImportLine]
    number: int = column(description="In the file; the first line, with the names, is 1")
    email: str = column()
    role: str = column()
    capacity: str = column()
    outcome: LineOutcome | None = column(description="Null until it was checked")
    reason: str | None = column("why_bad", description="What is wrong with it; null unless BAD")
    is_done: bool = column(description="Whether it was applied")


@strawberry.type(description="People from a file for a program; only who may invite sees it")
class PeopleImport(Node):
    row: strawberry.Private[models.PeopleImport]
    id: strawberry.ID = identity("people_import")
    status: ImportStatus = column()
    total_lines: int = column()
    done_lines: int = column(description="Of the step it is at: checked, or applied")
    percentage: int = column(description="0 to 100 of the step it is at")
    started_at: datetime = column("created_at")
    finished_at: datetime | None = column(description="Null until it is DONE or has FAILED")
    failure: str | None = column("why_failed", description="Null unless it has FAILED")
    program: Annotated[Program, strawberry.lazy("schema.programs.types")] = related(
        Loaders.programs, "program_id", description="Where they are brought in"
    )

    @strawberry.field(
        description="Its lines in their order; only those with one outcome, if you name it",
        extensions=[Paged()],
    )
    async def lines(
        self, info: Info, page: Page, outcome: LineOutcome | None = None
    ) -> Connection[ImportLine]:
        lines = table(models.ImportLine).where(outcome=outcome)
        pages = info.context.loaders.pages(lines, "people_import_id", BY_NUMBER, page)
        return Connection.of(await pages.load(self.row.id), ImportLine, BY_NUMBER.column)
