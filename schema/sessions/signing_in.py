"""Registering, and signing in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import strawberry

from schema.errors import Invalid, TooMany, Unauthenticated
from schema.users import User
from schema.viewer import Viewer

IN_COOKIES = "Null if cookies hold them"


def in_cookies() -> Any:
    return strawberry.field(
        description="For pages of ours: the browser keeps the tokens, where no script reads them",
        default=False,
    )


@strawberry.type(description="What your device keeps to stay signed in")
class Tokens:
    access_token: str = strawberry.field(
        description="Send it with each request: `Authorization: Bearer …`"
    )
    access_token_expires_at: datetime
    refresh_token: str = strawberry.field(description="Renews both tokens, once")


@strawberry.input(description="Who you are, and a password")
class RegisterInput:
    email: str
    password: str = strawberry.field(description="15 to 128 characters")
    name: str
    time_zone: str = strawberry.field(description="IANA name", default="UTC")


@strawberry.type(description="Registered; a mail with a link is on its way")
class RegisterPayload:
    email: str = strawberry.field(description="Where the mail goes")


@strawberry.input
class VerifyEmailInput:
    token: str = strawberry.field(description="The end of the mailed link")
    password: str = strawberry.field(description="What you registered with")


@strawberry.type(description="The address is proven; sign in now")
class VerifyEmailPayload:
    user: User


@strawberry.input
class SignInInput:
    email: str
    password: str
    device_token: str | None = strawberry.field(
        description="What `signIn` gave this device before, so that others do not lock it out",
        default=None,
    )
    in_cookies: bool = in_cookies()


@strawberry.type(description="Signed in")
class SignInPayload:
    viewer: Viewer
    tokens: Tokens | None = strawberry.field(description=IN_COOKIES)
    device_token: str | None = strawberry.field(
        description="Keep it, also when you sign out, and send it the next time you sign in;"
        " null if cookies hold it"
    )


@strawberry.type(description="The password is right; send the challenge to `confirmSignIn`")
class SecondFactorRequired:
    challenge: str
    expires_at: datetime


@strawberry.input
class ConfirmSignInInput:
    challenge: str = strawberry.field(description="What `signIn` gave")
    code: str = strawberry.field(description="Six digits that the app shows, or a recovery code")
    device_token: str | None = strawberry.field(
        description="What an earlier sign-in gave this device, so that others do not lock it out",
        default=None,
    )
    in_cookies: bool = in_cookies()


@strawberry.type(description="Signed in")
class ConfirmSignInPayload:
    viewer: Viewer
    tokens: Tokens | None = strawberry.field(description=IN_COOKIES)
    device_token: str | None = strawberry.field(
        description="Keep it, also when you sign out, and send it the next time you sign in;"
        " null if cookies hold it"
    )


@strawberry.input
class RefreshInput:
    refresh_token: str | None = strawberry.field(
        description="Null for the one in the browser's cookies, where the new ones go, too",
        default=None,
    )


@strawberry.type(description="Renewed; the old tokens have ended")
class RefreshPayload:
    viewer: Viewer
    tokens: Tokens | None = strawberry.field(description=IN_COOKIES)


RegisterResult = Annotated[RegisterPayload | Invalid | TooMany, strawberry.union("RegisterResult")]
VerifyEmailResult = Annotated[
    VerifyEmailPayload | Invalid | TooMany, strawberry.union("VerifyEmailResult")
]
SignInResult = Annotated[
    SignInPayload | SecondFactorRequired | Unauthenticated | Invalid | TooMany,
    strawberry.union("SignInResult"),
]
ConfirmSignInResult = Annotated[
    ConfirmSignInPayload | Unauthenticated | Invalid | TooMany,
    strawberry.union("ConfirmSignInResult"),
]
RefreshResult = Annotated[RefreshPayload | Unauthenticated, strawberry.union("RefreshResult")]
