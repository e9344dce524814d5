"""Where somebody is signed in."""

from __future__ import annotations

from datetime import datetime

import strawberry

import models
from models import SignInMethod
from schema.connections import Node
from schema.fields import column, identity
from schema.scalars import Info

strawberry.enum(SignInMethod, description="How somebody proved who they are")


@strawberry.type(description="A device on which you are signed in")
class Session(Node):
    row: strawberry.Private[models.Session]
    id: strawberry.ID = identity("session")
    device: str = column(
        "label", description="What the device called itself, such as `Firefox on Linux`"
    )
    method: SignInMethod = column(description="How you signed in")
    first_seen_at: datetime = column("created_at")
    last_seen_at: datetime = column("seen_at", description="The hour in which it was used last")
    ends_at: datetime = column(
        "refresh_expires_at",
        description="When you have to sign in again on it; sooner if it is not used for long",
    )

    @strawberry.field(description="Whether it is the one you ask from")
    def is_this_one(self, info: Info) -> bool:
        session = info.context.session
        return session is not None and session.id == self.row.id
