"""Who may see and run organizations and programs."""

from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models import (
    Enrollment,
    EnrollmentStatus,
    Organization,
    OrganizationRole,
    Program,
    ProgramRole,
    Staff,
    User,
)
from models.sql import Either


def staffed_organizations(viewer: User) -> Subquery:
    return Subquery(Staff.filter(user_id=viewer.id).values("organization_id"))


def staffed_by(viewer: User) -> QuerySet[Organization]:
    return Organization.filter(id__in=staffed_organizations(viewer))


def with_parts(viewer: User, parts: QuerySet[Enrollment]) -> QuerySet[Program]:
    """Programs of these parts, and all programs of organizations the viewer is staff of."""
    staffed = Program.filter(organization_id__in=staffed_organizations(viewer))
    return Program.filter(id__in=Either(parts.values("program_id"), staffed.values("id")))


def coordinated_by(viewer: User) -> QuerySet[Program]:
    """Programs whose people the viewer decides about: as their coordinator or as staff."""
    coordinating = Enrollment.filter(
        user_id=viewer.id, role=ProgramRole.COORDINATOR, status=EnrollmentStatus.APPROVED
    )
    return with_parts(viewer, coordinating)


def joined_by(viewer: User) -> QuerySet[Program]:
    """Programs the viewer takes part in, approved, or runs."""
    approved = Enrollment.filter(user_id=viewer.id, status=EnrollmentStatus.APPROVED)
    return with_parts(viewer, approved)


def visible_to(viewer: User) -> QuerySet[Program]:
    """Open programs, those the viewer applied to, and those the viewer runs."""
    applied = Enrollment.filter(user_id=viewer.id)
    known = Subquery(with_parts(viewer, applied).values("id"))
    return Program.filter(Q(is_open=True) | Q(id__in=known))


def organizations_visible_to(viewer: User) -> QuerySet[Organization]:
    seen = visible_to(viewer).values("organization_id")
    return Organization.filter(id__in=Either(staffed_by(viewer).values("id"), seen))


def organizations_joined_by(viewer: User) -> QuerySet[Organization]:
    """Organizations whose shared things, such as the library, the viewer may use."""
    joined = joined_by(viewer).values("organization_id")
    return Organization.filter(id__in=Either(staffed_by(viewer).values("id"), joined))


def enrollments_visible_to(viewer: User) -> QuerySet[Enrollment]:
    """The viewer's own, approved ones of joined programs, and all of coordinated programs."""
    joined = Subquery(joined_by(viewer).values("id"))
    coordinated = Subquery(coordinated_by(viewer).values("id"))
    return Enrollment.filter(
        Q(user_id=viewer.id)
        | Q(status=EnrollmentStatus.APPROVED, program_id__in=joined)
        | Q(program_id__in=coordinated)
    )


async def can_coordinate(viewer: User, program_id: UUID) -> bool:
    return await coordinated_by(viewer).filter(id=program_id).exists()


async def can_create_program(viewer: User, organization_id: UUID) -> bool:
    return await Staff.exists(
        user_id=viewer.id,
        organization_id=organization_id,
        role__in=[OrganizationRole.OWNER, OrganizationRole.ADMIN],
    )
