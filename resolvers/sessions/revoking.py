"""Ending sessions: this one, another one, all others."""

from datetime import UTC, datetime

import strawberry

from actions import sessions as actions
from resolvers.sessions import keeping
from schema import ids
from schema.guards import SignedIn
from schema.scalars import Info
from schema.sessions.revoking import (
    RevokeOtherSessionsPayload,
    RevokeSessionInput,
    RevokeSessionPayload,
    RevokeSessionResult,
    SignOutPayload,
)


@strawberry.type
class RevokingMutations:
    @strawberry.mutation(description="End this session everywhere", extensions=[SignedIn()])
    async def sign_out(self, info: Info) -> SignOutPayload:
        assert info.context.session is not None
        await actions.sign_out(info.context.session)
        keeping.forget(info.context)
        return SignOutPayload(signed_out_at=datetime.now(UTC))

    @strawberry.mutation(description="End one of your sessions", extensions=[SignedIn()])
    async def revoke_session(self, info: Info, input: RevokeSessionInput) -> RevokeSessionResult:
        wanted = ids.decode("session", "sessionId", input.session_id)
        await actions.revoke_session(info.context.signed_in(), wanted)
        return RevokeSessionPayload(session_id=input.session_id)

    @strawberry.mutation(
        description="End all of your sessions but this one", extensions=[SignedIn()]
    )
    async def revoke_other_sessions(self, info: Info) -> RevokeOtherSessionsPayload:
        assert info.context.session is not None
        viewer, kept = info.context.signed_in(), info.context.session
        return RevokeOtherSessionsPayload(ended=await actions.revoke_other_sessions(viewer, kept))
