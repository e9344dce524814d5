"""What each role may do, as the table says it, as the page says it and as clients are told."""

from pathlib import Path

import pytest

from models import EnrollmentStatus, OrganizationRole, ProgramRole
from policies import roles
from policies.roles import IN_ORGANIZATION, IN_PROGRAM, Ability
from schema import ids
from tests.cast import (
    given_enrollment,
    given_organization,
    given_program,
    given_staff,
    given_user,
)

PAGE = (Path(__file__).parents[2] / "docs" / "domains.md").read_text("utf-8")
ROLES = (*OrganizationRole, *ProgramRole)

ABILITIES = """
query ($id: ID!) { program(id: $id) { viewerAbilities organization { viewerAbilities } } }
"""


def row_of(ability, allowed):
    marks = ["yes" if role in allowed else "" for role in ROLES]
    return f"| `{ability.value}` | {' | '.join(marks)} |".replace("  |", " |")


def names(table, role):
    return [ability.value for ability in roles.abilities(table, [role])]


async def seen_by(ask, viewer, program):
    answer = await ask(viewer, ABILITIES, id=ids.encode("program", program.id))
    told = answer.data["program"]
    return told["organization"]["viewerAbilities"], told["viewerAbilities"]


async def given_with(role, program):
    if isinstance(role, ProgramRole):
        return (await given_enrollment(program, "Ada", role)).user
    return await given_staff(await program.organization, "Ada", role)


def test_every_ability_stands_in_one_of_the_two_tables():
    assert IN_ORGANIZATION.keys() | IN_PROGRAM.keys() == set(Ability)
    assert IN_ORGANIZATION.keys() & IN_PROGRAM.keys() == set()


@pytest.mark.parametrize("table", [IN_ORGANIZATION, IN_PROGRAM])
def test_the_page_shows_the_table_as_it_is(table):
    rows = "\n".join(row_of(ability, allowed) for ability, allowed in table.items())

    assert f"\n{rows}\n\n" in PAGE


def test_an_owner_may_whatever_an_admin_may_and_staff_whatever_a_coordinator_may():
    owner, admin, coordinator, *_ = (set(roles.abilities(roles.MAY, [role])) for role in ROLES)

    assert owner > admin > coordinator


@pytest.mark.parametrize("role", ROLES)
async def test_clients_are_told_what_their_role_may(ask, role):
    program = await given_program()
    viewer = await given_with(role, program)

    told = await seen_by(ask, viewer, program)

    assert told == (names(IN_ORGANIZATION, role), names(IN_PROGRAM, role))


async def test_a_role_counts_only_where_it_is_held(ask):
    program, sibling, other = await given_program(), None, await given_program()
    sibling = await given_program(await program.organization)
    coordinator = await given_with(ProgramRole.COORDINATOR, program)

    within, beside = await seen_by(ask, coordinator, sibling)
    elsewhere = await seen_by(ask, coordinator, other)

    assert (within, beside) == (names(IN_ORGANIZATION, ProgramRole.COORDINATOR), [])
    assert elsewhere == ([], [])


@pytest.mark.parametrize("status", [s for s in EnrollmentStatus if s.value != "APPROVED"])
async def test_a_part_that_is_not_approved_gives_no_ability(ask, status):
    program = await given_program()
    part = await given_enrollment(program, "Ada", ProgramRole.COORDINATOR, status=status)

    assert await seen_by(ask, part.user, program) == ([], [])


async def test_several_roles_add_up(ask):
    program, ada = await given_program(), await given_user("Ada")
    for role in (ProgramRole.MENTOR, ProgramRole.MENTEE):
        await given_enrollment(program, ada, role)

    within, inside = await seen_by(ask, ada, program)

    assert within == ["PUBLISH_RESOURCES", "FIND_RESOURCES"]
    assert inside == ["SEE_PARTICIPANTS", "START_GROUPS", "ASK_MENTORS"]


async def test_abilities_of_many_programs_are_one_query_per_relation(ask, queries):
    organization = await given_organization()
    viewer = await given_staff(organization)
    for _ in range(4):
        await given_program(organization)
    await ask(viewer, "{ __typename }")

    with queries() as count:
        answer = await ask(viewer, "{ programs { nodes { viewerAbilities } } }")

    every = [ability.value for ability in roles.abilities(IN_PROGRAM, [OrganizationRole.ADMIN])]
    assert [node["viewerAbilities"] for node in answer.data["programs"]["nodes"]] == [every] * 4
    assert count.total == 4
