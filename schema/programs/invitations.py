"""Invitations and join links, as they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from models import InvitationStatus, OrganizationRole, ProgramRole
from models.loaders import Loaders
from models.sources import seen
from policies import users
from schema.connections import Node
from schema.fields import column, identity, related
from schema.scalars import Info
from schema.users import User

if TYPE_CHECKING:
    from schema.programs.types import Organization, Program


@strawberry.type(description="An address is asked to take part; whoever has it accepts, once")
class Invitation(Node):
    row: strawberry.Private[models.Invitation]
    id: strawberry.ID = identity("invitation")
    email: str = column(description="The address it was sent to")
    status: InvitationStatus = column()
    role: ProgramRole | None = column(description="Null when it is onto the staff")
    staff_role: OrganizationRole | None = column(description="Null when it is into a program")
    capacity: int | None = column(
        description="Mentees at a time; null when they choose, and for all but mentors"
    )
    invited_at: datetime = column("created_at")
    sent_at: datetime | None = column(
        description="When it was mailed; null until then, and when the address gets too many"
    )
    expires_at: datetime = column()
    accepted_at: datetime | None = column(description="Null unless it was accepted")
    revoked_at: datetime | None = column(description="Null unless it was revoked")
    organization: Annotated[Organization, strawberry.lazy("schema.programs.types")] = related(
        Loaders.organizations, "organization_id", description="Who asks"
    )
    program: Annotated[Program, strawberry.lazy("schema.programs.types")] | None = related(
        Loaders.programs, "program_id", description="Null when it is onto the staff"
    )

    @strawberry.field(description="Who sent it; null if they are gone, or you share no program")
    async def inviter(self, info: Info) -> User | None:
        if self.row.inviter_id is None:
            return None
        people = seen(users.visible_to, info.context.signed_in())
        row = await info.context.loaders.among(people).load(self.row.inviter_id)
        return User.of(row) if row else None


@strawberry.type(description="A link by which whoever holds it comes into a program")
class JoinLink(Node):
    row: strawberry.Private[models.JoinLink]
    id: strawberry.ID = identity("join_link")
    role: ProgramRole = column()
    is_approving: bool = column(
        description="Whoever comes by it takes part at once; otherwise they apply"
    )
    uses: int = column()
    most_uses: int | None = column(description="Null when there is no limit")
    made_at: datetime = column("created_at")
    expires_at: datetime | None = column(description="Null when it has no end")
    revoked_at: datetime | None = column(description="Null unless it was revoked")
    program: Annotated[Program, strawberry.lazy("schema.programs.types")] = related(
        Loaders.programs, "program_id", description="Where it leads to"
    )
