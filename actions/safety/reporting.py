"""Telling those who run a program of what somebody said or did."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tortoise.exceptions import IntegrityError

from actions import checks
from actions.attempts import Limit
from actions.idempotency import once
from actions.transaction import Transaction, transaction
from errors import Conflict, Invalid, NotFound, UserError
from events.facts import ReportsChanged
from models import Program, Report, ReportOutcome, ReportReason, ReportStatus, User
from models.acting import by_system
from models.sql import fetch
from policies import conversations, programs, roles
from policies import safety as policy
from policies.roles import Ability

LONGEST_NOTE = 4_000
MOST_TOLD = 20

NO_MESSAGE = "There is no such message, or you may not read it"
NO_PERSON = "There is no such person in this program, or none that you may see"
NO_REPORT = "There is no such report, or none that you may see"
YOURSELF = "Report what others say and do"
RETRACTED = "This message was taken back, and nothing is left of it; report the person"
REPORTED = "You have reported this message already; whoever runs the program has it"
SETTLED = "Somebody has settled this report already; read it again"

A_DAY = Limit("reports", 20, timedelta(days=1), "You have reported much today; go on tomorrow")
"""By person."""

COPY = """
    INSERT INTO reported_words (id, created_at, organization_id, report_id, version, body, said_at)
    SELECT gen_random_uuid(), $1, $2, $3, version, body,
        coalesce(lag(until) OVER (ORDER BY version), sent_at)
    FROM (
        SELECT message_revision.version, message_revision.body, message.created_at AS sent_at,
            message_revision.created_at AS until
        FROM message_revision JOIN message ON message.id = message_id WHERE message_id = $4
        UNION ALL
        SELECT version, body, created_at, NULL FROM message
        WHERE id = $4 AND retracted_at IS NULL
    ) AS said
    RETURNING version
"""
"""All versions in one statement, so that an edit meanwhile is in them or not."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody is reported for."""

    reason: ReportReason
    note: str = ""

    def checked(self) -> "Complaint":
        return Complaint(self.reason, checks.text("note", self.note, most=LONGEST_NOTE))


@dataclass(frozen=True, slots=True)
class Case:
    """Of whom it is, and whose to judge."""

    program: Program
    reported_id: UUID
    complaint: Complaint
    message_id: UUID | None = None


async def report_message(
    viewer: User, message_id: UUID, complaint: Complaint, key: str | None = None
) -> Report:
    """A copy of the message, with what it said before, for those who run the program.

    NotFound for what the viewer may not read, Invalid for what they said themselves, Conflict for
    what was taken back or what they have reported already, TooMany beyond 20 a day.
    """
    visible = conversations.messages_visible_to(viewer)
    query = visible.select_related("conversation__program")
    message = await query.get_or_none(id=message_id)
    if message is None:
        raise NotFound(NO_MESSAGE)
    if message.sender_id == viewer.id:
        raise Invalid("messageId", YOURSELF)
    program = message.conversation.program
    return await report(viewer, Case(program, message.sender_id, complaint, message.id), key)


async def report_user(
    viewer: User, program_id: UUID, user_id: UUID, complaint: Complaint, key: str | None = None
) -> Report:
    """A person, for those who run a program that both take part in.

    NotFound for somebody whom the viewer does not see there, Invalid for the viewer themselves,
    TooMany as above.
    """
    if user_id == viewer.id:
        raise Invalid("userId", YOURSELF)
    parts = programs.enrollments_visible_to(viewer).filter(program_id=program_id, user_id=user_id)
    part = await parts.select_related("program").first()
    if part is None:
        raise NotFound(NO_PERSON)
    return await report(viewer, Case(part.program, user_id, complaint), key)


async def report(viewer: User, case: Case, key: str | None) -> Report:
    complaint = case.complaint.checked()
    asked = case.program.id, case.reported_id, case.message_id, complaint

    async def create(current: Transaction) -> Report:
        await count(viewer)
        made = await write(viewer, case, complaint)
        await tell(current, made, case.program)
        return made

    try:
        return await once(viewer, key, Report, create, *asked)
    except IntegrityError:
        raise await why_not(viewer, case) from None


@by_system
async def why_not(viewer: User, case: Case) -> UserError:
    """It was reported already; or else what it is about is gone since it was looked for."""
    if case.message_id is None:
        return NotFound(NO_PERSON)
    made = Report.filter(reporter_id=viewer.id, message_id=case.message_id)
    return Conflict(REPORTED) if await made.exists() else NotFound(NO_MESSAGE)


@by_system
async def count(viewer: User) -> None:
    """In the transaction of the report: what is not made is not counted."""
    await A_DAY.take(viewer.id)


async def write(viewer: User, case: Case, complaint: Complaint) -> Report:
    made = await Report.create(
        organization_id=case.program.organization_id,
        program_id=case.program.id,
        reporter_id=viewer.id,
        reported_id=case.reported_id,
        message_id=case.message_id,
        reason=complaint.reason,
        note=complaint.note,
    )
    if case.message_id and not await fetch(
        COPY, made.created_at, made.organization_id, made.id, case.message_id
    ):
        raise Conflict(RETRACTED)
    return made


async def tell(current: Transaction, made: Report, program: Program) -> None:
    """Those who may read it: who listens at once, all by mail, which says nothing of it."""
    readers = await roles.holders(Ability.HANDLE_REPORTS, program) - {made.reported_id}
    for user_id in sorted(readers)[:MOST_TOLD]:
        await current.later("mail_report", user_id=str(user_id))
    current.announce(ReportsChanged(made.program_id))


async def resolve_report(
    viewer: User, report_id: UUID, outcome: ReportOutcome, note: str = ""
) -> Report:
    """Settled, with what came of it, which others who read it see.

    NotFound for what the viewer may not see, Conflict if somebody has settled it already.
    """
    note = checks.text("note", note, most=LONGEST_NOTE)
    seen = await policy.reports_visible_to(viewer).get_or_none(id=report_id)
    if seen is None:
        raise NotFound(NO_REPORT)
    async with transaction() as current:
        settled = await Report.filter(id=report_id, status=ReportStatus.OPEN).update(
            status=ReportStatus.SETTLED,
            outcome=outcome,
            outcome_note=note,
            settled_at=datetime.now(UTC),
            settler_id=viewer.id,
        )
        if not settled:
            raise Conflict(SETTLED)
        current.announce(ReportsChanged(seen.program_id))
    return await Report.get(id=report_id)
