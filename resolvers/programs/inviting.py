"""How people come into a program that they could not find by themselves."""

from dataclasses import asdict

import strawberry

from actions import programs as actions
from schema import ids
from schema.guards import SignedIn
from schema.programs import (
    AcceptInvitationInput,
    AcceptInvitationPayload,
    AcceptInvitationResult,
    CreateJoinLinkInput,
    CreateJoinLinkPayload,
    CreateJoinLinkResult,
    Enrollment,
    Invitation,
    InviteToProgramInput,
    InviteToProgramPayload,
    InviteToProgramResult,
    InviteToStaffInput,
    InviteToStaffPayload,
    InviteToStaffResult,
    JoinLink,
    JoinProgramInput,
    JoinProgramPayload,
    JoinProgramResult,
    Offer,
    RevokeInvitationInput,
    RevokeInvitationPayload,
    RevokeInvitationResult,
    RevokeJoinLinkInput,
    RevokeJoinLinkPayload,
    RevokeJoinLinkResult,
)
from schema.scalars import Info


@strawberry.type
class InvitationQueries:
    @strawberry.field(
        description="What a mailed link invites you to; null if it was used, revoked or has"
        " expired, or was sent to another address",
        extensions=[SignedIn()],
    )
    async def invitation(self, info: Info, token: str) -> Offer | None:
        offer = await actions.offer_of_invitation(info.context.signed_in(), token)
        return Offer(**asdict(offer)) if offer else None

    @strawberry.field(
        description="What a join link leads to; null if it was revoked or has expired",
        extensions=[SignedIn()],
    )
    async def join_link(self, token: str) -> Offer | None:
        offer = await actions.offer_of_link(token)
        return Offer(**asdict(offer)) if offer else None


@strawberry.type
class InvitationMutations:
    @strawberry.mutation(
        description="Ask an address into a program you coordinate or are staff of; whether"
        " somebody has it is not told",
        extensions=[SignedIn()],
    )
    async def invite_to_program(
        self, info: Info, input: InviteToProgramInput
    ) -> InviteToProgramResult:
        where = ids.decode("program", "programId", input.program_id)
        viewer, whom = info.context.signed_in(), (input.email, input.role, input.capacity)
        row = await actions.invite_to_program(viewer, where, *whom)
        return InviteToProgramPayload(invitation=Invitation.of(row))

    @strawberry.mutation(
        description="Ask an address onto the staff of an organization you own",
        extensions=[SignedIn()],
    )
    async def invite_to_staff(self, info: Info, input: InviteToStaffInput) -> InviteToStaffResult:
        where = ids.decode("organization", "organizationId", input.organization_id)
        viewer = info.context.signed_in()
        row = await actions.invite_to_staff(viewer, where, input.email, input.role)
        return InviteToStaffPayload(invitation=Invitation.of(row))

    @strawberry.mutation(
        description="Make an invitation that was not accepted yet no good",
        extensions=[SignedIn()],
    )
    async def revoke_invitation(
        self, info: Info, input: RevokeInvitationInput
    ) -> RevokeInvitationResult:
        wanted = ids.decode("invitation", "invitationId", input.invitation_id)
        row = await actions.revoke_invitation(info.context.signed_in(), wanted)
        return RevokeInvitationPayload(invitation=Invitation.of(row))

    @strawberry.mutation(
        description="Become what your address was invited to", extensions=[SignedIn(once=True)]
    )
    async def accept_invitation(
        self, info: Info, input: AcceptInvitationInput
    ) -> AcceptInvitationResult:
        viewer = info.context.signed_in()
        row, part = await actions.accept_invitation(viewer, input.token, input.capacity)
        enrollment = Enrollment.of(part) if part else None
        return AcceptInvitationPayload(invitation=Invitation.of(row), enrollment=enrollment)

    @strawberry.mutation(
        description="Make a link into a program you coordinate or are staff of",
        extensions=[SignedIn()],
    )
    async def create_join_link(
        self, info: Info, input: CreateJoinLinkInput
    ) -> CreateJoinLinkResult:
        viewer, new = info.context.signed_in(), new_link(input)
        row, url = await actions.create_join_link(viewer, new)
        return CreateJoinLinkPayload(join_link=JoinLink.of(row), url=url)

    @strawberry.mutation(
        description="Make a join link no good; who came by it stays", extensions=[SignedIn()]
    )
    async def revoke_join_link(
        self, info: Info, input: RevokeJoinLinkInput
    ) -> RevokeJoinLinkResult:
        wanted = ids.decode("join_link", "joinLinkId", input.join_link_id)
        row = await actions.revoke_join_link(info.context.signed_in(), wanted)
        return RevokeJoinLinkPayload(join_link=JoinLink.of(row))

    @strawberry.mutation(
        description="Come into a program by a join link", extensions=[SignedIn(once=True)]
    )
    async def join_program(self, info: Info, input: JoinProgramInput) -> JoinProgramResult:
        viewer = info.context.signed_in()
        row = await actions.join_program(viewer, input.token, input.capacity, input.note)
        return JoinProgramPayload(enrollment=Enrollment.of(row))


def new_link(input: CreateJoinLinkInput) -> actions.NewLink:
    return actions.NewLink(
        program_id=ids.decode("program", "programId", input.program_id),
        role=input.role,
        is_approving=input.is_approving,
        expires_at=input.expires_at,
        most_uses=input.most_uses,
    )
