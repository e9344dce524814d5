"""Ending sessions: this one, another one, all others."""

from datetime import UTC, datetime

import strawberry

from actions import sessions as actions
from context import Context
from errors import Unauthenticated
from resolvers.sessions import keeping
from schema import ids
from schema.guards import Anyone, SignedIn
from schema.scalars import Info
from schema.sessions.revoking import (
    RevokeOtherSessionsPayload,
    RevokeSessionInput,
    RevokeSessionPayload,
    RevokeSessionResult,
    SignOutPayload,
)

NOBODY = "Sign in, and send the access token with each request"


@strawberry.type
class RevokingMutations:
    @strawberry.mutation(
        description="End this session everywhere; a cookie that renews it is enough",
        extensions=[Anyone()],
    )
    async def sign_out(self, info: Info) -> SignOutPayload:
        await end(info.context)
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


async def end(context: Context) -> None:
    """The session that asks, and the one that its browser's cookie renews: as a rule the same."""
    renewing = keeping.refresh_token_in(context.jar)
    if not context.session and not renewing:
        raise Unauthenticated(NOBODY)
    if context.session:
        await actions.sign_out(context.session)
    if renewing:
        await actions.sign_out_by(renewing)
