"""Resources, and how they are found."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

import models
import search
from errors import Invalid as InvalidError
from models import ResourceKind
from models.loaders import Loaders
from models.sources import seen
from policies import users
from schema.connections import Node, PageInfo
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.fields import column, identity, related
from schema.fragments import TextFragment
from schema.programs import Organization
from schema.scalars import NOT_A_CURSOR, Cursor, Info, decode, encode
from schema.users import User

strawberry.enum(ResourceKind, description="What sort of thing a resource is")


@strawberry.type(description="Something to learn from, in the library of an organization")
class Resource(Node):
    row: strawberry.Private[models.Resource]
    id: strawberry.ID = identity("resource")
    kind: ResourceKind = column()
    title: str = column()
    summary: str = column()
    url: str = column()
    author: str = column(description="Who made it; empty if nobody said")
    language: str = column(description="ISO 639-1 code")
    topic: str = column()
    subtopic: str = column()
    revision: int = column(description="Say it when you revise, so that nothing is lost")
    is_archived: bool = column(description="Taken out of the library; no search finds it")
    published_at: datetime = column("created_at")
    revised_at: datetime = column()
    organization: Organization = related(
        Loaders.organizations, "organization_id", description="Whose library it stands in"
    )

    @strawberry.field(
        description="Who brought it; null if it was imported, they left, or you share no program"
    )
    async def publisher(self, info: Info) -> User | None:
        if self.row.publisher_id is None:
            return None
        people = seen(users.visible_to, info.context.signed_in())
        row = await info.context.loaders.among(people).load(self.row.publisher_id)
        return User.of(row) if row else None


@strawberry.type(description="A resource that was found, where it matches, and its place")
class ResourceHit:
    node: Resource
    cursor: Cursor
    title_highlighted: list[TextFragment]
    summary_highlighted: list[TextFragment]

    @classmethod
    def of(cls, hit: search.Hit) -> ResourceHit:
        return cls(
            node=Resource.of(hit.resource),
            cursor=search_cursor(hit.place),
            title_highlighted=[TextFragment.of(fragment) for fragment in hit.title],
            summary_highlighted=[TextFragment.of(fragment) for fragment in hit.summary],
        )


@strawberry.type(description="A value to filter by, and how many it would leave")
class FacetValue:
    value: str
    count: int

    @classmethod
    def of(cls, count: search.Count) -> FacetValue:
        return cls(value=count.value, count=count.count)


@strawberry.type(
    description="The 20 commonest values of each, counted under the query and the other filters"
)
class ResourceFacets:
    kinds: list[FacetValue]
    languages: list[FacetValue]
    topics: list[FacetValue]

    @classmethod
    def of(cls, facets: search.Facets) -> ResourceFacets:
        return cls(
            kinds=[FacetValue.of(count) for count in facets.kinds],
            languages=[FacetValue.of(count) for count in facets.languages],
            topics=[FacetValue.of(count) for count in facets.topics],
        )


@strawberry.type(description="One page of what was found, best first")
class ResourceSearch:
    edges: list[ResourceHit]
    page_info: PageInfo
    total_count: int = strawberry.field(
        description="How many match; pages lead to the first 1,000 of them"
    )
    facets: ResourceFacets
    is_degraded: bool = strawberry.field(
        description="The search engine is away, and the database answered in its place"
    )

    @strawberry.field
    def nodes(self) -> list[Resource]:
        return [edge.node for edge in self.edges]

    @classmethod
    def of(cls, found: search.Found, *, is_first: bool) -> ResourceSearch:
        edges = [ResourceHit.of(hit) for hit in found.hits]
        info = PageInfo(
            has_next_page=found.has_next,
            has_previous_page=not is_first,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return cls(
            edges=edges,
            page_info=info,
            total_count=found.total,
            facets=ResourceFacets.of(found.facets),
            is_degraded=found.is_degraded,
        )


SEARCH_CURSOR = re.compile(r"s(\d{1,4})\.([0-9a-f]{32})\.(\d\.\d{1,20}(?:e-\d{1,3})?)?")


def search_cursor(place: search.Place) -> Cursor:
    return encode(f"s{place.position}.{place.id.hex}.{'' if place.score is None else place.score}")


def read_search_cursor(field: str, cursor: Cursor) -> search.Place:
    """The place a search cursor holds; Invalid for anything `search_cursor` did not write."""
    found = SEARCH_CURSOR.fullmatch(decode(field, cursor))
    if found is None:
        raise InvalidError(field, NOT_A_CURSOR)
    position, id, score = found.groups()
    return search.Place(int(position), UUID(id), float(score) if score else None)


@strawberry.input
class PublishResourceInput:
    organization_id: strawberry.ID
    kind: ResourceKind
    title: str = strawberry.field(description="1 to 300 characters")
    url: str = strawberry.field(description="http or https; once in each library")
    language: str = strawberry.field(description="ISO 639-1 code")
    summary: str = strawberry.field(description="At most 4,000 characters", default="")
    author: str = strawberry.field(description="At most 300 characters", default="")
    topic: str = strawberry.field(description="At most 120 characters", default="")
    subtopic: str = strawberry.field(description="At most 120 characters", default="")
    idempotency_key: str | None = strawberry.field(
        description="Your own name for this; asking again with it gives the same resource",
        default=None,
    )


@strawberry.input(description="What to change; what is left out stays as it is")
class ReviseResourceInput:
    resource_id: strawberry.ID
    revision: int = strawberry.field(description="The one you read; refused if it has passed")
    kind: ResourceKind | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    summary: str | None = None
    author: str | None = None
    topic: str | None = None
    subtopic: str | None = None


@strawberry.input
class ArchiveResourceInput:
    resource_id: strawberry.ID


@strawberry.type(description="Published; searches find it")
class PublishResourcePayload:
    resource: Resource


@strawberry.type(description="The resource as it is now")
class ReviseResourcePayload:
    resource: Resource


@strawberry.type(description="Taken out of the library; publishing its address again restores it")
class ArchiveResourcePayload:
    resource: Resource


PublishResourceResult = Annotated[
    PublishResourcePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("PublishResourceResult"),
]
ReviseResourceResult = Annotated[
    ReviseResourcePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("ReviseResourceResult"),
]
ArchiveResourceResult = Annotated[
    ArchiveResourcePayload | NotFound | Forbidden | Invalid,
    strawberry.union("ArchiveResourceResult"),
]
