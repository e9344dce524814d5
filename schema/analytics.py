"""How a program is doing, in numbers."""

from __future__ import annotations

from datetime import date

import strawberry

import models
from models import EnrollmentStatus, MatchStatus, ProgramRole, analytics
from schema.costs import costing
from schema.matches import MatchRequestStatus
from schema.programs import Program

COUNTED = costing(work=50)
"""Each looks at all that happened in a program."""


@strawberry.type(description="How many people have a role and a status")
class EnrollmentCount:
    role: ProgramRole
    status: EnrollmentStatus
    count: int


@strawberry.type(description="How many requests have a status")
class MatchRequestCount:
    status: MatchRequestStatus
    count: int


@strawberry.type(description="How many matches have a status")
class MatchCount:
    status: MatchStatus
    count: int


@strawberry.type(description="What happened in one week, in UTC; 0 where nothing did")
class ProgramWeek:
    monday: date = strawberry.field(description="Its first day")
    messages: int = strawberry.field(
        description="Said in conversations of the program's matches, and still kept"
    )
    check_ins: int = strawberry.field(description="To goals of the program's matches")
    enrollments: int = strawberry.field(description="Applications")

    @classmethod
    def of(cls, week: analytics.Week) -> ProgramWeek:
        return cls(
            monday=week.monday,
            messages=week.messages,
            check_ins=week.check_ins,
            enrollments=week.enrollments,
        )


@strawberry.type(description="Days from a mentee's approval to their first match")
class DaysToFirstMatch:
    count: int = strawberry.field(description="Mentees who have had a match")
    median: float | None = strawberry.field(description="Null when nobody has had one")
    p90: float | None = strawberry.field(
        description="Nine of ten waited no longer; null when nobody has had one"
    )

    @classmethod
    def of(cls, wait: analytics.Wait) -> DaysToFirstMatch:
        return cls(count=wait.count, median=wait.median, p90=wait.p90)


@strawberry.type(description="How a program is doing; for whoever coordinates it")
class ProgramAnalytics:
    row: strawberry.Private[models.Program]
    first_monday: strawberry.Private[date]
    last_monday: strawberry.Private[date]

    @strawberry.field
    def program(self) -> Program:
        return Program.of(self.row)

    @strawberry.field(description="People, of every role and status", metadata=COUNTED)
    async def people(self) -> list[EnrollmentCount]:
        found = await analytics.people(self.row.id)
        return [EnrollmentCount(role=r, status=s, count=n) for (r, s), n in found.items()]

    @strawberry.field(description="Requests, of every status", metadata=COUNTED)
    async def requests(self) -> list[MatchRequestCount]:
        found = await analytics.requests(self.row.id)
        return [MatchRequestCount(status=status, count=n) for status, n in found.items()]

    @strawberry.field(description="Matches, of every status", metadata=COUNTED)
    async def matches(self) -> list[MatchCount]:
        found = await analytics.matches(self.row.id)
        return [MatchCount(status=status, count=n) for status, n in found.items()]

    @strawberry.field(
        description="The weeks asked for, oldest first; the last is not over yet", metadata=COUNTED
    )
    async def weeks(self) -> list[ProgramWeek]:
        found = await analytics.weeks(self.row.id, self.first_monday, self.last_monday)
        return [ProgramWeek.of(week) for week in found]

    @strawberry.field(description="How long mentees waited", metadata=COUNTED)
    async def days_to_first_match(self) -> DaysToFirstMatch:
        return DaysToFirstMatch.of(await analytics.wait(self.row.id))

    @classmethod
    def of(cls, row: models.Program, first_monday: date, last_monday: date) -> ProgramAnalytics:
        return cls(row=row, first_monday=first_monday, last_monday=last_monday)
