"""The rows behind hits, asked of the database once more: an index can lag, rights cannot."""

from collections.abc import Collection
from uuid import UUID

from models import Resource
from policies.resources import published_in
from search.question import Question


async def rows_of(question: Question, ids: Collection[UUID]) -> dict[UUID, Resource]:
    """Those that are published where the asker may look."""
    rows = await published_in(question.organizations).filter(id__in=list(ids))
    return {row.id: row for row in rows}
