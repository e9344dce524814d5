"""Searching as clients do."""

from typing import Any

from models import User
from tests.documents import Ask

SEARCH = """
query (
  $organizationId: ID, $query: String! = "", $kinds: [ResourceKind!], $languages: [String!],
  $topics: [String!], $first: Int, $after: Cursor
) {
  searchResources(
    organizationId: $organizationId, query: $query, kinds: $kinds, languages: $languages,
    topics: $topics, first: $first, after: $after
  ) {
    edges {
      cursor
      node { title }
      titleHighlighted { text isMatch }
      summaryHighlighted { text isMatch }
    }
    nodes { title }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
    isDegraded
    facets {
      kinds { value count }
      languages { value count }
      topics { value count }
    }
  }
}
"""

EMPTY = {
    "edges": [],
    "nodes": [],
    "pageInfo": {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    },
    "totalCount": 0,
    "isDegraded": False,
    "facets": {"kinds": [], "languages": [], "topics": []},
}


async def search(ask: Ask, viewer: User, query: str = "", **variables: Any) -> dict[str, Any]:
    answer = await ask(viewer, SEARCH, query=query, **variables)
    assert answer.errors == []
    found: dict[str, Any] = answer.data["searchResources"]
    return found


async def titles(ask: Ask, viewer: User, query: str = "", **variables: Any) -> list[str]:
    """The titles that are found, in order."""
    return titles_of(await search(ask, viewer, query, **variables))


def titles_of(found: dict[str, Any]) -> list[str]:
    return [node["title"] for node in found["nodes"]]


def marked(fragments: list[dict[str, Any]]) -> str:
    """Fragments as one text, with brackets around what matches."""
    return "".join(f"[{f['text']}]" if f["isMatch"] else f["text"] for f in fragments)


async def marked_titles(ask: Ask, viewer: User, query: str) -> list[str]:
    found = await search(ask, viewer, query)
    return [marked(edge["titleHighlighted"]) for edge in found["edges"]]


def counts(found: dict[str, Any], facet: str) -> dict[str, int]:
    return {entry["value"]: entry["count"] for entry in found["facets"][facet]}
