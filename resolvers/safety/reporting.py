"""Telling those who run a program, and what they do about it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from uuid import UUID

import strawberry

import models
from actions import safety as actions
from errors import NotFound
from events import reports
from models import ReportStatus
from models.sources import seen
from policies import programs
from policies import safety as policy
from policies.roles import Ability, may
from resolvers.live import live
from schema import ids
from schema.guards import SignedIn
from schema.programs import Program
from schema.safety import (
    ProgramReports,
    Report,
    ReportMessageInput,
    ReportMessagePayload,
    ReportMessageResult,
    ReportUserInput,
    ReportUserPayload,
    ReportUserResult,
    ResolveReportInput,
    ResolveReportPayload,
    ResolveReportResult,
)
from schema.scalars import Info


@strawberry.type
class ReportMutations:
    @strawberry.mutation(
        description="Report what somebody said: those who run the program get a copy as it is now",
        extensions=[SignedIn()],
    )
    async def report_message(self, info: Info, input: ReportMessageInput) -> ReportMessageResult:
        viewer = info.context.signed_in()
        which = ids.decode("message", "messageId", input.message_id)
        row = await actions.report_message(viewer, which, complaint(input), input.idempotency_key)
        return ReportMessagePayload(reported_at=row.created_at)

    @strawberry.mutation(
        description="Report somebody to those who run a program of both of you",
        extensions=[SignedIn()],
    )
    async def report_user(self, info: Info, input: ReportUserInput) -> ReportUserResult:
        where = ids.decode("program", "programId", input.program_id)
        whom, viewer = ids.decode("user", "userId", input.user_id), info.context.signed_in()
        why, key = complaint(input), input.idempotency_key
        row = await actions.report_user(viewer, where, whom, why, key)
        return ReportUserPayload(reported_at=row.created_at)

    @strawberry.mutation(
        description="Settle a report of a program that you run, and say what came of it",
        extensions=[SignedIn()],
    )
    async def resolve_report(self, info: Info, input: ResolveReportInput) -> ResolveReportResult:
        wanted, viewer = ids.decode("report", "reportId", input.report_id), info.context.signed_in()
        row = await actions.resolve_report(viewer, wanted, input.outcome, input.note)
        return ResolveReportPayload(report=Report.of(row))


def complaint(input: ReportMessageInput | ReportUserInput) -> actions.Complaint:
    return actions.Complaint(input.reason, input.note)


@strawberry.type
class ReportSubscriptions:
    @strawberry.subscription(
        description="The reports of a program that you run: as they are now, and whenever one comes"
        " or is settled",
        extensions=[SignedIn()],
    )
    async def program_reports(
        self, info: Info, program_id: strawberry.ID
    ) -> AsyncGenerator[ProgramReports, None]:
        viewer, where = info.context.signed_in(), ids.decode("program", "programId", program_id)
        states = reports.follow(where, partial(counted, viewer, where))
        async with aclosing(live(info, states, partial(handles, viewer, where))) as heard:
            async for now in heard:
                yield await shown(viewer, where, now)


async def handles(viewer: models.User, where: UUID, _: object) -> bool:
    return await may(viewer, Ability.HANDLE_REPORTS, where)


async def counted(viewer: models.User, where: UUID) -> tuple[int, int]:
    """How many the viewer sees there, and how many of them are open."""
    there = policy.reports_visible_to(viewer).filter(program_id=where)
    return await there.count(), await there.filter(status=ReportStatus.OPEN).count()


async def shown(viewer: models.User, where: UUID, now: tuple[int, int]) -> ProgramReports:
    row = await seen(programs.visible_to, viewer).get(where)
    if row is None:
        raise NotFound
    return ProgramReports(program=Program.of(row), open_count=now[1])
