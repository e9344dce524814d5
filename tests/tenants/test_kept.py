"""Of which tenants somebody is, follows what they take part in, whoever writes it and when."""

import asyncio
from datetime import UTC, datetime

from models import Enrollment, EnrollmentStatus, Organization, ProgramRole, Staff
from models.sql import fetch
from tests.cast import (
    given_enrollment,
    given_match,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)

FOUND = "SELECT tenants, known_in FROM user_account WHERE id = $1"


async def places_of(user):
    [row] = await fetch(FOUND, user.id)
    return set(row["tenants"]), set(row["known_in"])


async def test_who_applies_is_known_there_and_of_it_once_approved(edge):
    program, ali = await given_program(), await given_user("Ali")
    there = {program.organization_id}

    part = await given_enrollment(program, ali, ProgramRole.MENTEE, status=EnrollmentStatus.PENDING)
    applied = await places_of(ali)
    await Enrollment.filter(id=part.id).update(status=EnrollmentStatus.APPROVED)
    approved = await places_of(ali)
    await Enrollment.filter(id=part.id).update(status=EnrollmentStatus.DECLINED)
    declined = await places_of(ali)
    await part.delete()

    assert (applied, approved, declined) == ((set(), there), (there, there), (set(), there))
    assert await places_of(ali) == (set(), set())


async def test_staff_are_of_the_organization_until_they_are_dismissed(edge):
    owner = await given_user("Otto")
    organization = await given_organization(owner=owner)
    hired = await places_of(owner)

    await Staff.filter(user_id=owner.id).delete()

    assert hired == ({organization.id}, {organization.id})
    assert await places_of(owner) == (set(), set())


async def test_one_part_of_several_in_an_organization_is_enough(edge):
    program, bo = await given_program(), await given_user("Bo")
    other = await given_program(program.organization)
    for one in (program, other):
        await given_mentee(one, bo)

    await Enrollment.filter(program_id=other.id).delete()

    assert await places_of(bo) == ({program.organization_id}, {program.organization_id})


async def test_parts_taken_at_once_are_all_counted(edge):
    programs = [await given_program(await given_organization(f"O{number}")) for number in range(8)]
    bo = await given_user("Bo")

    await asyncio.gather(*(given_mentee(program, bo) for program in programs))

    tenants, _ = await places_of(bo)
    assert tenants == {program.organization_id for program in programs}


async def test_an_organization_that_goes_is_nobodys_any_more(edge):
    program, bo = await given_program(), await given_user("Bo")
    await given_mentee(program, bo)

    await Organization.filter(id=program.organization_id).delete()

    assert await places_of(bo) == (set(), set())


async def test_who_leaves_stays_of_the_organization_where_they_had_a_match(edge):
    program = await given_program()
    mentor, met, unmet = [
        await given_mentor(program),
        await given_mentee(program, "Bo"),
        await given_mentee(program, "Cy"),
    ]
    await given_match(mentor, met)
    there = {program.organization_id}

    for part in (met, unmet):
        left = {"status": EnrollmentStatus.LEFT, "ended_at": datetime.now(UTC)}
        await Enrollment.filter(id=part.id).update(**left)

    assert await places_of(met.user) == (there, there)
    assert await places_of(unmet.user) == (set(), there)
