"""Registering, signing in, and staying signed in."""

from typing import Any

import strawberry

from actions import sessions as actions
from context import Context
from schema.guards import Anyone
from schema.scalars import Info
from schema.sessions.signing_in import (
    ConfirmSignInInput,
    ConfirmSignInPayload,
    ConfirmSignInResult,
    RefreshInput,
    RefreshPayload,
    RefreshResult,
    RegisterInput,
    RegisterPayload,
    RegisterResult,
    SecondFactorRequired,
    SignInInput,
    SignInPayload,
    SignInResult,
    Tokens,
    VerifyEmailInput,
    VerifyEmailPayload,
    VerifyEmailResult,
)
from schema.users import User
from schema.viewer import Viewer


@strawberry.type
class SignInMutations:
    @strawberry.mutation(
        description="Make an account; a mailed link proves the address",
        extensions=[Anyone(once=True)],
    )
    async def register(self, input: RegisterInput) -> RegisterResult:
        email = await actions.register(input.email, input.password, input.name, input.time_zone)
        return RegisterPayload(email=email)

    @strawberry.mutation(
        description="Prove your address with the token of the mailed link",
        extensions=[Anyone(once=True)],
    )
    async def verify_email(self, input: VerifyEmailInput) -> VerifyEmailResult:
        return VerifyEmailPayload(user=User.of(await actions.verify_email(input.token)))

    @strawberry.mutation(
        description="Start a session on this device", extensions=[Anyone(once=True)]
    )
    async def sign_in(self, info: Info, input: SignInInput) -> SignInResult:
        caller = caller_of(info.context, input.device_token)
        outcome = await actions.sign_in(input.email, input.password, caller)
        if isinstance(outcome, actions.Challenge):
            return SecondFactorRequired(challenge=outcome.token, expires_at=outcome.expires_at)
        return SignInPayload(**signed_in(info.context, outcome))

    @strawberry.mutation(
        description="End what `signIn` began, with a code of the app or a recovery code",
        extensions=[Anyone(once=True)],
    )
    async def confirm_sign_in(self, info: Info, input: ConfirmSignInInput) -> ConfirmSignInResult:
        caller = caller_of(info.context, input.device_token)
        tokens = await actions.confirm_sign_in(input.challenge, input.code, caller)
        return ConfirmSignInPayload(**signed_in(info.context, tokens))

    @strawberry.mutation(
        description="Get new tokens for old ones; leave out an Authorization that has ended",
        extensions=[Anyone(once=True)],
    )
    async def refresh(self, info: Info, input: RefreshInput) -> RefreshResult:
        user, tokens = await actions.refresh(input.refresh_token)
        info.context.belongs_to(tokens.session)
        return RefreshPayload(viewer=Viewer.of(user), tokens=shown(tokens))


def caller_of(context: Context, device: str | None) -> actions.Caller:
    return actions.Caller(context.address, context.agent, device)


def signed_in(context: Context, tokens: actions.Tokens) -> dict[str, Any]:
    """What both ways to sign in end with."""
    context.belongs_to(tokens.session)
    viewer = Viewer.of(tokens.session.user)
    return {"viewer": viewer, "tokens": shown(tokens), "device_token": tokens.device}


def shown(tokens: actions.Tokens) -> Tokens:
    return Tokens(
        access_token=tokens.access,
        access_token_expires_at=tokens.session.access_expires_at,
        refresh_token=tokens.refresh,
    )
