"""Publishing, revising and archiving one resource."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from actions.idempotency import once
from actions.resources.drafts import Draft, ResourceChange, checked, columns
from actions.transaction import Transaction, transaction
from errors import Conflict, Forbidden, NotFound
from models import Resource, ResourceStatus, User
from policies import resources as policy

NO_RESOURCE = "There is no such resource, or none that you may see"
NO_ORGANIZATION = "There is no such organization, or you do not belong to it"


async def publish_resource(
    viewer: User, organization_id: UUID, draft: Draft, key: str | None = None
) -> Resource:
    """Put a resource into a library; what was archived under its address is published again.

    NotFound for an organization that is not the viewer's, Forbidden for its mentees, Conflict if
    the address stands in the library already.
    """
    await demand_may_publish(viewer, organization_id)
    draft = checked(draft)

    async def create(current: Transaction) -> Resource:
        return await write_resource(current, viewer, organization_id, draft)

    try:
        return await once(viewer, key, Resource, create, organization_id, draft)
    except IntegrityError:
        raise await taken(organization_id, draft.url) from None


async def demand_may_publish(viewer: User, organization_id: UUID) -> None:
    if await policy.can_publish(viewer, organization_id):
        return
    if await policy.can_find(viewer, organization_id):
        raise Forbidden("Only mentors, coordinators and staff publish here; ask one of them")
    raise NotFound(NO_ORGANIZATION)


async def write_resource(
    current: Transaction, viewer: User, organization_id: UUID, draft: Draft
) -> Resource:
    archived = Resource.filter(
        organization_id=organization_id, url=draft.url, status=ResourceStatus.ARCHIVED
    )
    revived = await archived.update(
        **columns(draft),
        publisher_id=viewer.id,
        status=ResourceStatus.PUBLISHED,
        revision=F("revision") + 1,
        revised_at=datetime.now(UTC),
    )
    if revived:
        resource = await Resource.get(organization_id=organization_id, url=draft.url)
    else:
        resource = await Resource.create(
            organization_id=organization_id, publisher_id=viewer.id, **columns(draft)
        )
    await current.later("index_resources", resource_ids=[str(resource.id)])
    return resource


async def taken(organization_id: UUID, url: str) -> Conflict:
    """Names what has the address, unless it is archived, which not everybody may see."""
    holder = await Resource.get_or_none(organization_id=organization_id, url=url)
    if holder is None:
        return Conflict("The library changed just now; try again")
    if holder.status is ResourceStatus.ARCHIVED:
        return Conflict("This address belongs to something archived; publish it again instead")
    return Conflict(f"This address is in the library already: “{holder.title}”")


async def revise_resource(
    viewer: User, resource_id: UUID, revision: int, change: ResourceChange
) -> Resource:
    """Change a resource as it was read: Conflict if `revision` is not the newest any more."""
    resource = await revisable(viewer, resource_id)
    given = {name: value for name, value in columns(change).items() if value is not None}
    draft = checked(replace(Draft(**columns(resource)), **given))
    try:
        async with transaction() as current:
            await write_revision(current, resource, revision, draft)
    except IntegrityError:
        raise await taken(resource.organization_id, draft.url) from None
    return await Resource.get(id=resource.id)


async def revisable(viewer: User, resource_id: UUID) -> Resource:
    resource = await policy.revisable_by(viewer).get_or_none(id=resource_id)
    if resource:
        return resource
    if await policy.visible_to(viewer).filter(id=resource_id).exists():
        raise Forbidden("Only its publisher, coordinators and staff change it; ask one of them")
    raise NotFound(NO_RESOURCE)


async def write_revision(
    current: Transaction, resource: Resource, revision: int, draft: Draft
) -> None:
    revised = await Resource.filter(
        id=resource.id, revision=revision, status=ResourceStatus.PUBLISHED
    ).update(**columns(draft), revision=revision + 1, revised_at=datetime.now(UTC))
    if not revised:
        raise Conflict("It was revised or archived meanwhile; read it again and decide anew")
    await current.later("index_resources", resource_ids=[str(resource.id)])


async def archive_resource(viewer: User, resource_id: UUID) -> Resource:
    """Take a resource out of the library. Archiving what is archived changes nothing."""
    resource = await revisable(viewer, resource_id)
    async with transaction() as current:
        archived = await Resource.filter(id=resource.id, status=ResourceStatus.PUBLISHED).update(
            status=ResourceStatus.ARCHIVED,
            revision=F("revision") + 1,
            revised_at=datetime.now(UTC),
        )
        if archived:
            await current.later("index_resources", resource_ids=[str(resource.id)])
    return await Resource.get(id=resource.id)
