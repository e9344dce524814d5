"""A second factor: an app that shows codes, and recovery codes for when it is lost."""

from __future__ import annotations

from typing import Annotated

import strawberry

from schema.errors import Conflict, Invalid, TooMany
from schema.viewer import Viewer

CODE = "Six digits that the app shows, or a recovery code"
CODE_IF_ANY = f"For who has a second factor. {CODE}"
RECOVERY_CODES = "Each stands in for the app once; shown only now"


@strawberry.input
class StartTotpInput:
    present_password: str


@strawberry.type(description="What your app needs; confirm with a code of it, within a day")
class StartTotpPayload:
    secret: str = strawberry.field(description="In base32, to be typed")
    uri: str = strawberry.field(description="The same as `otpauth://…`, to be shown as a QR code")


@strawberry.input
class ConfirmTotpInput:
    code: str = strawberry.field(description="Six digits that the app shows")


@strawberry.type(description="Signing in needs a code from now on; other devices are signed out")
class ConfirmTotpPayload:
    viewer: Viewer
    recovery_codes: list[str] = strawberry.field(description=RECOVERY_CODES)


@strawberry.input
class RemoveTotpInput:
    present_password: str
    code: str = strawberry.field(description=CODE)


@strawberry.type(description="A password is enough again; other devices are signed out")
class RemoveTotpPayload:
    viewer: Viewer


@strawberry.input
class NewRecoveryCodesInput:
    present_password: str
    code: str = strawberry.field(description=CODE)


@strawberry.type(description="The old codes are no good any more")
class NewRecoveryCodesPayload:
    viewer: Viewer
    recovery_codes: list[str] = strawberry.field(description=RECOVERY_CODES)


StartTotpResult = Annotated[
    StartTotpPayload | Invalid | Conflict | TooMany, strawberry.union("StartTotpResult")
]
ConfirmTotpResult = Annotated[
    ConfirmTotpPayload | Invalid | Conflict | TooMany, strawberry.union("ConfirmTotpResult")
]
RemoveTotpResult = Annotated[
    RemoveTotpPayload | Invalid | Conflict | TooMany, strawberry.union("RemoveTotpResult")
]
NewRecoveryCodesResult = Annotated[
    NewRecoveryCodesPayload | Invalid | Conflict | TooMany,
    strawberry.union("NewRecoveryCodesResult"),
]
