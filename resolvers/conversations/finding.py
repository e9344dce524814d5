"""Finding what was said."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema import ids
from schema.connections import page
from schema.conversations import MessageSearch
from schema.costs import costing
from schema.guards import SignedIn
from schema.scalars import Cursor, Info
from search import MessageQuestion, search_messages

Words = Annotated[
    str,
    strawberry.argument(
        description="1 to 10 words, up to 200 characters; each must be there, and the last may be"
        " the beginning of one, from three letters on"
    ),
]
OnlyThere = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only in this conversation")
]
OnlyTheirs = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only what this person said")
]
Later = Annotated[
    datetime | None, strawberry.argument(description="Only what was said after this moment")
]
Earlier = Annotated[
    datetime | None, strawberry.argument(description="Only what was said before this moment")
]
First = Annotated[
    int | None, strawberry.argument(description="At most so many, 1 to 100; 20 if not given")
]
After = Annotated[Cursor | None, strawberry.argument(description="Only what follows this place")]


@strawberry.type
class FindingQueries:
    @strawberry.field(
        description="Messages of your conversations, closed ones too, by the words that they hold"
        " now: newest first; case and accents do not matter",
        extensions=[SignedIn()],
        metadata=costing(work=100),
    )
    async def search_messages(  # noqa: PLR0913
        self,
        info: Info,
        query: Words,
        conversation_id: OnlyThere = None,
        sender_id: OnlyTheirs = None,
        sent_after: Later = None,
        sent_before: Earlier = None,
        first: First = None,
        after: After = None,
    ) -> MessageSearch:
        where = wanted("conversation", "conversationId", conversation_id)
        whose = wanted("user", "senderId", sender_id)
        asked = MessageQuestion(query, page(first, after), where, whose, sent_after, sent_before)
        found = await search_messages(info.context.signed_in(), asked)
        return MessageSearch.of(found, is_first=after is None)


def wanted(kind: str, field: str, id: str | None) -> UUID | None:
    return None if id is None else ids.decode(kind, field, id)
