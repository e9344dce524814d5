"""Finding a mentor, asking, deciding, and ending."""

import strawberry

from actions import matches as actions
from actions import suggestions
from actions.programs import sign_agreement
from models.sources import seen
from policies import matches as policy
from schema import ids
from schema.costs import costing
from schema.guards import SignedIn
from schema.matches import (
    AcceptMatchRequestInput,
    AcceptMatchRequestPayload,
    AcceptMatchRequestResult,
    DeclineMatchRequestInput,
    DeclineMatchRequestPayload,
    DeclineMatchRequestResult,
    EndMatchInput,
    EndMatchPayload,
    EndMatchResult,
    Match,
    MatchRequest,
    RequestMatchInput,
    RequestMatchPayload,
    RequestMatchResult,
    SignAgreementInput,
    SignAgreementPayload,
    SignAgreementResult,
    Suggestion,
    WithdrawMatchRequestInput,
    WithdrawMatchRequestPayload,
    WithdrawMatchRequestResult,
)
from schema.scalars import Info


@strawberry.type
class MatchQueries:
    @strawberry.field(
        description="A match; null if there is none, or none that you are in or coordinate",
        extensions=[SignedIn()],
    )
    async def match(self, info: Info, id: strawberry.ID) -> Match | None:
        wanted = ids.decode("match", "id", id)
        row = await seen(policy.visible_to, info.context.signed_in()).get(wanted)
        return Match.of(row) if row else None

    @strawberry.field(
        description="Mentors of a program who suit you, best first, with the reasons; 1 to 50, and"
        " none unless you are an approved mentee there",
        extensions=[SignedIn()],
        metadata=costing(work=200),
    )
    async def suggestions(
        self, info: Info, program_id: strawberry.ID, first: int = 10
    ) -> list[Suggestion]:
        program = ids.decode("program", "programId", program_id)
        found = await suggestions.suggest_mentors(info.context.signed_in(), program, first)
        return [Suggestion.of(one.mentor_id, one.scored, one.skill_names) for one in found]


@strawberry.type
class MatchMutations:
    @strawberry.mutation(
        description="Sign the agreement of the program, as one side of an active match",
        extensions=[SignedIn()],
    )
    async def sign_agreement(self, info: Info, input: SignAgreementInput) -> SignAgreementResult:
        wanted = ids.decode("match", "matchId", input.match_id)
        row = await sign_agreement(info.context.signed_in(), wanted, input.version)
        return SignAgreementPayload(match=Match.of(row))

    @strawberry.mutation(
        description="Ask a mentor of a program in which you are a mentee", extensions=[SignedIn()]
    )
    async def request_match(self, info: Info, input: RequestMatchInput) -> RequestMatchResult:
        mentor = ids.decode("enrollment", "mentorId", input.mentor_id)
        viewer = info.context.signed_in()
        row = await actions.request_match(viewer, mentor, input.note, input.idempotency_key)
        return RequestMatchPayload(match_request=MatchRequest.of(row))

    @strawberry.mutation(
        description="Become the mentor of somebody who asked you", extensions=[SignedIn()]
    )
    async def accept_match_request(
        self, info: Info, input: AcceptMatchRequestInput
    ) -> AcceptMatchRequestResult:
        wanted = ids.decode("match_request", "matchRequestId", input.match_request_id)
        request, match = await actions.accept_match_request(info.context.signed_in(), wanted)
        return AcceptMatchRequestPayload(
            match_request=MatchRequest.of(request), match=Match.of(match)
        )

    @strawberry.mutation(description="Turn down somebody who asked you", extensions=[SignedIn()])
    async def decline_match_request(
        self, info: Info, input: DeclineMatchRequestInput
    ) -> DeclineMatchRequestResult:
        wanted = ids.decode("match_request", "matchRequestId", input.match_request_id)
        row = await actions.decline_match_request(info.context.signed_in(), wanted)
        return DeclineMatchRequestPayload(match_request=MatchRequest.of(row))

    @strawberry.mutation(description="Take back what you asked", extensions=[SignedIn()])
    async def withdraw_match_request(
        self, info: Info, input: WithdrawMatchRequestInput
    ) -> WithdrawMatchRequestResult:
        wanted = ids.decode("match_request", "matchRequestId", input.match_request_id)
        row = await actions.withdraw_match_request(info.context.signed_in(), wanted)
        return WithdrawMatchRequestPayload(match_request=MatchRequest.of(row))

    @strawberry.mutation(
        description="End a match that you are in or coordinate; its conversation is closed",
        extensions=[SignedIn()],
    )
    async def end_match(self, info: Info, input: EndMatchInput) -> EndMatchResult:
        wanted = ids.decode("match", "matchId", input.match_id)
        row = await actions.end_match(info.context.signed_in(), wanted, input.reason)
        return EndMatchPayload(match=Match.of(row))
