"""Registering, signing in, and staying signed in."""

from typing import Any

import strawberry

from actions import sessions as actions
from context import Context, Jar
from resolvers.sessions import keeping
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
        description="Prove your address with the token of the mailed link, and your password",
        extensions=[Anyone(once=True)],
    )
    async def verify_email(self, input: VerifyEmailInput) -> VerifyEmailResult:
        user = await actions.verify_email(input.token, input.password)
        return VerifyEmailPayload(user=User.of(user))

    @strawberry.mutation(
        description="Start a session on this device", extensions=[Anyone(once=True)]
    )
    async def sign_in(self, info: Info, input: SignInInput) -> SignInResult:
        jar = keeping.jar_for(info.context, is_wanted=input.in_cookies)
        caller = keeping.caller_of(info.context, input.device_token)
        outcome = await actions.sign_in(input.email, input.password, caller)
        if isinstance(outcome, actions.Challenge):
            return SecondFactorRequired(challenge=outcome.token, expires_at=outcome.expires_at)
        return SignInPayload(**signed_in(info.context, outcome, jar))

    @strawberry.mutation(
        description="End what `signIn` began, with a code of the app or a recovery code",
        extensions=[Anyone(once=True)],
    )
    async def confirm_sign_in(self, info: Info, input: ConfirmSignInInput) -> ConfirmSignInResult:
        jar = keeping.jar_for(info.context, is_wanted=input.in_cookies)
        caller = keeping.caller_of(info.context, input.device_token)
        tokens = await actions.confirm_sign_in(input.challenge, input.code, caller)
        return ConfirmSignInPayload(**signed_in(info.context, tokens, jar))

    @strawberry.mutation(
        description="Get new tokens for old ones; leave out an Authorization that has ended",
        extensions=[Anyone(once=True)],
    )
    async def refresh(self, info: Info, input: RefreshInput) -> RefreshResult:
        jar = info.context.jar if input.refresh_token is None else None
        token = input.refresh_token or keeping.refresh_token_in(jar)
        _, tokens = await actions.refresh(token)
        renewed = signed_in(info.context, tokens, jar)
        return RefreshPayload(viewer=renewed["viewer"], tokens=renewed["tokens"])


def signed_in(context: Context, tokens: actions.Tokens, jar: Jar | None) -> dict[str, Any]:
    """What all ways to sign in end with."""
    context.belongs_to(tokens.session)
    return {"viewer": Viewer.of(tokens.session.user), **keeping.shown(tokens, jar)}
