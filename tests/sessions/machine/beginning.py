"""The world before the first step: two organizations, and people who are in both."""

from models import Enrollment, Organization, ProgramRole, Staff, User
from models import Program as ProgramRow
from schema import ids
from tests.cast import given_enrollment, given_organization, given_program, given_tokens
from tests.sessions.accounts import PASSWORD, given_account
from tests.sessions.machine.model import Part, Person, Program, Seat, Session, World

COORDINATOR, MENTOR, MENTEE = ProgramRole.COORDINATOR, ProgramRole.MENTOR, ProgramRole.MENTEE


async def begin() -> World:
    """Otto owns Lumen and Nora owns Nova; Coco and Bo have parts in each program of both.

    Everybody is signed in, and Otto on two devices.
    """
    world, users = World(), {}
    for name in ("Otto", "Nora", "Coco", "Bo"):
        users[name] = await given_account(name)
        world.people.append(person_of(users[name]))
    for owner, name in (("Otto", "Lumen"), ("Nora", "Nova")):
        organization = await given_organization(name, owner=users[owner])
        world.seats.append(await seat_of(organization, world))
        for title, is_open in (("open", True), ("closed", False)):
            row = await given_program(organization, name=f"{name} {title}", is_open=is_open)
            world.programs.append(program_of(row))
            await fill(row, users, COORDINATOR if owner == "Otto" else MENTOR, world)
    signed_in = [*world.people, world.people[0]]
    world.sessions += [await session_of(users[person.name], person) for person in signed_in]
    return world


async def fill(row: ProgramRow, users: dict[str, User], role: ProgramRole, world: World) -> None:
    """Who leaves one loses the sight of the other."""
    coco = await given_enrollment(row, users["Coco"], role, capacity=2 if role is MENTOR else 0)
    bo = await given_enrollment(row, users["Bo"], MENTEE)
    world.parts += [part_of(coco, world), part_of(bo, world)]


def person_of(user: User) -> Person:
    return Person(user.name, ids.encode("user", user.id), user.email, PASSWORD)


def program_of(row: ProgramRow) -> Program:
    organization = ids.encode("organization", row.organization_id)
    return Program(row.name, ids.encode("program", row.id), organization, row.is_open)


def part_of(row: Enrollment, world: World) -> Part:
    person = next(one for one in world.people if one.id == ids.encode("user", row.user_id))
    id = ids.encode("enrollment", row.id)
    return Part(id, world.programs[-1], person, row.role.value, row.status.value)


async def seat_of(organization: Organization, world: World) -> Seat:
    row = await Staff.get(organization_id=organization.id)
    person = next(one for one in world.people if one.id == ids.encode("user", row.user_id))
    where = ids.encode("organization", organization.id)
    return Seat(ids.encode("staff", row.id), where, person, row.role.value)


async def session_of(user: User, person: Person) -> Session:
    access, refresh = await given_tokens(user)
    return Session(person, [access], [refresh])
