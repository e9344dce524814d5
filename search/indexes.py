"""How Meilisearch is to index: data, applied at the start and before anything is fed."""

from typing import Any

from models import Resource
from search.question import MOST_COUNTS, REACHABLE

RESOURCES = "resources"

SETTINGS: dict[str, Any] = {
    "searchableAttributes": ["title", "topic", "subtopic", "author", "summary"],
    "filterableAttributes": ["id", "organization_id", "kind", "language", "topic"],
    "sortableAttributes": ["id"],
    # Newest first decides last, so that the order is total and pages do not shift.
    "rankingRules": ["words", "typo", "proximity", "attribute", "exactness", "sort"],
    # So that C++ and C# are not C.
    "nonSeparatorTokens": ["+", "#"],
    "separatorTokens": ["<", ">", "=", "&", "@", "%", "$", "~", "^", "`"],
    "faceting": {"maxValuesPerFacet": MOST_COUNTS + 1, "sortFacetValuesBy": {"*": "count"}},
    "pagination": {"maxTotalHits": REACHABLE},
    "searchCutoffMs": 200,
}


def document_of(resource: Resource) -> dict[str, Any]:
    """What the index keeps; `revision` says of which state its texts are."""
    return {
        "id": str(resource.id),
        "revision": resource.revision,
        "organization_id": str(resource.organization_id),
        "kind": resource.kind.value,
        "language": resource.language,
        "title": resource.title,
        "topic": resource.topic,
        "subtopic": resource.subtopic,
        "author": resource.author,
        "summary": resource.summary,
    }
