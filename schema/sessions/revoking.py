"""Ending sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from schema.errors import Invalid, NotFound


@strawberry.type(description="Signed out; this session's tokens and sockets have ended")
class SignOutPayload:
    signed_out_at: datetime


@strawberry.input
class RevokeSessionInput:
    session_id: strawberry.ID


@strawberry.type(description="Ended; its tokens are no good, and its sockets close")
class RevokeSessionPayload:
    session_id: strawberry.ID


@strawberry.type(description="All but this session have ended")
class RevokeOtherSessionsPayload:
    ended: int = strawberry.field(description="How many there were")


RevokeSessionResult = Annotated[
    RevokeSessionPayload | NotFound | Invalid, strawberry.union("RevokeSessionResult")
]
