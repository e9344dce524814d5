"""What must be so, in plain words: which tokens live, and who sees what. It asks nobody.

`docs/sessions.md` and `docs/domains.md` say the same; nothing here is shared with the product.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

numbers = count(1)


class Named:
    """Shown by its name in the sequence of steps that a failure prints."""

    id: str
    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


@dataclass(eq=False, repr=False)
class Person(Named):
    name: str
    id: str
    email: str
    password: str
    former: list[str] = field(default_factory=list)
    failures: int = 0


@dataclass(eq=False, repr=False)
class Session(Named):
    """`accesses` and `refreshes` are all that it ever had, oldest first."""

    person: Person
    accesses: list[str]
    refreshes: list[str]
    id: str = ""
    is_living: bool = True
    is_lost: bool = False
    """The client never got the newest pair, and still holds the one before."""
    may_repeat: bool = False
    """Nothing of the newest pair was used, so what gave it gives it once more."""

    def __post_init__(self) -> None:
        self.name = f"{self.person.name}'s {next(numbers)}"

    @property
    def is_usable(self) -> bool:
        return self.is_living and not self.is_lost

    @property
    def kept(self) -> int:
        """The place of the refresh token that the client holds."""
        return len(self.refreshes) - (2 if self.is_lost else 1)

    def use(self) -> str:
        """The newest access token."""
        self.may_repeat = False
        return self.accesses[-1]

    def met(self, sessions: list[dict[str, Any]]) -> None:
        """It was shown which one it is."""
        self.id = next(one["id"] for one in sessions if one["isThisOne"])

    def show(self, place: int) -> str:
        """What showing a refresh token gives: a new pair, the same pair, or nothing ever again."""
        newest = len(self.refreshes) - 1
        if self.is_living and place == newest:
            self.may_repeat = True
            return "new"
        if self.is_living and place == newest - 1 and self.may_repeat:
            return "same"
        self.is_living = False
        return "none"


@dataclass(eq=False, repr=False)
class Program(Named):
    name: str
    id: str
    organization: str
    is_open: bool


@dataclass(eq=False, repr=False)
class Seat(Named):
    id: str
    organization: str
    person: Person
    role: str

    def __post_init__(self) -> None:
        self.name = f"{self.person.name} as {self.role} of an organization"


@dataclass(eq=False, repr=False)
class Part(Named):
    id: str
    program: Program
    person: Person
    role: str
    status: str

    def __post_init__(self) -> None:
        self.name = f"{self.person.name} as {self.role} of {self.program.name}"


@dataclass
class World:
    people: list[Person] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def organizations(self) -> list[str]:
        return sorted({program.organization for program in self.programs})

    @property
    def usable(self) -> list[Session]:
        return [session for session in self.sessions if session.is_usable]

    @property
    def living(self) -> list[Session]:
        return [session for session in self.sessions if session.is_living]

    @property
    def renewed(self) -> list[Session]:
        return [session for session in self.living if len(session.refreshes) > 1]

    @property
    def leavable(self) -> list[Part]:
        """Of somebody who is signed in."""
        people = [session.person for session in self.usable]
        taken = [part for part in self.parts if part.status in ("PENDING", "APPROVED")]
        return [part for part in taken if part.person in people]

    @property
    def dead(self) -> list[str]:
        """Access tokens that are no good, and of which the client of a lost answer knows."""
        ended = [one.accesses[-1] for one in self.sessions if not one.is_living]
        return [*(access for one in self.sessions for access in one.accesses[:-1]), *ended]

    def living_of(self, person: Person) -> list[Session]:
        return [one for one in self.living if one.person is person]

    def seat(self, person: Person, organization: str) -> Seat | None:
        seats = (one for one in self.seats if one.organization == organization)
        return next((one for one in seats if one.person is person), None)

    def owners(self, organization: str) -> list[Person]:
        seats = (one for one in self.seats if one.organization == organization)
        return [one.person for one in seats if one.role == "OWNER"]

    def part(self, person: Person, program: Program, role: str) -> Part | None:
        parts = (one for one in self.parts if one.program is program and one.role == role)
        return next((one for one in parts if one.person is person), None)

    def takes_part(self, person: Person, program: Program, *roles: str) -> bool:
        mine = [self.part(person, program, role) for role in roles]
        return any(part and part.status == "APPROVED" for part in mine)

    def leads(self, person: Person, program: Program) -> bool:
        is_staff = self.seat(person, program.organization) is not None
        return is_staff or self.takes_part(person, program, "COORDINATOR")

    def joined(self, person: Person, program: Program) -> bool:
        return self.leads(person, program) or self.takes_part(person, program, "MENTOR", "MENTEE")

    def sees_program(self, person: Person, program: Program) -> bool:
        applied = any(one.person is person and one.program is program for one in self.parts)
        return program.is_open or applied or self.joined(person, program)

    def sees_part(self, person: Person, part: Part) -> bool:
        is_shown = part.status == "APPROVED" and self.joined(person, part.program)
        return part.person is person or is_shown or self.leads(person, part.program)

    def sees_person(self, person: Person, other: Person) -> bool:
        parts = (part for part in self.parts if part.person is other)
        return person is other or any(self.sees_part(person, part) for part in parts)

    def sees_seat(self, person: Person, seat: Seat) -> bool:
        return self.seat(person, seat.organization) is not None
