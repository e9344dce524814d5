"""A question in the words of Meilisearch."""

from collections.abc import Mapping
from typing import Any

from search.indexes import RESOURCES
from search.question import Question

FACETS = ("kind", "language", "topic")

OVERLAP = 50
"""A page starts after the hit it is to follow, though that one moved so many places meanwhile."""


def window_start(question: Question) -> int:
    return max(0, question.start - OVERLAP)


def queries_of(question: Question) -> list[dict[str, Any]]:
    """The page, and for each filter the counts that there would be without it."""
    filters = filters_of(question)
    base = {"indexUid": RESOURCES, "q": question.text, "matchingStrategy": "all"}
    start = window_start(question)
    page = {
        "filter": list(filters.values()),
        "facets": FACETS,
        "sort": ["id:desc"],
        "offset": start,
        "limit": question.start - start + question.limit + OVERLAP,
        "attributesToRetrieve": ["id", "revision"],
        "showMatchesPosition": True,
    }
    without = [name for name in FACETS if name in filters]
    return [base | page] + [
        base | {"filter": others(filters, name), "facets": [name], "limit": 0} for name in without
    ]


def filters_of(question: Question) -> dict[str, str]:
    wanted = {
        "organization_id": [str(id) for id in question.organizations],
        "kind": [kind.value for kind in question.kinds],
        "language": question.languages,
        "topic": question.topics,
    }
    return {
        name: f"{name} IN [{', '.join(map(quoted, values))}]"
        for name, values in wanted.items()
        if values or name == "organization_id"
    }


def others(filters: Mapping[str, str], name: str) -> list[str]:
    return [text for other, text in filters.items() if other != name]


def quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
