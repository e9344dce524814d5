"""Another password, another address."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from schema.errors import Conflict, Invalid, TooMany
from schema.sessions.factors import CODE_IF_ANY
from schema.viewer import Viewer


@strawberry.input
class ChangePasswordInput:
    present_password: str
    new_password: str = strawberry.field(description="15 to 128 characters, hard to guess")
    code: str | None = strawberry.field(description=CODE_IF_ANY, default=None)


@strawberry.type(description="Changed; a mail says so")
class ChangePasswordPayload:
    viewer: Viewer
    ended_sessions: int = strawberry.field(description="How many other devices were signed out")


@strawberry.input
class RequestPasswordResetInput:
    email: str
    device_token: str | None = strawberry.field(
        description="What `signIn` gave this device, so that others do not use up your links",
        default=None,
    )


@strawberry.type(description="If the address has an account, a mail with a link is on its way")
class RequestPasswordResetPayload:
    email: str = strawberry.field(description="Where the mail goes")


@strawberry.input
class ResetPasswordInput:
    token: str = strawberry.field(description="The end of the mailed link, good for an hour")
    new_password: str = strawberry.field(description="15 to 128 characters, hard to guess")


@strawberry.type(description="Changed, and all devices are signed out; sign in with it now")
class ResetPasswordPayload:
    reset_at: datetime


@strawberry.input
class ChangeEmailInput:
    present_password: str
    email: str = strawberry.field(description="The new address")
    code: str | None = strawberry.field(description=CODE_IF_ANY, default=None)


@strawberry.type(description="A mail with a link is on its way; until it is opened nothing changes")
class ChangeEmailPayload:
    email: str = strawberry.field(description="Where the mail goes")


@strawberry.input
class ConfirmEmailChangeInput:
    token: str = strawberry.field(description="The end of the mailed link, good for a day")


@strawberry.type(description="The account has its new address")
class ConfirmEmailChangePayload:
    email: str = strawberry.field(description="Sign in with it from now on")


ChangePasswordResult = Annotated[
    ChangePasswordPayload | Invalid | Conflict | TooMany, strawberry.union("ChangePasswordResult")
]
RequestPasswordResetResult = Annotated[
    RequestPasswordResetPayload | Invalid | TooMany,
    strawberry.union("RequestPasswordResetResult"),
]
ResetPasswordResult = Annotated[
    ResetPasswordPayload | Invalid | Conflict | TooMany, strawberry.union("ResetPasswordResult")
]
ChangeEmailResult = Annotated[
    ChangeEmailPayload | Invalid | TooMany, strawberry.union("ChangeEmailResult")
]
ConfirmEmailChangeResult = Annotated[
    ConfirmEmailChangePayload | Invalid, strawberry.union("ConfirmEmailChangeResult")
]
