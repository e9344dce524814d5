"""Invitations, the mails that carry them, and join links, in one line each."""

import re
from typing import Any

from jobs import worker
from models import EnrollmentStatus, Invitation, Organization, Program, ProgramRole, User
from schema import ids
from tests.cast import given_coordinator, given_enrollment, given_program, given_user
from tests.documents import Ask, do
from tests.smtp import Mailbox

INVITED = "invitation { id email status role staffRole capacity }"
LIST = """
query ($id: ID!, $status: InvitationStatus) {
  program(id: $id) { invitations(status: $status) { nodes { id email status } } }
}
"""
ACCEPTED = "invitation { status } enrollment { role status capacity }"


async def invite(
    ask: Ask, viewer: User, program: Program, email: str, role: str = "MENTEE", **input: Any
) -> dict[str, Any]:
    id = ids.encode("program", program.id)
    return await do(
        ask, viewer, "inviteToProgram", INVITED, programId=id, email=email, role=role, **input
    )


async def accept(ask: Ask, viewer: User, token: str, **input: Any) -> dict[str, Any]:
    return await do(ask, viewer, "acceptInvitation", ACCEPTED, token=token, **input)


async def mailed(smtp: Mailbox) -> list[str]:
    """The tokens of all links that were mailed so far."""
    await worker.work()
    return [token for text in smtp.texts for token in re.findall(r"/invitation#(\S+)", text)]


async def given_invited(
    ask: Ask, smtp: Mailbox, viewer: User, program: Program, **input: Any
) -> tuple[User, str]:
    """Somebody new, invited by mail, and the token of their link."""
    person = await given_user("Ina")
    await invite(ask, viewer, program, person.email, **input)
    return person, (await mailed(smtp))[-1]


async def make_link(
    ask: Ask, viewer: User, program: Program, role: str = "MENTEE", **input: Any
) -> dict[str, Any]:
    fields = "url joinLink { id role isApproving mostUses uses expiresAt revokedAt }"
    id = ids.encode("program", program.id)
    return await do(ask, viewer, "createJoinLink", fields, programId=id, role=role, **input)


async def given_link(ask: Ask, viewer: User, program: Program, **input: Any) -> str:
    """The token of a new join link."""
    made = await make_link(ask, viewer, program, **input)
    return str(made["url"]).partition("#")[2]


async def join(ask: Ask, viewer: User, token: str, **input: Any) -> dict[str, Any]:
    fields = "enrollment { role status capacity note }"
    return await do(ask, viewer, "joinProgram", fields, token=token, **input)


def id_of(program: Program) -> str:
    return ids.encode("program", program.id)


async def listed(ask: Ask, viewer: User, program: Program, status: str | None = None) -> list[str]:
    answer = await ask(viewer, LIST, id=id_of(program), status=status)
    return [node["email"] for node in answer.data["program"]["invitations"]["nodes"]]


async def invite_to_staff(
    ask: Ask, viewer: User, organization: Organization, email: str, role: str = "ADMIN"
) -> dict[str, Any]:
    id = ids.encode("organization", organization.id)
    fields = "invitation { role staffRole program { id } }"
    return await do(ask, viewer, "inviteToStaff", fields, organizationId=id, email=email, role=role)


async def revoke(ask: Ask, viewer: User, invitation: Invitation) -> dict[str, Any]:
    id = ids.encode("invitation", invitation.id)
    return await do(ask, viewer, "revokeInvitation", "invitation { status }", invitationId=id)


async def given_coordinated() -> tuple[User, Program]:
    """A coordinator, and their program, which is closed."""
    program = await given_program(is_open=False)
    return (await given_coordinator(program)).user, program


async def given_refused(ask: Ask, smtp: Mailbox, ending: str) -> tuple[User, Program, User, str]:
    """A coordinator, their program, and who was refused there with an invitation in hand."""
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)
    is_applying = ending == "declineEnrollment"
    status = EnrollmentStatus.PENDING if is_applying else EnrollmentStatus.APPROVED
    part = await given_enrollment(program, ina, ProgramRole.MENTEE, status=status)
    await do(ask, coco, ending, enrollmentId=ids.encode("enrollment", part.id))
    return coco, program, ina, token
