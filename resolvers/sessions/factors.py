"""Adding a second factor, and going without it again."""

import strawberry

from actions import sessions as actions
from resolvers.sessions import keeping
from resolvers.sessions.proving import proof_of
from schema.guards import SignedIn
from schema.scalars import Info
from schema.sessions.factors import (
    ConfirmTotpInput,
    ConfirmTotpPayload,
    ConfirmTotpResult,
    NewRecoveryCodesInput,
    NewRecoveryCodesPayload,
    NewRecoveryCodesResult,
    RemoveTotpInput,
    RemoveTotpPayload,
    RemoveTotpResult,
    StartTotpInput,
    StartTotpPayload,
    StartTotpResult,
)
from schema.viewer import Viewer


@strawberry.type
class FactorMutations:
    @strawberry.mutation(
        description="Begin to use an app that shows codes", extensions=[SignedIn(once=True)]
    )
    async def start_totp(self, info: Info, input: StartTotpInput) -> StartTotpResult:
        begun = await actions.start_totp(info.context.signed_in(), input.present_password)
        return StartTotpPayload(secret=begun.secret, uri=begun.uri)

    @strawberry.mutation(
        description="Use the app from now on, by a code that it shows",
        extensions=[SignedIn(once=True)],
    )
    async def confirm_totp(self, info: Info, input: ConfirmTotpInput) -> ConfirmTotpResult:
        viewer, kept = info.context.signed_in(), info.context.session
        assert kept is not None
        caller = keeping.caller_of(info.context, None)
        codes = await actions.confirm_totp(viewer, kept, input.code, caller)
        return ConfirmTotpPayload(viewer=Viewer.of(viewer), recovery_codes=codes)

    @strawberry.mutation(
        description="Go without a second factor; the password must be long enough for that",
        extensions=[SignedIn(once=True)],
    )
    async def remove_totp(self, info: Info, input: RemoveTotpInput) -> RemoveTotpResult:
        viewer, kept = info.context.signed_in(), info.context.session
        assert kept is not None
        await actions.remove_totp(viewer, kept, proof_of(input))
        return RemoveTotpPayload(viewer=Viewer.of(viewer))

    @strawberry.mutation(
        description="Ten new recovery codes in place of the old ones",
        extensions=[SignedIn(once=True)],
    )
    async def new_recovery_codes(
        self, info: Info, input: NewRecoveryCodesInput
    ) -> NewRecoveryCodesResult:
        viewer = info.context.signed_in()
        codes = await actions.new_recovery_codes(viewer, proof_of(input))
        return NewRecoveryCodesPayload(viewer=Viewer.of(viewer), recovery_codes=codes)
