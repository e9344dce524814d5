"""What was reported, for those who judge it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from models import ReportOutcome, ReportReason, ReportStatus
from models.loaders import Loaders
from schema.connections import Node, Shown
from schema.errors import Conflict, Invalid, NotFound, TooMany
from schema.fields import column, identity, related
from schema.users import User

if TYPE_CHECKING:
    from schema.programs.types import Program

strawberry.enum(
    ReportReason,
    description="What somebody is reported for; SAFETY: they, or somebody else, may be in danger",
)
strawberry.enum(ReportStatus, description="Whether somebody has judged it")
strawberry.enum(
    ReportOutcome,
    description="What came of it; to write it down removes nobody, which `removeFromProgram` does",
)


@strawberry.type(description="What a message said in one of its versions when it was reported")
class ReportedWords(Shown):
    row: strawberry.Private[models.ReportedWords]
    version: int = column(description="1 for what was said first")
    body: str = column()
    said_at: datetime = column()


@strawberry.type(
    description="What somebody told those who run a program; whoever it is about never sees it"
)
class Report(Node):
    row: strawberry.Private[models.Report]
    id: strawberry.ID = identity("report")
    reason: ReportReason = column()
    note: str = column(description="In the words of who reported it; may be empty")
    status: ReportStatus = column()
    reported_at: datetime = column("created_at")
    words: list[ReportedWords] = related(
        Loaders.reported_words_of,
        description="The message, first version to last, whatever became of it since; empty if the"
        " person was reported",
    )
    reported: User | None = related(
        Loaders.users,
        "reported_id",
        description="Who said or did it; null only if their account was erased just now",
    )
    reporter: User | None = related(
        Loaders.users,
        "reporter_id",
        description="Who tells it; null only if their account was erased just now",
    )
    program: Annotated[Program, strawberry.lazy("schema.programs.types")] = related(
        Loaders.programs, "program_id", description="Where it is judged"
    )
    outcome: ReportOutcome | None = column(description="Null while it is open")
    outcome_note: str | None = column("words_after", description="Null while it is open")
    settled_at: datetime | None = column(description="Null while it is open")
    settler: User | None = related(
        Loaders.users, "settler_id", description="Who settled it; null while it is open"
    )


@strawberry.type(description="The reports of a program as they stand; newer replaces older")
class ProgramReports:
    program: Annotated[Program, strawberry.lazy("schema.programs.types")]
    open_count: int = strawberry.field(description="How many of those you see nobody has settled")


NOTE = "In your own words, at most 4,000 characters"
KEY = "Your own name for this request, 1 to 64 characters; the same again reports once"


@strawberry.input
class ReportMessageInput:
    message_id: strawberry.ID
    reason: ReportReason
    note: str = strawberry.field(description=NOTE, default="")
    idempotency_key: str | None = strawberry.field(description=KEY, default=None)


@strawberry.type(description="Those who run the program have a copy of it; nobody else is told")
class ReportMessagePayload:
    reported_at: datetime


ReportMessageResult = Annotated[
    ReportMessagePayload | NotFound | Invalid | Conflict | TooMany,
    strawberry.union("ReportMessageResult"),
]


@strawberry.input
class ReportUserInput:
    program_id: strawberry.ID = strawberry.field(description="Where both of you take part")
    user_id: strawberry.ID
    reason: ReportReason
    note: str = strawberry.field(description=NOTE, default="")
    idempotency_key: str | None = strawberry.field(description=KEY, default=None)


@strawberry.type(description="Those who run the program know it; nobody else is told")
class ReportUserPayload:
    reported_at: datetime


ReportUserResult = Annotated[
    ReportUserPayload | NotFound | Invalid | Conflict | TooMany,
    strawberry.union("ReportUserResult"),
]


@strawberry.input
class ResolveReportInput:
    report_id: strawberry.ID
    outcome: ReportOutcome
    note: str = strawberry.field(
        description="For others who judge there, at most 4,000 characters", default=""
    )


@strawberry.type(description="The report, settled")
class ResolveReportPayload:
    report: Report


ResolveReportResult = Annotated[
    ResolveReportPayload | NotFound | Invalid | Conflict, strawberry.union("ResolveReportResult")
]
