"""How people came in, showed who they are, and applied."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from actions import programs, questions, users
from jobs.demonstration import shapes
from jobs.demonstration.timeline import Story
from jobs.demonstration.world import World
from matching import Away
from models import (
    Credential,
    Enrollment,
    EnrollmentStatus,
    LanguageLevel,
    Program,
    SkillLevel,
    User,
)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAYS_TO_APPLY = 0.1
DAYS_TO_DECIDE = 0.9


async def joining(world: World, name: str, told: shapes.Person) -> Story:
    yield world.ago(told.joined)
    user = await open_account(world, f"{name}@{told.at}", told)
    world.users[name] = await users.update_profile(user, profile(told))
    if told.pauses:
        yield world.ago(told.pauses)
        await users.pause_mentoring(user, until=None)


async def open_account(world: World, email: str, told: shapes.Person) -> User:
    """What registering and the mailed link make, without the hash's time and without the mail.

    Hashes are slow on purpose, so one serves everybody; and nobody is behind these addresses.
    """
    user = await User.create(
        email=email,
        name=told.name,
        time_zone=told.time_zone,
    )
    await Credential.create(user=user, password_hash=world.password_hash)
    return user


def profile(told: shapes.Person) -> users.ProfileChange:
    today = datetime.now(UTC).date()
    return users.ProfileChange(
        headline=told.headline,
        bio=told.bio,
        languages=[spoken(text) for text in told.languages],
        skills_offered=[skill(text) for text in told.offers] or None,
        skills_wanted=[skill(text) for text in told.wants] or None,
        availability=[slot(text) for text in told.free],
        times_away=[
            Away(today + timedelta(first), today + timedelta(last)) for first, last in told.away
        ],
    )


def spoken(text: str) -> users.Spoken:
    """`de` or `de: C1`."""
    code, _, level = text.partition(": ")
    return users.Spoken(code, LanguageLevel(level) if level else None)


def skill(text: str) -> users.OwnSkill:
    """`Python` or `Python: EXPERT`."""
    name, _, level = text.partition(": ")
    return users.OwnSkill(name, SkillLevel(level) if level else None)


def slot(text: str) -> tuple[int, int, int]:
    """`Tue 18:00-20:30` as weekday, first and last minute."""
    weekday, hours = text.split()
    start, end = (int(time[:2]) * 60 + int(time[3:]) for time in hours.split("-"))
    return WEEKDAYS.index(weekday), start, end


async def taking_part(world: World, name: str, person: shapes.Person, told: shapes.Part) -> Story:
    day = told.day or person.joined - DAYS_TO_APPLY
    yield world.ago(day)
    enrollment = await apply(world.users[name], world.programs[told.program], told)
    world.parts[name, told.program, told.role] = enrollment
    await answer(world.users[name], enrollment.organization_id, person)
    if enrollment.status is not told.status:
        yield world.ago(day - DAYS_TO_DECIDE)
        await decide(world.coordinators[told.program], enrollment, told.status)
    if told.ended:
        yield world.ago(told.ended)
        await end(world.coordinators[told.program], enrollment, told.status)


async def answer(user: User, organization_id: UUID, told: shapes.Person) -> None:
    given = [questions.Value(key, choices=chosen) for key, chosen in told.choices.items()]
    if given:
        await questions.answer_questions(user, organization_id, given)


async def apply(user: User, program: Program, told: shapes.Part) -> Enrollment:
    """Nobody can apply for a closed program: there, people are taken in."""
    if program.is_open:
        return await programs.enroll(user, program.id, told.role, told.capacity)
    terms = programs.Terms(told.capacity or 0, is_approved=True)
    return await programs.write_enrollment(user, program, told.role, terms)


async def decide(coordinator: User, enrollment: Enrollment, status: EnrollmentStatus) -> None:
    if status is EnrollmentStatus.DECLINED:
        await programs.decline_enrollment(coordinator, enrollment.id)
    else:
        await programs.approve_enrollment(coordinator, enrollment.id)


async def end(coordinator: User, enrollment: Enrollment, status: EnrollmentStatus) -> None:
    if status is EnrollmentStatus.REMOVED:
        await programs.remove_from_program(coordinator, enrollment.id)
    else:
        await programs.leave_program(await enrollment.user, enrollment.id)
