"""Registering, and signing in and out."""

from datetime import UTC, datetime

import strawberry

from actions import sessions as actions
from schema.guards import Anyone, SignedIn
from schema.scalars import Info
from schema.sessions import (
    RefreshInput,
    RefreshPayload,
    RefreshResult,
    RegisterInput,
    RegisterPayload,
    RegisterResult,
    SignInInput,
    SignInPayload,
    SignInResult,
    SignOutPayload,
    Tokens,
    VerifyEmailInput,
    VerifyEmailPayload,
    VerifyEmailResult,
)
from schema.users import User
from schema.viewer import Viewer


@strawberry.type
class SessionMutations:
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
        user, tokens = await actions.sign_in(input.email, input.password)
        info.context.belongs_to(tokens.session)
        return SignInPayload(viewer=Viewer.of(user), tokens=shown(tokens))

    @strawberry.mutation(
        description="Get new tokens for old ones; leave out an Authorization that has ended",
        extensions=[Anyone(once=True)],
    )
    async def refresh(self, info: Info, input: RefreshInput) -> RefreshResult:
        user, tokens = await actions.refresh(input.refresh_token)
        info.context.belongs_to(tokens.session)
        return RefreshPayload(viewer=Viewer.of(user), tokens=shown(tokens))

    @strawberry.mutation(description="End this session everywhere", extensions=[SignedIn()])
    async def sign_out(self, info: Info) -> SignOutPayload:
        assert info.context.session is not None
        await actions.sign_out(info.context.session)
        return SignOutPayload(signed_out_at=datetime.now(UTC))


def shown(tokens: actions.Tokens) -> Tokens:
    return Tokens(
        access_token=tokens.access,
        access_token_expires_at=tokens.session.access_expires_at,
        refresh_token=tokens.refresh,
    )
