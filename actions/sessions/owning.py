"""Whom an organization cannot do without."""

from uuid import UUID

from models import Enrollment, EnrollmentStatus, OrganizationRole, Staff


async def owns_alone(user_id: UUID, organization_id: UUID) -> bool:
    """Whether nobody else owns it."""
    role = OrganizationRole.OWNER
    owners = await Staff.filter(organization_id=organization_id, role=role).limit(2)
    return [seat.user_id for seat in owners] == [user_id]


async def are_others_in(user_id: UUID, organization_id: UUID) -> bool:
    """Whether anybody else is on the staff or takes part."""
    within = {"organization_id": organization_id}
    if await Staff.filter(**within).exclude(user_id=user_id).exists():
        return True
    approved = Enrollment.filter(**within, status=EnrollmentStatus.APPROVED)
    return await approved.exclude(user_id=user_id).exists()
