"""Who takes part in a program no longer is in none of its groups and announcements."""

import pytest

from actions import programs
from actions.sessions.erasing import erase
from models import Conversation, EnrollmentStatus, OrganizationRole, ProgramRole, Staff
from schema import ids
from tests.cast import given_enrollment, given_match, given_staff
from tests.conversations.gathering import (
    given_announcement,
    given_cohort,
    given_group,
    id_of,
    log_of,
    seats,
)
from tests.documents import do


async def test_who_leaves_the_program_loses_their_seats_in_it(ask):
    cohort, other = await given_cohort(), await given_cohort()
    where = await given_group(cohort)
    await given_enrollment(other.program, cohort["Bo"], ProgramRole.MENTEE)
    elsewhere = await given_group(other)
    await programs.leave_program(cohort["Cy"], cohort.parts["Cy"].id)

    wanted = ids.encode("enrollment", cohort.parts["Bo"].id)
    await do(ask, cohort["Bo"], "leaveProgram", enrollmentId=wanted)

    assert await seats(where) == {"Ada": "HOST"}
    assert await log_of(where) == ["OPENED", *["MEMBER_REMOVED"] * 2]
    assert await log_of(elsewhere) == ["OPENED"]


async def test_who_is_removed_from_the_program_reads_nothing_of_its_groups(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    wanted = ids.encode("enrollment", cohort.parts["Bo"].id)
    await do(ask, cohort["Coco"], "removeFromProgram", enrollmentId=wanted)
    seen = await ask(cohort["Bo"], "query ($id: ID!) { node(id: $id) { id } }", id=id_of(where))

    assert seen.data == {"node": None}
    assert await seats(where) == {"Ada": "HOST", "Cy": "MEMBER"}


async def test_who_has_another_part_there_stays(ask):
    cohort = await given_cohort()
    await given_enrollment(cohort.program, cohort["Bo"], ProgramRole.MENTOR, capacity=1)
    where = await given_group(cohort)

    wanted = ids.encode("enrollment", cohort.parts["Bo"].id)
    await do(ask, cohort["Bo"], "leaveProgram", enrollmentId=wanted)

    assert await log_of(where) == ["OPENED"]


async def test_conversations_of_matches_keep_both(ask):
    cohort = await given_cohort()
    match = await given_match(cohort.parts["Ada"], cohort.parts["Bo"])

    wanted = ids.encode("enrollment", cohort.parts["Bo"].id)
    await do(ask, cohort["Bo"], "leaveProgram", enrollmentId=wanted)

    where = await Conversation.get(match_id=match.id)
    assert await seats(where) == {"Ada": "MEMBER", "Bo": "MEMBER"}


async def test_without_its_host_a_group_is_hosted_by_who_has_been_there_longest(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    await programs.leave_program(cohort["Ada"], cohort.parts["Ada"].id)

    assert await log_of(where) == ["OPENED", "MEMBER_REMOVED", "HOST_APPOINTED"]
    assert await seats(where) == {"Bo": "HOST", "Cy": "MEMBER"}


async def test_without_anybody_it_ends(ask):
    cohort = await given_cohort()
    where = await given_group(cohort, members=())

    await programs.leave_program(cohort["Ada"], cohort.parts["Ada"].id)

    assert await log_of(where) == ["OPENED", "MEMBER_REMOVED", "CLOSED"]


async def test_an_announcement_that_nobody_else_may_host_ends(ask):
    cohort = await given_cohort()
    owner = await given_staff(await cohort.program.organization, role=OrganizationRole.OWNER)
    where = await given_announcement(cohort, "Ada", "Bo")

    await programs.dismiss_coordinator(owner, cohort.parts["Coco"].id)

    assert await log_of(where) == ["OPENED", "MEMBER_REMOVED", "CLOSED"]
    assert await seats(where) == {"Ada": "MEMBER", "Bo": "MEMBER"}


async def test_an_announcement_goes_to_whoever_may_announce(ask):
    cohort = await given_cohort()
    await given_enrollment(cohort.program, cohort["Bo"], ProgramRole.COORDINATOR)
    where = await given_announcement(cohort, "Ada", "Bo")

    await programs.leave_program(cohort["Coco"], cohort.parts["Coco"].id)

    assert await seats(where) == {"Ada": "MEMBER", "Bo": "HOST"}


async def test_who_may_announce_no_longer_is_out_of_what_they_host_and_stays_elsewhere(ask):
    cohort = await given_cohort()
    owner = await given_staff(await cohort.program.organization, role=OrganizationRole.OWNER)
    await given_enrollment(cohort.program, cohort["Coco"], ProgramRole.MENTEE)
    announcement = await given_announcement(cohort, "Ada")
    group = await given_group(cohort, "Coco", ["Ada"])

    await programs.dismiss_coordinator(owner, cohort.parts["Coco"].id)

    assert await log_of(announcement) == ["OPENED", "MEMBER_REMOVED", "CLOSED"]
    assert await log_of(group) == ["OPENED"]


async def test_staff_who_are_dismissed_lose_the_seats_they_had_by_it(ask):
    cohort = await given_cohort()
    organization = await cohort.program.organization
    owner = await given_staff(organization, "Otto", OrganizationRole.OWNER)
    abe = await given_staff(organization)
    cohort.parts["Abe"] = await given_enrollment(
        cohort.program, abe, ProgramRole.MENTEE, status=EnrollmentStatus.PENDING
    )
    where = await given_group(cohort, members=["Abe"])

    seat = ids.encode("staff", (await Staff.get(user_id=abe.id)).id)
    await do(ask, owner, "dismissStaff", staffId=seat)

    assert await log_of(where) == ["OPENED", "MEMBER_REMOVED"]
    assert await seats(where) == {"Ada": "HOST"}


@pytest.mark.parametrize(
    ("name", "left"),
    [("Bo", {"Ada": "HOST", "Cy": "MEMBER"}), ("Ada", {"Bo": "HOST", "Cy": "MEMBER"})],
    ids=["a member", "the host"],
)
async def test_who_is_erased_has_no_seat(ask, name, left):
    cohort = await given_cohort()
    where = await given_group(cohort)

    await erase(cohort[name].id)

    assert await seats(where) == left
    assert "MEMBER_REMOVED" in await log_of(where)
