"""Who may find, publish and revise what stands in a library."""

from collections.abc import Collection
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models import Enrollment, EnrollmentStatus, ProgramRole, Resource, ResourceStatus, Staff, User
from models.sql import Either
from policies import programs


def published_in(organizations: Collection[UUID]) -> QuerySet[Resource]:
    return Resource.filter(organization_id__in=list(organizations), status=ResourceStatus.PUBLISHED)


def visible_to(viewer: User) -> QuerySet[Resource]:
    """What is published where the viewer belongs, and whatever the viewer may revise."""
    joined = Subquery(programs.organizations_joined_by(viewer).values("id"))
    published = Q(organization_id__in=joined, status=ResourceStatus.PUBLISHED)
    return Resource.filter(published | revisable(viewer))


def revisable_by(viewer: User) -> QuerySet[Resource]:
    return Resource.filter(revisable(viewer))


def revisable(viewer: User) -> Q:
    """The viewer's own, and all in organizations where the viewer coordinates or is staff."""
    led = Either(
        programs.staffed_by(viewer).values("id"),
        programs.coordinated_by(viewer).values("organization_id"),
    )
    joined = Subquery(programs.organizations_joined_by(viewer).values("id"))
    return Q(organization_id__in=led) | Q(publisher_id=viewer.id, organization_id__in=joined)


async def libraries_of(viewer: User, only: UUID | None = None) -> frozenset[UUID]:
    """Organizations whose resources the viewer may find: all, or the one if it is among them."""
    joined = programs.organizations_joined_by(viewer)
    wanted = joined if only is None else joined.filter(id=only)
    return frozenset(organization.id for organization in await wanted.only("id"))


async def can_publish(viewer: User, organization_id: UUID) -> bool:
    """Approved mentors and coordinators of the organization's programs, and its staff."""
    if await Staff.exists(user_id=viewer.id, organization_id=organization_id):
        return True
    return await Enrollment.exists(
        user_id=viewer.id,
        organization_id=organization_id,
        status=EnrollmentStatus.APPROVED,
        role__in=[ProgramRole.MENTOR, ProgramRole.COORDINATOR],
    )
