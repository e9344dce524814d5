"""Keeping the search engine's copy like the database."""

from uuid import UUID

from models import OutboxEntry
from search import sync


async def resources(entries: list[OutboxEntry]) -> None:
    """The resources as they are now; once each, however often they were changed."""
    ids = (id for entry in entries for id in entry.payload["resource_ids"])
    await sync.index_resources({UUID(id) for id in ids})
