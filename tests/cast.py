"""The cast: people, programs and pairs, each made in one line."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from tortoise.expressions import F

from actions import conversations, tokens
from actions.transaction import transaction
from actions.users import OwnSkill, ProfileChange, Spoken, update_profile
from models import (
    Conversation,
    Enrollment,
    EnrollmentStatus,
    Match,
    MatchRequest,
    Organization,
    OrganizationRole,
    Program,
    ProgramRole,
    RequestStatus,
    Session,
    Staff,
    User,
)

ENDED = (EnrollmentStatus.LEFT, EnrollmentStatus.REMOVED)

numbers = count(1)
known_tokens: dict[UUID, str] = {}


def forget_sessions() -> None:
    known_tokens.clear()


async def token_of(user: User) -> str:
    """An access token of the user, the same one throughout a test."""
    if user.id not in known_tokens:
        known_tokens[user.id] = await given_token(user)
    return known_tokens[user.id]


async def given_token(user: User, *, lasting: timedelta = timedelta(minutes=15)) -> str:
    access, _ = await given_tokens(user, lasting=lasting)
    return access


async def given_tokens(
    user: User, *, lasting: timedelta = timedelta(minutes=15), **session: Any
) -> tuple[str, str]:
    """The access token and the refresh token of a new session."""
    access, refresh, now = tokens.new_token(), tokens.new_token(), datetime.now(UTC)
    times = {"access_expires_at": now + lasting, "refresh_expires_at": now + timedelta(days=30)}
    hashes = {"access_hash": tokens.hash_of(access), "refresh_hash": tokens.hash_of(refresh)}
    await Session.create(**{"user": user, **hashes, **times, **session})
    return access, refresh


async def given_user(name: str = "Ada", **profile: Any) -> User:
    user = await User.create(
        name=name,
        email=f"{name.lower()}{next(numbers)}@example.org",
    )
    return await update_profile(user, change_of(profile)) if profile else user


def change_of(profile: dict[str, Any]) -> ProfileChange:
    """Skills and languages may be named by texts alone."""
    kinds: dict[str, Any] = {"languages": Spoken, "skills_offered": OwnSkill}
    kinds["skills_wanted"] = OwnSkill
    whole: dict[str, Any] = {
        field: [kinds[field](one) if isinstance(one, str) else one for one in value]
        if field in kinds
        else value
        for field, value in profile.items()
    }
    return ProfileChange(**whole)


async def given_organization(name: str = "Lumen", *, owner: User | None = None) -> Organization:
    organization = await Organization.create(name=name, slug=f"{name.lower()}-{next(numbers)}")
    if owner:
        await Staff.create(organization=organization, user=owner, role=OrganizationRole.OWNER)
    return organization


async def given_staff(
    organization: Organization,
    name: str = "Abe",
    role: OrganizationRole = OrganizationRole.ADMIN,
) -> User:
    """Somebody who runs the organization."""
    user = await given_user(name)
    await Staff.create(organization=organization, user=user, role=role)
    return user


async def given_program(
    organization: Organization | None = None, *, name: str = "Spring", is_open: bool = True
) -> Program:
    return await Program.create(
        organization=organization or await given_organization(),
        name=f"{name} {next(numbers)}",
        is_open=is_open,
    )


async def given_enrollment(
    program: Program,
    person: User | str,
    role: ProgramRole,
    *,
    capacity: int = 0,
    status: EnrollmentStatus = EnrollmentStatus.APPROVED,
    **profile: Any,
) -> Enrollment:
    user = await given_user(person, **profile) if isinstance(person, str) else person
    enrollment = await Enrollment.create(
        organization_id=program.organization_id,
        program=program,
        user=user,
        role=role,
        status=status,
        capacity=capacity,
        decided_at=None if status == EnrollmentStatus.PENDING else datetime.now(UTC),
        ended_at=datetime.now(UTC) if status in ENDED else None,
    )
    return enrollment


async def given_mentor(
    program: Program, person: User | str = "Ada", *, capacity: int = 2, **profile: Any
) -> Enrollment:
    """An approved mentor; `.user` is the person."""
    role = ProgramRole.MENTOR
    return await given_enrollment(program, person, role, capacity=capacity, **profile)


async def given_mentee(program: Program, person: User | str = "Bo", **profile: Any) -> Enrollment:
    """An approved mentee; `.user` is the person."""
    return await given_enrollment(program, person, ProgramRole.MENTEE, **profile)


async def given_coordinator(program: Program, person: User | str = "Coco") -> Enrollment:
    return await given_enrollment(program, person, ProgramRole.COORDINATOR)


async def given_match(mentor: Enrollment, mentee: Enrollment) -> Match:
    """An active match with its conversation, as accepting a request makes it."""
    pair: dict[str, Any] = {
        "organization_id": mentor.organization_id,
        "program_id": mentor.program_id,
        "mentor": mentor,
        "mentee": mentee,
    }
    async with transaction() as current:
        await Enrollment.filter(id__in=[mentor.id, mentee.id]).update(
            active_matches=F("active_matches") + 1
        )
        request = await MatchRequest.create(**pair, status=RequestStatus.ACCEPTED)
        match = await Match.create(**pair, request=request)
        await conversations.open_conversation(current, match, mentor.user_id, mentee.user_id)
    return match


async def given_pair() -> tuple[User, User, Conversation]:
    """A mentor, a mentee, and where they talk."""
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    match = await given_match(mentor, mentee)
    return mentor.user, mentee.user, await Conversation.get(match_id=match.id)


async def given_messages(sender: User, conversation: Conversation, texts: Iterable[str]) -> None:
    for text in texts:
        said = conversations.NewMessage(conversation.id, f"given-{next(numbers)}", text)
        await conversations.send_message(sender, said)
