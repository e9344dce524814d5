"""Conversations of two, and one of thousands, in which nothing was said yet."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar
from uuid import UUID

from tqdm import tqdm

from bench.rows import (
    FIRST_DAY,
    Person,
    analyse,
    gather_in,
    matches_of,
    people_of,
    signed_in,
)
from models import (
    ConversationEvent,
    Enrollment,
    EnrollmentStatus,
    Match,
    Message,
    Organization,
    Program,
    ProgramRole,
    User,
    database,
)
from models.acting import by_system

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, who listens in it, and who talks: the first of them."""

    id: UUID
    people: list[Person]


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody who talks, and where."""

    database_url: str
    pairs: list[Place]
    crowded: Place
    """The conversation of `members`."""
    members: int
    postmaster: int
    postgres: str


@by_system
async def settle(url: str, pairs: int, members: int) -> Town:
    """So many conversations of two, and one of so many members, two of whom listen."""
    organization = await Organization.create(name="Bench", slug="bench-chat")
    program = await Program.create(organization=organization, name="Bench")
    people = await people_of(max(2 * pairs + 2, members), "talker")
    *matches, last = (await matches_in(program, people))[: pairs + 1]
    known = await signed_in(people)
    places = [
        Place(await gather_in(match, people[at : at + 2]), known[at : at + 2])
        for at, match in zip(shown(range(0, 2 * pairs, 2), "opened"), matches, strict=True)
    ]
    crowded = Place(await gather_in(last, people[:members]), known[:2])
    version, postmaster = await analyse(url)
    return Town(url, places, crowded, members, postmaster, version)


async def matches_in(program: Program, people: list[User]) -> list[Match]:
    """Of the first with the second, the third with the fourth, and so on."""
    parts = [
        Enrollment(
            organization_id=program.organization_id,
            program_id=program.id,
            user_id=user.id,
            role=ProgramRole.MENTEE if number % 2 else ProgramRole.MENTOR,
            status=EnrollmentStatus.APPROVED,
            capacity=1 - number % 2,
            decided_at=FIRST_DAY,
        )
        for number, user in enumerate(people)
    ]
    await Enrollment.bulk_create(parts)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [
        match
        for mentor, mentee in shown([*pairs], "matched")
        for match in await matches_of(program, mentor, [mentee])
    ]


def shown(what: Sequence[T], done: str) -> Iterable[T]:
    """With how far it is: thousands take a minute."""
    return tqdm(what, desc=done, unit="pair", leave=False, disable=None)


@asynccontextmanager
async def defaults(url: str) -> AsyncIterator[None]:
    """Who inserts by hand names the columns they know; others are as the models have them."""
    columns = [
        (model._meta.db_table, field.model_field_name, field.default)
        for model in (Message, ConversationEvent)
        for field in model._meta.fields_map.values()
        if isinstance(field.default, bool | int | str | Enum)
    ]
    connection = await database.direct_connection(url)
    try:
        for table, name, value in columns:
            await connection.execute(
                f"ALTER TABLE {table} ALTER {name} SET DEFAULT {literal(value)}"
            )
        yield
        for table, name, _ in columns:
            await connection.execute(f"ALTER TABLE {table} ALTER {name} DROP DEFAULT")
    finally:
        await connection.close()


def literal(value: object) -> str:
    return f"'{value.value if isinstance(value, Enum) else value}'"
