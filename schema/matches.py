"""Suggestions, requests, and the relationships that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

import errors
import matching
import models
from models import MatchStatus, RequestStatus
from models.loaders import Loaders
from models.pages import NEWEST_FIRST, Page
from models.sources import seen
from policies import goals as goals_policy
from schema.connections import Connection, Node, Paged, Shown
from schema.conversations import Conversation
from schema.errors import Conflict, Forbidden, Full, Invalid, NotFound
from schema.fields import column, identity, related
from schema.goals import Goal
from schema.programs import Enrollment, Program
from schema.scalars import Info

MatchRequestStatus = RequestStatus
strawberry.enum(
    MatchRequestStatus, name="MatchRequestStatus", description="What became of a request"
)


@strawberry.type(description="A mentee asked a mentor; only the two of them see it")
class MatchRequest(Node):
    row: strawberry.Private[models.MatchRequest]
    id: strawberry.ID = identity("match_request")
    note: str = column(description="What the mentee wrote to the mentor")
    status: MatchRequestStatus = column()
    requested_at: datetime = column("created_at")
    decided_at: datetime | None = column(description="Null while it is pending")
    mentor: Enrollment = related(Loaders.enrollments, "mentor_id", description="Who was asked")
    mentee: Enrollment = related(Loaders.enrollments, "mentee_id", description="Who asked")
    match: Match | None = related(
        Loaders.match_of_request, description="What came of it; null unless it was accepted"
    )


@strawberry.type(description="A text that both sides of a match sign, in one of its versions")
class Agreement(Shown):
    row: strawberry.Private[models.Agreement]
    version: int = column()
    text: str = column()
    sha256: str = column(description="Of the text in UTF-8, as hexadecimal digits")
    written_at: datetime = column("created_at")


@strawberry.type(description="One side of a match has signed; the pair and who coordinates see it")
class Signature(Shown):
    row: strawberry.Private[models.Signature]
    signed_at: datetime = column("created_at")
    signer: Enrollment = related(Loaders.enrollments, "enrollment_id", description="Who signed")
    agreement: Agreement = related(
        Loaders.agreements, "agreement_id", description="What they signed, as it was then"
    )


@strawberry.type(description="A mentoring relationship: one mentor, one mentee, one program")
class Match(Node):
    row: strawberry.Private[models.Match]
    id: strawberry.ID = identity("match")
    status: MatchStatus = column()
    started_at: datetime = column("created_at")
    ended_at: datetime | None = column(description="Null while it goes on")
    end_reason: str | None = column(
        "reason_ended", description="Null while it goes on; empty if nobody gave one"
    )
    mentor: Enrollment = related(Loaders.enrollments, "mentor_id", description="Who helps")
    mentee: Enrollment = related(Loaders.enrollments, "mentee_id", description="Who is helped")
    program: Program = related(
        Loaders.programs, "program_id", description="Where they found each other"
    )

    signatures: list[Signature] = related(
        Loaders.signatures_of,
        description="Who of the two signed which text of the program's agreement, in that order",
    )

    @strawberry.field(description="Where they talk; null unless you are one of them")
    async def conversation(self, info: Info) -> Conversation | None:
        loaders, viewer = info.context.loaders, info.context.signed_in()
        row = await loaders.conversation_of_match.load(self.row.id)
        seat = await loaders.seat_of(viewer.id).load(row.id) if row else None
        return Conversation.of(row) if row and seat else None

    @strawberry.field(
        description="What the mentee wants to reach, newest first; empty unless it is your match",
        extensions=[Paged()],
    )
    async def goals(self, info: Info, page: Page) -> Connection[Goal]:
        goals = seen(goals_policy.visible_to, info.context.signed_in())
        pages = info.context.loaders.pages(goals, "match_id", NEWEST_FIRST, page)
        return Connection.of(await pages.load(self.row.id), Goal)


@strawberry.interface(description="What speaks for a mentor, and how much of the score it is")
class MatchReason:
    points: int
    most: int = strawberry.field(description="What it could have given; all reasons: 100")


@strawberry.type(description="Skills you want and they offer; all that you want give the most")
class SharedSkills(MatchReason):
    skills: list[str]


@strawberry.type(description="Languages you both speak; two give the most")
class SharedLanguages(MatchReason):
    languages: list[str] = strawberry.field(description="ISO 639-1 codes")


@strawberry.type(description="Time that is free for both of you this week; 4 hours give the most")
class SharedHours(MatchReason):
    minutes_per_week: int


@strawberry.type(description="What you both answered to a question of the organization")
class SharedAnswers(MatchReason):
    question: str = strawberry.field(description="Its label")
    answers: list[str] = strawberry.field(
        description="What both chose; empty for numbers and dates, of which the points tell"
    )


REASONS = (SharedSkills, SharedLanguages, SharedHours, SharedAnswers)


def reason_of(reason: matching.Reason, skill_names: Mapping[str, str]) -> MatchReason:
    points, most = reason.points, reason.most
    match reason:
        case matching.SharedSkills(skills=keys):
            return SharedSkills(points=points, most=most, skills=[skill_names[k] for k in keys])
        case matching.SharedLanguages(languages=codes):
            return SharedLanguages(points=points, most=most, languages=list(codes))
        case matching.SharedHours(minutes=minutes):
            return SharedHours(points=points, most=most, minutes_per_week=minutes)
        case matching.SharedAnswers(label=label, answers=answers):
            return SharedAnswers(points=points, most=most, question=label, answers=list(answers))


@strawberry.type(description="A mentor who may suit you, and why")
class Suggestion:
    score: int = strawberry.field(description="0 to 100: the points of all reasons, added up")
    reasons: list[MatchReason] = strawberry.field(
        description="One of each kind, and one for each question of the organization that counts;"
        " what gives no points is said, too"
    )
    mentor_id: strawberry.Private[UUID]

    @strawberry.field(description="Whom to ask")
    async def mentor(self, info: Info) -> Enrollment:
        row = await info.context.loaders.enrollments.load(self.mentor_id)
        if row is None:
            raise errors.NotFound
        return Enrollment.of(row)

    @classmethod
    def of(
        cls, mentor_id: UUID, scored: matching.Scored, skill_names: Mapping[str, str]
    ) -> Suggestion:
        """`mentor_id` names an enrollment; `skill_names` are by the keys in the reasons."""
        return cls(
            score=scored.score,
            reasons=[reason_of(reason, skill_names) for reason in scored.reasons],
            mentor_id=mentor_id,
        )


@strawberry.input(description="The match and the text that you sign")
class SignAgreementInput:
    match_id: strawberry.ID
    version: int = strawberry.field(description="The agreementVersion that you read")


@strawberry.type(description="Signed")
class SignAgreementPayload:
    match: Match


@strawberry.input(description="Whom you ask, and what you write to them")
class RequestMatchInput:
    mentor_id: strawberry.ID = strawberry.field(description="The mentor's enrollment")
    note: str = strawberry.field(description="Up to 2,000 characters", default="")
    idempotency_key: str | None = strawberry.field(
        description="Sending the same key again asks once", default=None
    )


@strawberry.type(description="Asked; the mentor decides")
class RequestMatchPayload:
    match_request: MatchRequest


@strawberry.input(description="Whose mentor you become")
class AcceptMatchRequestInput:
    match_request_id: strawberry.ID


@strawberry.type(description="Accepted; the two of you can talk")
class AcceptMatchRequestPayload:
    match_request: MatchRequest
    match: Match


@strawberry.input(description="Whose mentor you do not become")
class DeclineMatchRequestInput:
    match_request_id: strawberry.ID


@strawberry.type(description="Declined; they may ask you again")
class DeclineMatchRequestPayload:
    match_request: MatchRequest


@strawberry.input(description="What you do not ask any longer")
class WithdrawMatchRequestInput:
    match_request_id: strawberry.ID


@strawberry.type(description="Withdrawn; you may ask again")
class WithdrawMatchRequestPayload:
    match_request: MatchRequest


@strawberry.input(description="What is over, and why")
class EndMatchInput:
    match_id: strawberry.ID
    reason: str = strawberry.field(
        description="Up to 1,000 characters, seen by both and by coordinators", default=""
    )


@strawberry.type(description="Ended; its place is free, and its conversation can only be read")
class EndMatchPayload:
    match: Match


RequestMatchResult = Annotated[
    RequestMatchPayload | NotFound | Forbidden | Invalid | Conflict | Full,
    strawberry.union("RequestMatchResult"),
]
AcceptMatchRequestResult = Annotated[
    AcceptMatchRequestPayload | NotFound | Forbidden | Invalid | Conflict | Full,
    strawberry.union("AcceptMatchRequestResult"),
]
DeclineMatchRequestResult = Annotated[
    DeclineMatchRequestPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("DeclineMatchRequestResult"),
]
WithdrawMatchRequestResult = Annotated[
    WithdrawMatchRequestPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("WithdrawMatchRequestResult"),
]
EndMatchResult = Annotated[
    EndMatchPayload | NotFound | Invalid | Conflict, strawberry.union("EndMatchResult")
]
SignAgreementResult = Annotated[
    SignAgreementPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("SignAgreementResult"),
]
