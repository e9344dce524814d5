"""An organization that others are in keeps an owner; one that nobody else is in goes with them."""

import asyncio
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest
from tortoise.transactions import in_transaction

from actions import programs
from actions.programs import inviting, staff
from actions.sessions import erasing
from errors import Conflict
from models import (
    DeletionRequest,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    JoinLink,
    Program,
    ProgramRole,
    Session,
    Staff,
    User,
)
from models.acting import as_system
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_mentee,
    given_organization,
    given_program,
    given_staff,
    given_token,
)
from tests.documents import do
from tests.matches.waiting import PATIENCE, somebody_waits
from tests.programs.inviting import given_invited, id_of, invite, make_link
from tests.programs.staffing import ADMIN, OWNER
from tests.sessions.accounts import given_account, mails
from tests.sessions.test_deleting import REQUEST, erased


async def given_owned():
    ada = await given_account("Ada")
    lumen = await given_organization(owner=ada)
    return ada, lumen, await given_program(lumen)


async def given_other(lumen, program, part):
    if part in (OWNER, ADMIN):
        return await given_staff(lumen, "Bo", part)
    status = EnrollmentStatus.APPROVED if part == "mentee" else EnrollmentStatus.PENDING
    await given_enrollment(program, "Bo", ProgramRole.MENTEE, status=status)


OTHERS = {
    ADMIN: "Conflict",
    "mentee": "Conflict",
    OWNER: "RequestDeletionPayload",
    "applicant": "RequestDeletionPayload",
    None: "RequestDeletionPayload",
}


@pytest.mark.parametrize("part", OTHERS)
async def test_the_only_owner_of_what_others_are_in_makes_somebody_else_one_first(ask, part):
    ada, lumen, program = await given_owned()
    if part:
        await given_other(lumen, program, part)

    asked = await ask(ada, REQUEST)

    assert asked.data["requestDeletion"]["__typename"] == OTHERS[part]
    assert await DeletionRequest.exists() == (OTHERS[part] != "Conflict")


async def test_who_became_the_only_owner_meanwhile_stays_and_is_told(ask, smtp):
    ada, lumen, program = await given_owned()
    other = await given_organization("Umbra", owner=ada)
    await given_mentee(program)
    own = await given_coordinator(program, ada)

    stayed = await erased(ada)

    assert (stayed.name, stayed.email) == ("Ada", ada.email)
    assert {seat.organization_id for seat in await Staff.filter(user=ada)} == {lumen.id, other.id}
    assert (await Enrollment.get(id=own.id)).status is EnrollmentStatus.APPROVED
    assert not await DeletionRequest.exists()
    assert (await mails(smtp))["Your account could not be deleted"]["To"] == ada.email


async def test_once_somebody_else_owns_it_they_go(ask):
    ada, lumen, program = await given_owned()
    await given_mentee(program)
    await erased(ada)

    bo = await given_staff(lumen, "Bo", OWNER)
    gone = await erased(ada)

    assert gone.name == ""
    assert [seat.user_id for seat in await Staff.all()] == [bo.id]


async def given_ways_in(ask, ada, program):
    """Who applied, an open invitation and a link to apply by."""
    await given_enrollment(program, "Ali", ProgramRole.MENTEE, status=EnrollmentStatus.PENDING)
    await invite(ask, ada, program, "ina@example.org")
    await make_link(ask, ada, program)


async def test_with_its_last_person_an_organization_is_over(ask):
    ada, _, program = await given_owned()
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    await Program.filter(id=program.id).update(begins_on=tomorrow)
    await given_ways_in(ask, ada, program)
    left = await given_mentee(program, "Lee")
    await do(ask, left.user, "leaveProgram", enrollmentId=ids.encode("enrollment", left.id))

    gone = await erased(ada)

    again = await do(ask, left.user, "enroll", programId=id_of(program), role="MENTEE")
    over = await Program.get(id=program.id)
    assert (gone.name, over.is_open, over.has_ended(datetime.now(UTC).date())) == ("", False, True)
    assert again["__typename"] == "Conflict"
    assert not await Enrollment.exists(status=EnrollmentStatus.PENDING)
    assert not await Invitation.exists(revoked_at=None)
    assert not await JoinLink.exists(revoked_at=None)
    assert not await Staff.exists()


async def test_an_organization_of_others_goes_on_without_one_of_its_owners(ask):
    ada, lumen, program = await given_owned()
    otto = await given_staff(lumen, "Otto", OWNER)
    await given_ways_in(ask, otto, program)

    await erased(ada)

    assert (await Program.get(id=program.id)).is_open
    assert await Enrollment.exists(status=EnrollmentStatus.PENDING)
    assert await Invitation.exists(revoked_at=None)
    assert await JoinLink.exists(revoked_at=None)


async def test_of_two_owners_who_go_at_once_one_stays(empty):
    ada, lumen, program = await given_owned()
    bo = await given_staff(lumen, "Bo", OWNER)
    await given_mentee(program)

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(erasing.erase(ada.id), erasing.erase(bo.id))

    assert await Staff.all().count() == 1
    assert sorted([(await User.get(id=each.id)).name == "" for each in (ada, bo)]) == [False, True]


async def test_who_goes_while_the_other_owner_resigns_waits_and_stays(empty):
    ada, lumen, program = await given_owned()
    await given_mentee(program)
    bo = await given_staff(lumen, "Bo", OWNER)
    seat, outside = await Staff.get(user_id=bo.id), copy_context()

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await staff.dismiss_staff(bo, seat.id)
        going = asyncio.create_task(erased(ada), context=outside)
        await somebody_waits()

    assert (await going).name == "Ada"
    assert [seat.user_id for seat in await Staff.all()] == [ada.id]


async def test_who_accepts_while_the_last_owner_goes_is_waited_for(ask, smtp):
    ada, _, program = await given_owned()
    ina, token = await given_invited(ask, smtp, ada, program)
    part = await given_enrollment(program, ina, ProgramRole.MENTEE, status=EnrollmentStatus.PENDING)
    outside = copy_context()

    async with in_transaction(), asyncio.timeout(PATIENCE):
        with as_system():
            invitation = await inviting.take(ina, token)
            going = asyncio.create_task(erased(ada), context=outside)
            await somebody_waits()
            await inviting.come_in(ina, invitation, None)

    assert (await going).name == ""
    assert (await Enrollment.get(id=part.id)).status is EnrollmentStatus.APPROVED


async def test_what_was_founded_while_they_went_is_given_up_before_they_are_forgotten(
    empty, monkeypatch
):
    ada, forget = await given_account("Ada"), erasing.forget

    async def meanwhile(user):
        await programs.create_organization(user, "Late", "late")
        await forget(user)

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "forget", meanwhile)
        with pytest.raises(Conflict):
            await erasing.erase(ada.id)
    await erasing.erase(ada.id)

    assert (await User.get(id=ada.id)).name == ""
    assert await Staff.all().count() == 0


async def test_who_goes_asks_for_nothing_more_while_their_seats_are_given_up(empty, monkeypatch):
    ada = await given_account("Ada")
    await given_token(ada)

    async def killed(user):
        raise TimeoutError

    monkeypatch.setattr(erasing, "forget", killed)
    with pytest.raises(TimeoutError):
        await erasing.erase(ada.id)

    assert await Session.filter(ended_at=None).count() == 0
