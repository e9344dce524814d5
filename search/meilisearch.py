"""Searching with Meilisearch, through its synchronous client in a worker thread."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any
from uuid import UUID

from meilisearch import Client

from models import Resource
from search.breaker import Breaker
from search.highlights import Span, fragments
from search.hits import rows_of
from search.queries import FACETS, queries_of, window_start
from search.question import MOST_COUNTS, Count, Facets, Found, Hit, Place, Question
from settings import get_settings

BUDGET_SECONDS = 0.3
CLIENT_SECONDS = 1
"""The client counts in whole seconds."""
MOST_AT_ONCE = 8


class Meilisearch:
    """One server, its breaker, and the few threads that may wait for it."""

    def __init__(self, url: str, key: str | None) -> None:
        self.url, self.key = url, key
        self.is_prepared = False
        self.breaker = Breaker()
        self.threads = ThreadPoolExecutor(MOST_AT_ONCE, "meilisearch")

    def client(self, seconds: int = CLIENT_SECONDS) -> Client:
        """A new one each time: it changes its headers while it sends, so threads cannot share."""
        return Client(self.url, self.key, timeout=seconds)

    async def ask(self, queries: Sequence[Mapping[str, Any]]) -> Sequence[dict[str, Any]]:
        """Their results; TimeoutError after 300 ms, waiting for a thread included.

        A thread that is given up stays taken until its client gives up too.
        """
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(BUDGET_SECONDS):
            asked = loop.run_in_executor(self.threads, lambda: self.client().multi_search(queries))
            return (await asked)["results"]

    async def answer(self, question: Question) -> Found:
        """What the index finds. Raises whatever went wrong."""
        main, *others = await self.ask(queries_of(question))
        found = following(question, main["hits"])
        counted = main["facetDistribution"]
        for other in others:
            counted |= other["facetDistribution"]
        hits = await hits_of(question, found[: question.reach])
        return Found(
            hits=hits,
            total=main["estimatedTotalHits"],
            facets=Facets(*(counts(counted[name]) for name in FACETS)),
            has_next=bool(hits) and question.goes_on(len(found)),
        )


def configured() -> Meilisearch | None:
    """The server of the settings, the same object each time; None if there is none."""
    settings = get_settings()
    return made(settings.meilisearch_url, settings.meilisearch_key)


@cache
def made(url: str | None, key: str | None) -> Meilisearch | None:
    return Meilisearch(url, key) if url else None


def following(question: Question, hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The hits after the one the asker saw last, or after its place if it is gone."""
    start = question.start - window_start(question)
    last = str(question.after.id) if question.after else None
    seen = (number for number, hit in enumerate(hits, start=1) if hit["id"] == last)
    return hits[next(seen, start) :]


async def hits_of(question: Question, found: Sequence[Mapping[str, Any]]) -> list[Hit]:
    """Hits with their rows as they are now; what may not be seen any more is left out."""
    ids = [UUID(hit["id"]) for hit in found]
    rows = await rows_of(question, ids)
    return [
        hit_of(rows[id], hit, Place(question.start + number, id))
        for number, (id, hit) in enumerate(zip(ids, found, strict=True), start=1)
        if id in rows
    ]


def hit_of(row: Resource, hit: Mapping[str, Any], place: Place) -> Hit:
    is_same = row.revision == hit["revision"]
    positions = hit["_matchesPosition"] if is_same else {}
    return Hit(
        resource=row,
        title=fragments(row.title, spans(row.title, positions.get("title", ()))),
        summary=fragments(row.summary, spans(row.summary, positions.get("summary", ()))),
        place=place,
    )


def spans(text: str, positions: Sequence[Mapping[str, int]]) -> list[Span]:
    """Places in characters; Meilisearch counts the bytes of UTF-8."""
    data = text.encode()
    starts = [(len(data[: place["start"]].decode()), place) for place in positions]
    return [
        (start, start + len(data[place["start"] :][: place["length"]].decode()))
        for start, place in sorted(starts, key=lambda pair: pair[0])
    ]


def counts(distribution: Mapping[str, int]) -> list[Count]:
    return [Count(value, count) for value, count in distribution.items() if value][:MOST_COUNTS]
