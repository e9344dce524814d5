"""What is found of what was said."""

from __future__ import annotations

import strawberry

import search
from schema.connections import PageInfo
from schema.conversations.types import Message
from schema.costs import costing
from schema.fragments import TextFragment
from schema.scalars import Cursor, list_cursor


@strawberry.type(description="A message that was found, where it matches, and its place")
class MessageHit:
    node: Message
    cursor: Cursor
    excerpt: list[TextFragment] = strawberry.field(
        description="Up to 240 characters of the body around its first match, with … where it goes"
        " on",
        metadata=costing(work=10),
    )

    @classmethod
    def of(cls, hit: search.MessageHit) -> MessageHit:
        return cls(
            node=Message.of(hit.message),
            cursor=list_cursor(hit.message.id),
            excerpt=[TextFragment.of(fragment) for fragment in hit.excerpt],
        )


@strawberry.type(description="One page of the messages that were found, newest first")
class MessageSearch:
    edges: list[MessageHit]
    page_info: PageInfo

    @strawberry.field
    def nodes(self) -> list[Message]:
        return [edge.node for edge in self.edges]

    @classmethod
    def of(cls, found: search.MessagesFound, *, is_first: bool) -> MessageSearch:
        info = PageInfo(
            has_next_page=found.has_next,
            has_previous_page=not is_first,
            start_cursor=list_cursor(found.ids[0]) if found.ids else None,
            end_cursor=list_cursor(found.ids[-1]) if found.ids else None,
        )
        return cls(edges=[MessageHit.of(hit) for hit in found.hits], page_info=info)
