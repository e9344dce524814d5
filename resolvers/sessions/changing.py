"""Another password, another address."""

from datetime import UTC, datetime

import strawberry

from actions import sessions as actions
from resolvers.sessions import keeping
from resolvers.sessions.proving import proof_of
from schema.guards import Anyone, SignedIn
from schema.scalars import Info
from schema.sessions.changing import (
    ChangeEmailInput,
    ChangeEmailPayload,
    ChangeEmailResult,
    ChangePasswordInput,
    ChangePasswordPayload,
    ChangePasswordResult,
    ConfirmEmailChangeInput,
    ConfirmEmailChangePayload,
    ConfirmEmailChangeResult,
    RequestPasswordResetInput,
    RequestPasswordResetPayload,
    RequestPasswordResetResult,
    ResetPasswordInput,
    ResetPasswordPayload,
    ResetPasswordResult,
)
from schema.viewer import Viewer


@strawberry.type
class ChangingMutations:
    @strawberry.mutation(
        description="Choose another password; your other devices are signed out",
        extensions=[SignedIn(once=True)],
    )
    async def change_password(self, info: Info, input: ChangePasswordInput) -> ChangePasswordResult:
        viewer, kept = info.context.signed_in(), info.context.session
        assert kept is not None
        proof, wanted = proof_of(input), input.new_password
        device = keeping.caller_of(info.context, None).device
        ended = await actions.change_password(viewer, kept, proof, wanted, device)
        return ChangePasswordPayload(viewer=Viewer.of(viewer), ended_sessions=ended)

    @strawberry.mutation(
        description="Get a link mailed that lets you choose another password",
        extensions=[Anyone(once=True)],
    )
    async def request_password_reset(
        self, info: Info, input: RequestPasswordResetInput
    ) -> RequestPasswordResetResult:
        caller = keeping.caller_of(info.context, input.device_token)
        address = await actions.request_password_reset(input.email, caller)
        return RequestPasswordResetPayload(email=address)

    @strawberry.mutation(
        description="Choose another password with the token of the mailed link",
        extensions=[Anyone(once=True)],
    )
    async def reset_password(self, input: ResetPasswordInput) -> ResetPasswordResult:
        await actions.reset_password(input.token, input.new_password)
        return ResetPasswordPayload(reset_at=datetime.now(UTC))

    @strawberry.mutation(
        description="Use another address; a link that is mailed there proves that it is yours",
        extensions=[SignedIn(once=True)],
    )
    async def change_email(self, info: Info, input: ChangeEmailInput) -> ChangeEmailResult:
        viewer = info.context.signed_in()
        address = await actions.change_email(viewer, proof_of(input), input.email)
        return ChangeEmailPayload(email=address)

    @strawberry.mutation(
        description="Prove your new address with the token of the mailed link",
        extensions=[Anyone(once=True)],
    )
    async def confirm_email_change(
        self, input: ConfirmEmailChangeInput
    ) -> ConfirmEmailChangeResult:
        user = await actions.confirm_email_change(input.token)
        return ConfirmEmailChangePayload(email=user.email)
