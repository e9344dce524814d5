"""Deleting one's account."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from schema.errors import Conflict, Invalid, TooMany
from schema.sessions.factors import CODE_IF_ANY
from schema.viewer import Viewer


@strawberry.input
class RequestDeletionInput:
    present_password: str
    code: str | None = strawberry.field(description=CODE_IF_ANY, default=None)


@strawberry.type(description="Your account goes at that time, unless you cancel it")
class RequestDeletionPayload:
    viewer: Viewer
    deletion_at: datetime


@strawberry.type(description="Your account stays")
class CancelDeletionPayload:
    viewer: Viewer


RequestDeletionResult = Annotated[
    RequestDeletionPayload | Invalid | Conflict | TooMany, strawberry.union("RequestDeletionResult")
]
CancelDeletionResult = Annotated[
    CancelDeletionPayload | Conflict, strawberry.union("CancelDeletionResult")
]
