"""What a resource must be before it is stored."""

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from actions import checks
from actions.users import known_language
from errors import Invalid
from models import ResourceKind

LONGEST_SUMMARY = 4_000
LONGEST_URL = 2_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody says of a resource; `language` is an ISO 639-1 code."""

    kind: ResourceKind
    title: str
    url: str
    language: str
    summary: str = ""
    author: str = ""
    topic: str = ""
    subtopic: str = ""


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What to change; None leaves it as it is."""

    kind: ResourceKind | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    summary: str | None = None
    author: str | None = None
    topic: str | None = None
    subtopic: str | None = None


COLUMNS = tuple(field.name for field in fields(Draft))


def columns(source: Any) -> dict[str, Any]:
    """What a draft is made of, from whatever has it under the same names."""
    return {name: getattr(source, name) for name in COLUMNS}


def checked(draft: Draft) -> Draft:
    """The draft as it is stored; Invalid names the first field that cannot be."""
    return Draft(
        kind=draft.kind,
        title=checks.text("title", draft.title, least=1, most=300),
        url=checked_url(draft.url),
        language=known_language("language", draft.language.strip().lower()),
        summary=checks.text("summary", draft.summary, most=LONGEST_SUMMARY),
        author=checks.text("author", draft.author, most=300),
        topic=checks.text("topic", draft.topic, most=120),
        subtopic=checks.text("subtopic", draft.subtopic, most=120),
    )


def checked_url(url: str) -> str:
    """An address of the web. Its bytes are counted, for the database keeps it in an index."""
    url = checks.text("url", url, least=1, most=LONGEST_URL)
    if len(url.encode()) > LONGEST_URL:
        raise Invalid("url", f"Write at most {LONGEST_URL:,} bytes; percent-encode less")
    if not is_web_address(url):
        raise Invalid("url", "Write a whole address such as https://example.org/page")
    return url


def is_web_address(url: str) -> bool:
    """http or https, a host, no spaces, and nobody's password."""
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_whole and "@" not in parts.netloc and url.isprintable() and " " not in url
