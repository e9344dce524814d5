"""What the files in `data` hold. Days are counted back from today."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from models import (
    ConversationKind,
    EnrollmentStatus,
    MatchRule,
    Measure,
    ProgramRole,
    QuestionKind,
    RequestStatus,
    ResourceKind,
)

FOLDER = Path(__file__).parent / "data"


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(Shape):
    """What somebody applied for in a program, and what became of it."""

    program: str
    role: ProgramRole
    capacity: int | None = None
    day: float | None = None
    """Soon after joining if None."""
    status: EnrollmentStatus = EnrollmentStatus.APPROVED
    ended: float = 0
    """When it was over, if it is."""


class Person(Shape):
    name: str
    headline: str
    bio: str
    languages: list[str]
    """As `de`, or `de: C1` with how well."""
    time_zone: str
    free: list[str]
    """As `Tue 18:00-20:30`."""
    away: list[tuple[int, int]] = []
    """First and last day, counted forward from today."""
    pauses: float | None = None
    """Since when they mentor nobody new."""
    joined: float
    offers: list[str] = []
    """As `Python`, or `Python: EXPERT` with where they stand; so are wants."""
    wants: list[str] = []
    parts: list[Part] = []
    choices: dict[str, list[str]] = {}
    """Answers to questions of the organization, by their keys."""
    at: str = "example.org"


class Program(Shape):
    key: str
    name: str
    description: str
    is_open: bool
    coordinator: str
    begun: float


class Question(Shape):
    """What the organization asks its people itself."""

    key: str
    label: str
    kind: QuestionKind
    choices: list[str] = []
    match_rule: MatchRule | None = None
    weight: int = 0


class Organization(Shape):
    name: str
    slug: str
    owner: str
    founded: float
    questions: list[Question] = []
    programs: list[Program]


class Talk(Shape):
    """What was said at one sitting, a line each, as `amara: Bonjour`."""

    day: float
    lines: list[str]
    unread: list[str] = []


class Step(Shape):
    title: str
    due: int | None = None
    reached: float | None = None


class Goal(Shape):
    """`due` counts forward from today; a check-in is a day, a value and a note."""

    day: float
    title: str
    why: str
    measure: Measure
    unit: str = ""
    start: Decimal | None = None
    target: Decimal | None = None
    due: int
    milestones: list[Step] = []
    check_ins: list[tuple[float, Decimal, str]] = []


class End(Shape):
    day: float
    by: str
    reason: str


class Pair(Shape):
    """A mentee who asked a mentor, and all that came of it."""

    program: str
    mentor: str
    mentee: str
    asked: float
    note: str
    answer: RequestStatus = RequestStatus.PENDING
    answered: float = 0
    talks: list[Talk] = []
    goals: list[Goal] = []
    ended: End | None = None

    @property
    def names(self) -> tuple[str, str]:
        return self.mentor, self.mentee


class Gathering(Shape):
    """A group or an announcement; `read_by` have read all of it."""

    program: str
    kind: ConversationKind
    title: str
    host: str
    members: list[str] = []
    is_for_everybody: bool = False
    started: float
    read_by: list[str]
    talks: list[Talk]


class Resource(Shape):
    by: str
    kind: ResourceKind
    title: str
    author: str
    url: str
    language: str
    topic: str
    subtopic: str = ""
    summary: str


class Library(Shape):
    """Published one after the other, evenly, from the day `since` until today."""

    organization: str
    since: float
    resources: list[Resource]


def people() -> dict[str, Person]:
    return {name: Person(**values) for name, values in read(FOLDER / "people.toml").items()}


def organizations() -> list[Organization]:
    values = read(FOLDER / "programs.toml")
    return [Organization(**each) for each in values["organization"]]


def pairs() -> Iterator[Pair]:
    for path in sorted((FOLDER / "pairs").glob("*.toml")):
        values = read(path)
        yield from (Pair(program=values["program"], **each) for each in values["pairs"])


def gatherings() -> list[Gathering]:
    values = read(FOLDER / "gatherings.toml")
    return [Gathering(**each) for each in values["gatherings"]]


def libraries() -> list[Library]:
    return [Library(**read(path)) for path in sorted((FOLDER / "resources").glob("*.toml"))]


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
