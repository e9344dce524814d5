"""Who may find, publish and revise what stands in a library."""

from collections.abc import Collection
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models import Resource, ResourceStatus, User
from policies.roles import Ability, may_within, organizations_where


def published_in(organizations: Collection[UUID]) -> QuerySet[Resource]:
    return Resource.filter(organization_id__in=list(organizations), status=ResourceStatus.PUBLISHED)


def visible_to(viewer: User) -> QuerySet[Resource]:
    """What is published where the viewer belongs, and whatever the viewer may revise."""
    found = Subquery(organizations_where(viewer, Ability.FIND_RESOURCES).values("id"))
    published = Q(organization_id__in=found, status=ResourceStatus.PUBLISHED)
    return Resource.filter(published | revisable(viewer))


def revisable_by(viewer: User) -> QuerySet[Resource]:
    return Resource.filter(revisable(viewer))


def revisable(viewer: User) -> Q:
    """The viewer's own where they still belong, and all where their role revises everybody's."""
    led = Subquery(organizations_where(viewer, Ability.REVISE_RESOURCES).values("id"))
    joined = Subquery(organizations_where(viewer, Ability.FIND_RESOURCES).values("id"))
    return Q(organization_id__in=led) | Q(publisher_id=viewer.id, organization_id__in=joined)


async def libraries_of(viewer: User, only: UUID | None = None) -> frozenset[UUID]:
    """Organizations whose resources the viewer may find: all, or the one if it is among them."""
    joined = organizations_where(viewer, Ability.FIND_RESOURCES)
    wanted = joined if only is None else joined.filter(id=only)
    return frozenset(organization.id for organization in await wanted.only("id"))


async def can_find(viewer: User, organization_id: UUID) -> bool:
    return await may_within(viewer, Ability.FIND_RESOURCES, organization_id)


async def can_publish(viewer: User, organization_id: UUID) -> bool:
    return await may_within(viewer, Ability.PUBLISH_RESOURCES, organization_id)
