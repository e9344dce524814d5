"""How people come into a program that they could not find by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from models import OrganizationRole, ProgramRole
from schema.errors import Conflict, Forbidden, Full, Invalid, NotFound, TooMany
from schema.programs.invitations import Invitation, JoinLink
from schema.programs.types import Enrollment


@strawberry.type(description="What a link offers you, before you come in")
class Offer:
    organization_name: str
    program_name: str | None = strawberry.field(description="Null when it is onto the staff")
    program_description: str | None = strawberry.field(description="Null when it is onto the staff")
    role: ProgramRole | None = strawberry.field(description="Null when it is onto the staff")
    staff_role: OrganizationRole | None = strawberry.field(
        description="Null when it is into a program"
    )
    capacity: int | None = strawberry.field(
        description="Mentees at a time; null when you choose, and for all but mentors"
    )
    is_approving: bool = strawberry.field(
        description="Whether you take part at once; otherwise you apply"
    )
    expires_at: datetime | None = strawberry.field(description="Null when it has no end")


@strawberry.input(description="Whom you ask into a program, and as what")
class InviteToProgramInput:
    program_id: strawberry.ID
    email: str
    role: ProgramRole
    capacity: int | None = strawberry.field(
        description="A mentor's mentees at a time, 1 to 50; they choose when null", default=None
    )


@strawberry.type(description="Invited, or invited anew; a mail goes to the address")
class InviteToProgramPayload:
    invitation: Invitation


@strawberry.input(description="Whom you ask onto the staff")
class InviteToStaffInput:
    organization_id: strawberry.ID
    email: str
    role: OrganizationRole


@strawberry.type(description="Invited, or invited anew; a mail goes to the address")
class InviteToStaffPayload:
    invitation: Invitation


@strawberry.input(description="Which invitation nobody can accept any more")
class RevokeInvitationInput:
    invitation_id: strawberry.ID


@strawberry.type(description="Revoked")
class RevokeInvitationPayload:
    invitation: Invitation


@strawberry.input(description="The link that was mailed to you")
class AcceptInvitationInput:
    token: str = strawberry.field(description="What stands behind the # of the link")
    capacity: int | None = strawberry.field(
        description="Mentees at a time, 1 to 50, as mentor; null takes what you were invited with",
        default=None,
    )


@strawberry.type(description="Accepted; you take part, or are staff, now")
class AcceptInvitationPayload:
    invitation: Invitation
    enrollment: Enrollment | None = strawberry.field(
        description="Your part; null when you are staff now"
    )


@strawberry.input(description="A link for whoever you give it to")
class CreateJoinLinkInput:
    program_id: strawberry.ID
    role: ProgramRole = strawberry.field(description="MENTOR or MENTEE")
    is_approving: bool = strawberry.field(
        description="Whether whoever comes by it takes part at once; otherwise they apply",
        default=False,
    )
    expires_at: datetime | None = strawberry.field(
        description="Within two years; no end when null", default=None
    )
    most_uses: int | None = strawberry.field(
        description="1 to 10,000; no limit when null", default=None
    )


@strawberry.type(description="Made; nobody can read the link again")
class CreateJoinLinkPayload:
    join_link: JoinLink
    url: str = strawberry.field(description="The whole link, with the token behind its #")


@strawberry.input(description="Which link nobody comes in by any more")
class RevokeJoinLinkInput:
    join_link_id: strawberry.ID


@strawberry.type(description="Revoked; who came by it stays")
class RevokeJoinLinkPayload:
    join_link: JoinLink


@strawberry.input(description="The link you were given")
class JoinProgramInput:
    token: str = strawberry.field(description="What stands behind the # of the link")
    capacity: int | None = strawberry.field(
        description="Mentees at a time, 1 to 50; null only for MENTEE", default=None
    )
    note: str = strawberry.field(description="Up to 2,000 characters for who decides", default="")


@strawberry.type(description="You take part, or have applied, as the link says")
class JoinProgramPayload:
    enrollment: Enrollment


InviteToProgramResult = Annotated[
    InviteToProgramPayload | NotFound | Forbidden | Invalid | Conflict | TooMany,
    strawberry.union("InviteToProgramResult"),
]
InviteToStaffResult = Annotated[
    InviteToStaffPayload | NotFound | Forbidden | Invalid | Conflict | TooMany,
    strawberry.union("InviteToStaffResult"),
]
RevokeInvitationResult = Annotated[
    RevokeInvitationPayload | NotFound | Invalid | Conflict,
    strawberry.union("RevokeInvitationResult"),
]
AcceptInvitationResult = Annotated[
    AcceptInvitationPayload | Forbidden | Invalid | Conflict,
    strawberry.union("AcceptInvitationResult"),
]
CreateJoinLinkResult = Annotated[
    CreateJoinLinkPayload | NotFound | Forbidden | Invalid,
    strawberry.union("CreateJoinLinkResult"),
]
RevokeJoinLinkResult = Annotated[
    RevokeJoinLinkPayload | NotFound | Invalid | Conflict,
    strawberry.union("RevokeJoinLinkResult"),
]
JoinProgramResult = Annotated[
    JoinProgramPayload | Invalid | Conflict | Full, strawberry.union("JoinProgramResult")
]
