"""Publishing what others learn from, and finding it."""

from typing import Annotated
from uuid import UUID

import strawberry

from actions import resources as actions
from models import ResourceKind
from models.sources import seen
from policies import resources as policy
from schema import ids
from schema.connections import page
from schema.costs import costing
from schema.guards import SignedIn
from schema.resources import (
    ArchiveResourceInput,
    ArchiveResourcePayload,
    ArchiveResourceResult,
    PublishResourceInput,
    PublishResourcePayload,
    PublishResourceResult,
    Resource,
    ResourceSearch,
    ReviseResourceInput,
    ReviseResourcePayload,
    ReviseResourceResult,
    read_search_cursor,
)
from schema.scalars import Cursor, Info
from search import Question, search_resources

OnlyLibrary = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only in the library of this one")
]
Query = Annotated[
    str, strawberry.argument(description="Up to 200 characters; nothing: newest first")
]
OnlyKinds = Annotated[
    list[ResourceKind] | None, strawberry.argument(description="Only these, up to 50")
]
OnlyLanguages = Annotated[
    list[str] | None, strawberry.argument(description="Only these ISO 639-1 codes, up to 50")
]
OnlyTopics = Annotated[
    list[str] | None, strawberry.argument(description="Only these, written as in the facets")
]
First = Annotated[
    int | None, strawberry.argument(description="At most so many, 1 to 100; 20 if not given")
]
After = Annotated[Cursor | None, strawberry.argument(description="Only what follows this place")]


@strawberry.type
class ResourceQueries:
    @strawberry.field(
        description="A resource; null if there is none, or none that you may see",
        extensions=[SignedIn()],
    )
    async def resource(self, info: Info, id: strawberry.ID) -> Resource | None:
        wanted = ids.decode("resource", "id", id)
        row = await seen(policy.visible_to, info.context.signed_in()).get(wanted)
        return Resource.of(row) if row else None

    @strawberry.field(
        description="What the libraries of your organizations hold, best match first; misspelt"
        " words, accents and beginnings of words are forgiven",
        extensions=[SignedIn()],
        metadata=costing(work=100),
    )
    async def search_resources(  # noqa: PLR0913
        self,
        info: Info,
        organization_id: OnlyLibrary = None,
        query: Query = "",
        kinds: OnlyKinds = None,
        languages: OnlyLanguages = None,
        topics: OnlyTopics = None,
        first: First = None,
        after: After = None,
    ) -> ResourceSearch:
        where = await libraries(info, organization_id)
        filters = tuple(kinds or ()), tuple(languages or ()), tuple(topics or ())
        limit = page(first, None, None, None).limit
        place = read_search_cursor("after", after) if after is not None else None
        found = await search_resources(Question(where, query, *filters, limit, place))
        return ResourceSearch.of(found, is_first=place is None)


@strawberry.type
class ResourceMutations:
    @strawberry.mutation(
        description="Put a resource into a library where you mentor, coordinate or are staff",
        extensions=[SignedIn()],
    )
    async def publish_resource(
        self, info: Info, input: PublishResourceInput
    ) -> PublishResourceResult:
        where = ids.decode("organization", "organizationId", input.organization_id)
        viewer, new = info.context.signed_in(), actions.Draft(**actions.columns(input))
        row = await actions.publish_resource(viewer, where, new, input.idempotency_key)
        return PublishResourcePayload(resource=Resource.of(row))

    @strawberry.mutation(
        description="Change a resource you published, or any where you coordinate or are staff",
        extensions=[SignedIn()],
    )
    async def revise_resource(self, info: Info, input: ReviseResourceInput) -> ReviseResourceResult:
        wanted = ids.decode("resource", "resourceId", input.resource_id)
        viewer, change = info.context.signed_in(), actions.ResourceChange(**actions.columns(input))
        row = await actions.revise_resource(viewer, wanted, input.revision, change)
        return ReviseResourcePayload(resource=Resource.of(row))

    @strawberry.mutation(
        description="Take a resource you may change out of its library", extensions=[SignedIn()]
    )
    async def archive_resource(
        self, info: Info, input: ArchiveResourceInput
    ) -> ArchiveResourceResult:
        wanted = ids.decode("resource", "resourceId", input.resource_id)
        row = await actions.archive_resource(info.context.signed_in(), wanted)
        return ArchiveResourcePayload(resource=Resource.of(row))


async def libraries(info: Info, organization_id: str | None) -> frozenset[UUID]:
    viewer = info.context.signed_in()
    if organization_id is None:
        return await policy.libraries_of(viewer)
    only = ids.decode("organization", "organizationId", organization_id)
    return await policy.libraries_of(viewer, only)
