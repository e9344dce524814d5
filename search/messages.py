"""Searching in one's own conversations: PostgreSQL full text, newest first, and nothing else.

Words are folded as those of resources are; each must be there, the last may be the beginning of
one. Which conversations are searched is part of the query, and the rows are asked of the policy.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from errors import Invalid
from models import Message, User
from models.pages import NEWEST_FIRST, Page, check
from models.sources import seen
from models.sql import fetch
from policies import conversations as policy
from search.highlights import excerpt
from search.question import LONGEST_TEXT, Fragment
from search.runs import MOST_WORDS, Run, exact, terms_of, typed

WORDS = f"SELECT word, dense FROM search_runs($1) ORDER BY place LIMIT {MOST_WORDS + 1}"

# MATERIALIZED: read in the order of ids, every message there is would be looked at.
SEARCH = """
    WITH found AS MATERIALIZED (
        SELECT message.id FROM member
        JOIN searchable_message AS message ON message.conversation_id = member.conversation_id
        WHERE member.user_id = $1 AND message.words @@ $2::tsquery
            AND ($3::uuid IS NULL OR member.conversation_id = $3)
            AND ($4::uuid IS NULL OR sender_id = $4)
            AND ($5::timestamptz IS NULL OR message.created_at > $5)
            AND ($6::timestamptz IS NULL OR message.created_at < $6)
            AND ($7::uuid IS NULL OR message.id < $7)
    )
    SELECT id FROM found ORDER BY id DESC LIMIT $8
"""


SHORTEST_BEGINNING = 3
"""Shorter ones begin too many words that others said."""

TOO_LONG = f"Write at most {LONGEST_TEXT} characters"
NUL = "Remove the NUL character; nothing stored has one"
NO_WORDS = "Write at least one word"
MANY_WORDS = f"Write at most {MOST_WORDS} words"


@dataclass(frozen=True, slots=True)
class MessageQuestion:
    """What to look for, and where; None asks for nothing. Invalid if it is too much."""

    text: str
    page: Page
    conversation_id: UUID | None = None
    sender_id: UUID | None = None
    sent_after: datetime | None = None
    sent_before: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST_TEXT:
            raise Invalid("query", TOO_LONG)
        if "\x00" in self.text:
            raise Invalid("query", NUL)
        check(NEWEST_FIRST, self.page)


@dataclass(frozen=True, slots=True)
class MessageHit:
    message: Message
    excerpt: Sequence[Fragment]


@dataclass(frozen=True, slots=True)
class MessagesFound:
    """A page of hits; `ids` are those of all that matched, shown or not."""

    hits: Sequence[MessageHit]
    ids: Sequence[UUID]
    has_next: bool


async def search_messages(viewer: User, question: MessageQuestion) -> MessagesFound:
    """Messages of the viewer's own conversations that hold every word, newest first.

    Invalid for no words, or too many of them.
    """
    runs = await words_of(question.text)
    matching = await ids_of(viewer, question, runs)
    ids = matching[: question.page.limit]
    rows = await seen(policy.messages_visible_to, viewer).among(ids)
    terms = terms_of(runs) if begins(runs) else replace(terms_of(runs), prefix=None)
    hits = []
    for row in (rows[id] for id in ids if id in rows):
        hits.append(MessageHit(row, excerpt(row.body, terms)))
        # A long one takes milliseconds, and there may be a hundred: others have their turn.
        await asyncio.sleep(0)
    return MessagesFound(hits, ids, has_next=len(matching) > len(ids))


async def words_of(text: str) -> list[Run]:
    runs = [Run(**row, similar=()) for row in await fetch(WORDS, text)]
    if not runs:
        raise Invalid("query", NO_WORDS)
    if len(runs) > MOST_WORDS:
        raise Invalid("query", MANY_WORDS)
    return runs


async def ids_of(viewer: User, question: MessageQuestion, runs: Sequence[Run]) -> list[UUID]:
    """One more than the page holds, if there are more."""
    rows = await fetch(
        SEARCH,
        viewer.id,
        typed(runs) if begins(runs) else exact(runs),
        question.conversation_id,
        question.sender_id,
        question.sent_after,
        question.sent_before,
        question.page.after,
        question.page.limit + 1,
    )
    return [row["id"] for row in rows]


def begins(runs: Sequence[Run]) -> bool:
    """Whether the last word is long enough to be the beginning of one."""
    return len(runs[-1].word or "") >= SHORTEST_BEGINNING
