"""A scratch database with rows of our own tables."""

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from actions import tokens
from adapters.database import database_of
from bench import cost
from models import (
    Conversation,
    ConversationEvent,
    ConversationKind,
    Enrollment,
    EnrollmentStatus,
    EventKind,
    Match,
    MatchRequest,
    Member,
    Message,
    Organization,
    Program,
    ProgramRole,
    RequestStatus,
    Session,
    User,
    database,
)
from models.acting import by_system
from settings import get_settings

NAME = f"mentorgraph_bench_{os.getpid()}"
CONVERSATIONS = 20
MESSAGES = 20
PEOPLE = 40
SEATS = 5
CROWD = 100
FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
LASTING = timedelta(days=1)

FIRST_NAMES = ["Ada", "Bo", "Chloé", "Dmitri", "Esra", "Femi", "Grace", "Håkon", "Ines", "Jun"]
LAST_NAMES = ["Okafor", "Lindqvist", "Müller", "Tanaka"]
TEXT = (
    "thanks for the notes from Tuesday, I read them twice and tried the small version first;"
    ' it worked, "mostly"! shall we look at the rest of naïve plans next week? see you then 🙂'
)
WORDS = TEXT.split()


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    token: str
    """An access token of theirs, good for a day."""


@dataclass(frozen=True, slots=True)
class World:
    """Where the rows are, and who asks."""

    database_url: str
    viewer: Person
    colleague: UUID
    room: UUID
    """A conversation of `crowd`, in which nothing was said yet."""
    crowd: list[Person]
    postmaster: int
    """The process that PostgreSQL's processes are children of; 0 if it is elsewhere."""
    postgres: str
    """Its version."""


@asynccontextmanager
async def scratch_database() -> AsyncIterator[str]:
    """An empty, migrated database, dropped at the end; models reach it inside the block."""
    async with database_of(get_settings()) as server:
        await anew(server, create=True)
        url = database.with_name(server, NAME)
        await database.migrate(url)
        await database.connect(url)
        try:
            yield url
        finally:
            await database.disconnect()
            await anew(server, create=False)


async def anew(server: str, *, create: bool) -> None:
    connection = await database.direct_connection(server)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        if create:
            await connection.execute(f"CREATE DATABASE {NAME}")
    finally:
        await connection.close()


@by_system
async def seed(url: str) -> World:
    """A mentor with twenty conversations of twenty messages each, said by forty people; a crowd."""
    organization = await Organization.create(name="Bench", slug="bench")
    program = await Program.create(organization=organization, name="Bench")
    viewer, *people = await people_of(1 + PEOPLE)
    crowd = await people_of(CROWD, "listener")
    mentor, *mentees = await parts_of(program, viewer, [*people, *crowd])
    *matches, last = await matches_of(program, mentor, mentees[: CONVERSATIONS + 1])
    choice = random.Random(1)
    for match in matches:
        await talk(match, viewer, choice.sample(people, SEATS), choice)
    room = await gather_in(last, crowd)
    asking, *listening = await signed_in([viewer, *crowd])
    version, postmaster = await analyse(url)
    return World(url, asking, people[0].id, room, listening, postmaster, version)


async def people_of(number: int, address: str = "person") -> list[User]:
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    people = [
        User(
            name=names[index % len(names)],
            email=f"{address}{index}@example.org",
            headline=f"Helps with {WORDS[index % len(WORDS)]}",
        )
        for index in range(number)
    ]
    await User.bulk_create(people)
    return people


async def parts_of(program: Program, mentor: User, mentees: list[User]) -> list[Enrollment]:
    """The enrollments of the mentor, then of the mentees."""
    parts = [
        Enrollment(
            organization_id=program.organization_id,
            program_id=program.id,
            user_id=user.id,
            role=ProgramRole.MENTOR if user is mentor else ProgramRole.MENTEE,
            status=EnrollmentStatus.APPROVED,
            capacity=CONVERSATIONS + 1 if user is mentor else 0,
            decided_at=FIRST_DAY,
        )
        for user in (mentor, *mentees)
    ]
    await Enrollment.bulk_create(parts)
    return parts


async def matches_of(
    program: Program, mentor: Enrollment, mentees: list[Enrollment]
) -> list[Match]:
    matches = []
    for mentee in mentees:
        pair: dict[str, Any] = {
            "organization_id": program.organization_id,
            "program_id": program.id,
            "mentor_id": mentor.id,
            "mentee_id": mentee.id,
        }
        request = await MatchRequest.create(**pair, status=RequestStatus.ACCEPTED)
        matches.append(await Match.create(**pair, request=request))
    return matches


async def talk(match: Match, viewer: User, others: list[User], choice: random.Random) -> None:
    """A conversation as its log would have it: opened, then message after message."""
    tenant = match.organization_id
    conversation = await Conversation.create(
        **place_of(match, 1 + len(others)), last_number=MESSAGES, last_seq=1 + MESSAGES
    )
    where: dict[str, Any] = {"organization_id": tenant, "conversation_id": conversation.id}
    members = [Member(**where, user_id=user.id) for user in (viewer, *others)]
    await Member.bulk_create(members)
    messages = [
        Message(
            **where,
            sender_id=choice.choice(others).id,
            number=number,
            client_id=f"{conversation.id.hex}-{number}",
            body=" ".join(choice.choices(WORDS, k=choice.randint(4, 30))),
            created_at=FIRST_DAY + timedelta(minutes=number),
        )
        for number in range(1, 1 + MESSAGES)
    ]
    await Message.bulk_create(messages)
    lines = [ConversationEvent(**where, seq=1, kind=EventKind.OPENED)]
    for message in messages:
        kind, seq = EventKind.MESSAGE_SENT, 1 + int(message.number)
        lines.append(ConversationEvent(**where, seq=seq, kind=kind, message_id=message.id))
    await ConversationEvent.bulk_create(lines)


def place_of(match: Match, members: int) -> dict[str, Any]:
    return {
        "organization_id": match.organization_id,
        "program_id": match.program_id,
        "kind": ConversationKind.MATCH,
        "match_id": match.id,
        "member_count": members,
    }


async def gather_in(match: Match, people: list[User]) -> UUID:
    """A conversation that has only been opened."""
    tenant = match.organization_id
    conversation = await Conversation.create(**place_of(match, len(people)), last_seq=1)
    where: dict[str, Any] = {"organization_id": tenant, "conversation_id": conversation.id}
    await ConversationEvent.create(**where, seq=1, kind=EventKind.OPENED)
    await Member.bulk_create([Member(**where, user_id=user.id) for user in people])
    return conversation.id


async def signed_in(people: list[User]) -> list[Person]:
    made, now = [tokens.new_token() for _ in people], datetime.now(UTC)
    sessions = [
        Session(
            user_id=user.id,
            access_hash=tokens.hash_of(token),
            access_expires_at=now + LASTING,
            refresh_hash=tokens.hash_of(tokens.new_token()),
            refresh_expires_at=now + LASTING,
        )
        for user, token in zip(people, made, strict=True)
    ]
    await Session.bulk_create(sessions)
    return [Person(user.id, token) for user, token in zip(people, made, strict=True)]


async def analyse(url: str) -> tuple[str, int]:
    """PostgreSQL's version and process; and what autovacuum would do in a minute is done now."""
    connection = await database.direct_connection(url)
    try:
        await connection.execute("VACUUM ANALYZE")
        version: str = await connection.fetchval("SHOW server_version")
        return version, cost.parent_of(connection.get_server_pid())
    finally:
        await connection.close()
