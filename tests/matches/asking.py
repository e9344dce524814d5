"""Requests and what people do with them, in one line each."""

from typing import Any

from models import Enrollment, Match, MatchRequest, User
from schema import ids
from tests.documents import Ask, do

DECIDED = "matchRequest { id status }"


async def given_request(mentor: Enrollment, mentee: Enrollment, note: str = "") -> MatchRequest:
    return await MatchRequest.create(
        organization_id=mentor.organization_id,
        program_id=mentor.program_id,
        mentor=mentor,
        mentee=mentee,
        note=note,
    )


def id_of(row: Enrollment | MatchRequest | Match) -> str:
    kinds = {Enrollment: "enrollment", MatchRequest: "match_request", Match: "match"}
    return ids.encode(kinds[type(row)], row.id)


async def request(
    ask: Ask, viewer: User, mentor: Enrollment, fields: str = DECIDED, **input: Any
) -> dict[str, Any]:
    return await do(ask, viewer, "requestMatch", fields, mentorId=id_of(mentor), **input)


async def accept(ask: Ask, viewer: User, asked: MatchRequest) -> dict[str, Any]:
    fields = "matchRequest { id status } match { id status conversation { id } }"
    return await do(ask, viewer, "acceptMatchRequest", fields, matchRequestId=id_of(asked))


async def decline(ask: Ask, viewer: User, asked: MatchRequest) -> dict[str, Any]:
    return await do(ask, viewer, "declineMatchRequest", DECIDED, matchRequestId=id_of(asked))


async def withdraw(ask: Ask, viewer: User, asked: MatchRequest) -> dict[str, Any]:
    return await do(ask, viewer, "withdrawMatchRequest", DECIDED, matchRequestId=id_of(asked))


async def end(ask: Ask, viewer: User, match: Match, reason: str = "") -> dict[str, Any]:
    fields = "match { status endedAt endReason conversation { closedAt } }"
    return await do(ask, viewer, "endMatch", fields, matchId=id_of(match), reason=reason)


async def places_of(*enrollments: Enrollment) -> list[int]:
    """The active matches each has now."""
    return [(await Enrollment.get(id=one.id)).active_matches for one in enrollments]
