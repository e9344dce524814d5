"""Who may see and run organizations and programs; what a role may do stands in `roles`."""

from dataclasses import replace

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models import (
    Enrollment,
    EnrollmentStatus,
    Invitation,
    InvitationStatus,
    JoinLink,
    Organization,
    PeopleImport,
    Program,
    Staff,
    User,
)
from models.sources import Source
from models.sql import Either
from policies.roles import Ability, organizations_where, programs_where


def joined_by(viewer: User) -> QuerySet[Program]:
    """Programs the viewer takes part in, approved, or runs."""
    return programs_where(viewer, Ability.SEE_PARTICIPANTS)


def visible_to(viewer: User) -> QuerySet[Program]:
    """Open programs, those the viewer applied to or was in, and those the viewer runs."""
    applied = Enrollment.filter(user_id=viewer.id).values("program_id")
    known = Either(applied, joined_by(viewer).values("id"))
    return Program.filter(Q(is_open=True) | Q(id__in=known))


def changeable_by(viewer: User) -> QuerySet[Program]:
    return programs_where(viewer, Ability.CHANGE_SETTINGS)


def templates_visible_to(viewer: User) -> QuerySet[Program]:
    return visible_to(viewer).filter(is_template=True)


def organizations_visible_to(viewer: User) -> QuerySet[Organization]:
    staffed = organizations_where(viewer, Ability.SEE_STAFF).values("id")
    seen = visible_to(viewer).values("organization_id")
    return Organization.filter(id__in=Either(staffed, seen))


def enrollments_visible_to(viewer: User) -> QuerySet[Enrollment]:
    """The viewer's own, approved ones of joined programs, and all where applicants are seen."""
    joined = Subquery(joined_by(viewer).values("id"))
    led = Subquery(programs_where(viewer, Ability.SEE_APPLICANTS).values("id"))
    return Enrollment.filter(
        Q(user_id=viewer.id)
        | Q(status=EnrollmentStatus.APPROVED, program_id__in=joined)
        | Q(program_id__in=led)
    )


def staff_visible_to(viewer: User) -> QuerySet[Staff]:
    led = organizations_where(viewer, Ability.SEE_STAFF)
    return Staff.filter(organization_id__in=Subquery(led.values("id")))


def invitations_visible_to(viewer: User) -> QuerySet[Invitation]:
    """Into programs where the viewer invites, and onto the staff that the viewer appoints."""
    led = Subquery(programs_where(viewer, Ability.INVITE_PEOPLE).values("id"))
    owned = Subquery(organizations_where(viewer, Ability.APPOINT_STAFF).values("id"))
    return Invitation.filter(
        Q(program_id__in=led) | Q(program_id__isnull=True, organization_id__in=owned)
    )


def join_links_visible_to(viewer: User) -> QuerySet[JoinLink]:
    led = programs_where(viewer, Ability.INVITE_PEOPLE)
    return JoinLink.filter(program_id__in=Subquery(led.values("id")))


def imports_visible_to(viewer: User) -> QuerySet[PeopleImport]:
    led = programs_where(viewer, Ability.INVITE_PEOPLE)
    return PeopleImport.filter(program_id__in=Subquery(led.values("id")))


OPEN = "accepted_at IS NULL AND revoked_at IS NULL"

STANDING = {
    InvitationStatus.PENDING: f"{OPEN} AND expires_at > now()",
    InvitationStatus.ACCEPTED: "accepted_at IS NOT NULL",
    InvitationStatus.REVOKED: "revoked_at IS NOT NULL",
    InvitationStatus.EXPIRED: f"{OPEN} AND expires_at <= now()",
}
"""What `Invitation.status` says of one row, for the database to ask of many."""


def standing(
    invitations: Source[Invitation], status: InvitationStatus | None
) -> Source[Invitation]:
    """Only those with this status, if one is given."""
    return having(invitations, f"({STANDING[status]})") if status else invitations


def onto_staff(invitations: Source[Invitation]) -> Source[Invitation]:
    """Only those that lead into no program."""
    return having(invitations, "program_id IS NULL")


def having(invitations: Source[Invitation], condition: str) -> Source[Invitation]:
    return replace(invitations, conditions=(*invitations.conditions, condition))
