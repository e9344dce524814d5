"""What is asked of a search, and what comes back, whichever engine answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from errors import Invalid
from models import Resource, ResourceKind

REACHABLE = 1_000
"""Nobody pages further than this: who has not found it by then asks differently."""

LONGEST_TEXT = 200
MOST_VALUES = 50
MOST_COUNTS = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit stood: PostgreSQL continues after its score and id, Meilisearch after its id."""

    position: int
    id: UUID
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`organizations` are those whose resources the asker may see: policies say so, not clients.

    No text means newest first. Empty filters let everything through. Invalid if it is too much.
    """

    organizations: frozenset[UUID]
    text: str = ""
    kinds: tuple[ResourceKind, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    limit: int = 20
    after: Place | None = None

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST_TEXT:
            raise Invalid("query", f"Write at most {LONGEST_TEXT} characters")
        if "\x00" in "".join((self.text, *self.languages, *self.topics)):
            raise Invalid("query", "Remove the NUL character; nothing stored has one")
        for name in ("kinds", "languages", "topics"):
            if len(getattr(self, name)) > MOST_VALUES:
                raise Invalid(name, f"Choose at most {MOST_VALUES}")

    @property
    def start(self) -> int:
        """How many hits come before the page."""
        return self.after.position if self.after else 0

    @property
    def reach(self) -> int:
        """How many hits the page may hold."""
        return max(0, min(self.limit, REACHABLE - self.start))

    def goes_on(self, found: int) -> bool:
        """Whether a page follows, where so many hits were found after the start of this one."""
        return found > self.reach and self.start + self.reach < REACHABLE


@dataclass(frozen=True, slots=True)
class Fragment:
    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A resource, its texts cut where they match, and its place in the list."""

    resource: Resource
    title: Sequence[Fragment]
    summary: Sequence[Fragment]
    place: Place


@dataclass(frozen=True, slots=True)
class Count:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The commonest values, each counted under the filters on the other two."""

    kinds: Sequence[Count] = ()
    languages: Sequence[Count] = ()
    topics: Sequence[Count] = ()


@dataclass(frozen=True, slots=True)
class Found:
    hits: Sequence[Hit] = ()
    total: int = 0
    facets: Facets = Facets()
    has_next: bool = False
    is_degraded: bool = False
