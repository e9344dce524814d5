"""Measures of a program, added up by the database: however many people, a few numbers come back."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

from models.matches import MatchStatus, RequestStatus
from models.programs import EnrollmentStatus, ProgramRole
from models.sql import fetch, fetch_one

PEOPLE = """
    SELECT role, status, count(*) FROM enrollment WHERE program_id = $1 GROUP BY role, status
"""
REQUESTS = "SELECT status, count(*) FROM match_request WHERE program_id = $1 GROUP BY status"
MATCHES = "SELECT status, count(*) FROM match WHERE program_id = $1 GROUP BY status"

WEEKS = """
    WITH happened AS (
        SELECT 'message' AS kind, message.created_at AS at FROM match
        JOIN conversation ON conversation.match_id = match.id
        JOIN message ON message.conversation_id = conversation.id
        WHERE match.program_id = $1
        UNION ALL
        SELECT 'check-in', check_in.created_at FROM match
        JOIN goal ON goal.match_id = match.id
        JOIN check_in ON check_in.goal_id = goal.id
        WHERE match.program_id = $1
        UNION ALL
        SELECT 'enrollment', created_at FROM enrollment WHERE program_id = $1
    )
    SELECT monday::date,
        count(*) FILTER (WHERE kind = 'message') AS messages,
        count(*) FILTER (WHERE kind = 'check-in') AS check_ins,
        count(*) FILTER (WHERE kind = 'enrollment') AS enrollments
    FROM generate_series(
        $2::date::timestamp, $3::date::timestamp, interval '7 days'
    ) AS monday
    LEFT JOIN happened ON monday = date_trunc('week', at AT TIME ZONE 'UTC')
        AND at >= $2::date::timestamp AT TIME ZONE 'UTC'
    GROUP BY monday ORDER BY monday
"""

WAIT = """
    SELECT count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS p90
    FROM (
        SELECT extract(epoch FROM
            min(match.created_at) - coalesce(mentee.decided_at, mentee.created_at)
        )::float8 / 86400 AS days
        FROM enrollment AS mentee JOIN match ON match.mentee_id = mentee.id
        WHERE mentee.program_id = $1 GROUP BY mentee.id
    ) AS first_match
"""


@dataclass(frozen=True, slots=True)
class Week:
    """What happened from a Monday, 00:00 UTC, to the next."""

    monday: date
    messages: int
    check_ins: int
    enrollments: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Days from approval to the first match, of the mentees who have had one."""

    count: int
    median: float | None
    p90: float | None


async def people(program_id: UUID) -> dict[tuple[ProgramRole, EnrollmentStatus], int]:
    """How many there are of every role and status, 0 included."""
    found = {(row["role"], row["status"]): row["count"] for row in await fetch(PEOPLE, program_id)}
    kinds = product(ProgramRole, EnrollmentStatus)
    return {(role, status): found.get((role.value, status.value), 0) for role, status in kinds}


async def requests(program_id: UUID) -> dict[RequestStatus, int]:
    """How many there are of every status, 0 included."""
    found = {row["status"]: row["count"] for row in await fetch(REQUESTS, program_id)}
    return {status: found.get(status.value, 0) for status in RequestStatus}


async def matches(program_id: UUID) -> dict[MatchStatus, int]:
    """How many there are of every status, 0 included."""
    found = {row["status"]: row["count"] for row in await fetch(MATCHES, program_id)}
    return {status: found.get(status.value, 0) for status in MatchStatus}


async def weeks(program_id: UUID, first: date, last: date) -> list[Week]:
    """Every week from one Monday to another, both included, and those without events too."""
    return [Week(**row) for row in await fetch(WEEKS, program_id, first, last)]


async def wait(program_id: UUID) -> Wait:
    row = await fetch_one(WAIT, program_id)
    assert row is not None
    return Wait(**row)
