"""Bringing many resources into a library at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from uuid_utils.compat import uuid7

from actions.resources.drafts import COLUMNS, Draft
from actions.transaction import transaction
from models import Organization
from models.sql import fetch


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    revised: int
    unchanged: int


# Sorted, so that two imports of the same addresses at once do not deadlock.
IMPORT = """
    WITH written AS (
        INSERT INTO resource (
            id, created_at, revised_at, organization_id, status, revision,
            kind, title, url, language, summary, author, topic, subtopic
        )
        SELECT id, now(), now(), $1, 'PUBLISHED', 1,
            kind, title, url, language, summary, author, topic, subtopic
        FROM unnest(
            $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::text[], $10::text[]
        ) AS draft (id, kind, title, url, language, summary, author, topic, subtopic)
        ORDER BY url
        ON CONFLICT (organization_id, url) DO UPDATE SET
            kind = excluded.kind, title = excluded.title, language = excluded.language,
            summary = excluded.summary, author = excluded.author, topic = excluded.topic,
            subtopic = excluded.subtopic, revision = resource.revision + 1, revised_at = now()
        WHERE resource.status = 'PUBLISHED' AND (
            resource.kind, resource.title, resource.language, resource.summary,
            resource.author, resource.topic, resource.subtopic
        ) IS DISTINCT FROM (
            excluded.kind, excluded.title, excluded.language, excluded.summary,
            excluded.author, excluded.topic, excluded.subtopic
        )
        RETURNING id, revision
    )
    SELECT id, revision = 1 AS is_added FROM written
"""


async def import_resources(organization: Organization, drafts: Sequence[Draft]) -> Imported:
    """Bring checked drafts, each address once, into a library in one transaction.

    What stands there as it is stays untouched, and what was archived stays archived.
    """
    values = [[draft.kind.value for draft in drafts]]
    values += [[getattr(draft, name) for draft in drafts] for name in COLUMNS[1:]]
    async with transaction() as current:
        # A thousand long texts take longer to index than any request may.
        await fetch("SET LOCAL statement_timeout = '120s'")
        written = await fetch(IMPORT, organization.id, [uuid7() for _ in drafts], *values)
        if written:
            ids = [str(row["id"]) for row in written]
            await current.later("index_resources", resource_ids=ids)
    added = sum(row["is_added"] for row in written)
    return Imported(added, len(written) - added, len(drafts) - len(written))


async def count_anew() -> None:
    """Tell the planner how much there is now; until then it plans searches for what there was."""
    await fetch("ANALYZE resource, resource_search, resource_word")
