"""Keeps Meilisearch in step with the database: with rows as they are now, whoever asks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from anyio import to_thread
from meilisearch import Client
from meilisearch.models.task import TaskInfo

from models import Organization, Resource, ResourceStatus
from models.acting import by_system
from models.sql import fetch
from search import meilisearch
from search.indexes import RESOURCES, SETTINGS, document_of
from search.meilisearch import Meilisearch

T = TypeVar("T")

log = logging.getLogger("mentorgraph.search")

BATCH = 1_000
MOST_ROUNDS = 5
TASK_SECONDS = 30
THREAD_SECONDS = 40
CLIENT_SECONDS = 10

# Words hold no quotes: they are what is left between signs.
FORGET = """
    DELETE FROM resource_word AS known WHERE organization_id = $1 AND NOT EXISTS (
        SELECT FROM searchable_resource
        WHERE organization_id = $1 AND document @@ quote_literal(known.word)::tsquery
    )
"""

Documents = dict[UUID, dict[str, Any]]


class IndexingFailed(Exception):
    """Meilisearch took a task and could not do it, or rows changed faster than it follows."""


@by_system
async def prepare() -> bool:
    """Apply the index's settings, and fill it if it is empty; whether it is ready.

    It is empty when the server is told of a Meilisearch for the first time, or of one that was
    wiped. If it is not ready, nothing else has to wait.
    """
    engine = meilisearch.configured()
    if engine is None:
        return False
    try:
        await apply_settings(engine)
        if await is_empty(engine):
            async for rows in reindex():
                log.info("Meilisearch is being filled: %s rows", rows)
    except Exception as error:
        log.warning("Meilisearch is not ready, PostgreSQL answers searches: %r", error)
    return engine.is_prepared


async def is_empty(engine: Meilisearch) -> bool:
    def read() -> bool:
        stats = engine.client(CLIENT_SECONDS).index(RESOURCES).get_stats()
        return stats.number_of_documents == 0

    return await in_thread(read)


async def index_resources(ids: Iterable[UUID]) -> None:
    """Put published resources into the index and take all others out, in any order, any number
    of times. Raises whatever Meilisearch does; then nothing is lost, and it can be asked again.
    """
    engine = meilisearch.configured()
    if engine is None:
        return
    if not engine.is_prepared:
        await apply_settings(engine)
    tasks = [await hand_over(engine, batch) for batch in batches(list(dict.fromkeys(ids)))]
    await finish(engine, chain.from_iterable(tasks))


async def reindex() -> AsyncIterator[int]:
    """Bring all of the index in step, in place; yields how many rows it has been through.

    Searches are answered meanwhile, and what is written meanwhile is kept.
    """
    engine = meilisearch.configured()
    if engine is None:
        return
    await apply_settings(engine)
    known = [row["id"] for row in await fetch("SELECT id FROM resource ORDER BY id")]
    left_over = await indexed_ids(engine) - set(known)
    done = 0
    for batch in batches([*known, *left_over]):
        await finish(engine, await hand_over(engine, batch))
        done += len(batch)
        yield done


async def forget_unused_words() -> None:
    """Words are kept to know what a misspelt one means; this forgets those no resource uses."""
    for organization in await Organization.all().only("id"):
        await fetch(FORGET, organization.id)


async def apply_settings(engine: Meilisearch) -> None:
    await perform(engine, lambda client: [client.index(RESOURCES).update_settings(dict(SETTINGS))])
    engine.is_prepared = True


async def hand_over(engine: Meilisearch, ids: Sequence[UUID]) -> list[TaskInfo]:
    """The tasks that Meilisearch was given, in the end with these rows as they are now.

    They are read again after they were given: another worker may carry an older state of the same
    row, and whichever is given last stays.
    """
    tasks: list[TaskInfo] = []
    given: Documents | None = None
    for _ in range(MOST_ROUNDS):
        documents = await documents_of(ids)
        if documents == given:
            return tasks
        tasks += await in_thread(partial(give, engine.client(CLIENT_SECONDS), ids, documents))
        given = documents
    raise IndexingFailed("These resources change faster than they can be indexed")


async def documents_of(ids: Sequence[UUID]) -> Documents:
    rows = await Resource.filter(id__in=list(ids), status=ResourceStatus.PUBLISHED)
    return {row.id: document_of(row) for row in rows}


def give(client: Client, ids: Sequence[UUID], documents: Documents) -> list[TaskInfo]:
    index = client.index(RESOURCES)
    added = [index.add_documents(list(documents.values()), "id")] if documents else []
    gone = ", ".join(f'"{id}"' for id in ids if id not in documents)
    return added + ([index.delete_documents(filter=f"id IN [{gone}]")] if gone else [])


async def perform(engine: Meilisearch, start: Callable[[Client], list[TaskInfo]]) -> None:
    await finish(engine, await in_thread(lambda: start(engine.client(CLIENT_SECONDS))))


async def finish(engine: Meilisearch, tasks: Iterable[TaskInfo]) -> None:
    """Wait until tasks are done; IndexingFailed says which could not be."""

    def wait() -> None:
        client = engine.client(CLIENT_SECONDS)
        for task in tasks:
            done = client.wait_for_task(task.task_uid, timeout_in_ms=TASK_SECONDS * 1_000)
            if done.status != "succeeded":
                raise IndexingFailed(f"Meilisearch could not do {done.type}: {done.error}")

    await in_thread(wait)


async def indexed_ids(engine: Meilisearch) -> set[UUID]:
    def read() -> set[UUID]:
        index, found = engine.client(CLIENT_SECONDS).index(RESOURCES), set[UUID]()
        while True:
            asked = {"fields": ["id"], "limit": BATCH, "offset": len(found)}
            page = index.get_documents(asked).results
            if not page:
                return found
            found |= {UUID(document.id) for document in page}

    return await in_thread(read)


async def in_thread(work: Callable[[], T]) -> T:
    async with asyncio.timeout(THREAD_SECONDS):
        return await to_thread.run_sync(work, abandon_on_cancel=True)


def batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
