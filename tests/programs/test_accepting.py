import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tortoise.transactions import in_transaction

from actions.programs import leaving
from jobs import worker
from models import Enrollment, EnrollmentStatus, Invitation, OutboxEntry, ProgramRole, Staff
from schema import ids
from tests.cast import (
    given_enrollment,
    given_mentee,
    given_staff,
    given_user,
)
from tests.documents import do
from tests.matches.waiting import PATIENCE, somebody_waits
from tests.programs.inviting import (
    accept,
    given_coordinated,
    given_invited,
    given_refused,
    invite,
    invite_to_staff,
    listed,
    mailed,
)
from tests.programs.staffing import OWNER, given_owned, seat_id

LOOK = """
query ($token: String!) {
  invitation(token: $token) { role capacity programName organizationName isApproving }
}
"""


async def test_a_mailed_link_lets_its_address_in_once(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program, role="MENTOR", capacity=3)

    done, again = await accept(ask, ina, token), await accept(ask, ina, token)

    assert done["invitation"] == {"status": "ACCEPTED"}
    assert done["enrollment"] == {"role": "MENTOR", "status": "APPROVED", "capacity": 3}
    assert (again["__typename"], again["field"]) == ("Invalid", "token")
    assert token not in str(await Invitation.get().values())


async def test_who_has_no_account_registers_first_and_then_accepts(ask, smtp):
    coco, program = await given_coordinated()
    await invite(ask, coco, program, "Ina@Example.org")
    (token,) = await mailed(smtp)
    ina = await given_user("Ina")
    await type(ina).filter(id=ina.id).update(email="ina@example.org")

    done = await accept(ask, ina, token)

    assert done["enrollment"] == {"role": "MENTEE", "status": "APPROVED", "capacity": 0}


async def test_who_accepts_sees_beforehand_what_it_is(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)

    seen = (await ask(ina, LOOK, token=token)).data["invitation"]
    others = [await ask(who, LOOK, token=token) for who in (coco, await given_user("Eve"))]

    assert seen == {
        "role": "MENTEE",
        "capacity": None,
        "programName": program.name,
        "organizationName": "Lumen",
        "isApproving": True,
    }
    assert [answer.data for answer in others] == [{"invitation": None}] * 2
    assert (await ask(None, LOOK, token=token)).codes == ["UNAUTHENTICATED"]


async def test_a_forwarded_link_is_no_good_to_another_address(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)
    eve = await given_user("Eve")

    stolen = await accept(ask, eve, token)

    assert stolen["__typename"] == "Forbidden"
    assert not await Enrollment.exists(user_id=eve.id)
    assert (await accept(ask, ina, token))["__typename"] == "AcceptInvitationPayload"


async def test_accepting_five_times_at_once_accepts_once(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)

    done = await asyncio.gather(*(accept(ask, ina, token) for _ in range(5)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["AcceptInvitationPayload"] + ["Invalid"] * 4
    assert await Enrollment.filter(user_id=ina.id).count() == 1


async def test_a_link_works_for_14_days(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)
    lasting = (await Invitation.get()).expires_at - (await Invitation.get()).created_at
    await Invitation.all().update(expires_at=datetime.now(UTC) - timedelta(seconds=1))

    done = await accept(ask, ina, token)

    assert round(lasting / timedelta(days=1), 3) == 14
    assert (done["__typename"], done["field"]) == ("Invalid", "token")
    assert await listed(ask, coco, program, "EXPIRED") == [ina.email]


async def test_inviting_again_renews_the_invitation_and_the_old_link_works_no_longer(ask, smtp):
    coco, program = await given_coordinated()
    ina, old = await given_invited(ask, smtp, coco, program)

    await invite(ask, coco, program, ina.email)
    new = (await mailed(smtp))[-1]

    assert await Invitation.all().count() == 1
    assert (await accept(ask, ina, old))["__typename"] == "Invalid"
    assert (await accept(ask, ina, new))["__typename"] == "AcceptInvitationPayload"


async def test_who_was_removed_may_come_back_when_they_are_invited(ask, smtp):
    coco, program = await given_coordinated()
    removed = EnrollmentStatus.REMOVED
    ina = (await given_enrollment(program, "Ina", ProgramRole.MENTEE, status=removed)).user
    await invite(ask, coco, program, ina.email)
    (token,) = await mailed(smtp)

    done = await accept(ask, ina, token)

    assert done["enrollment"]["status"] == "APPROVED"


async def test_who_takes_part_already_has_nothing_to_accept(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)
    await given_mentee(program, ina)

    assert (await accept(ask, ina, token))["__typename"] == "Conflict"
    assert (await Invitation.get()).accepted_at is None


async def test_a_mentor_who_was_invited_without_a_capacity_chooses_one(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program, role="MENTOR")

    without, done = await accept(ask, ina, token), await accept(ask, ina, token, capacity=4)

    assert (without["__typename"], without["field"]) == ("Invalid", "capacity")
    assert done["enrollment"]["capacity"] == 4


async def test_what_a_dismissed_owner_invited_to_power_is_revoked(ask, smtp):
    otto, organization, program = await given_owned()
    omar = await given_staff(organization, "Omar", OWNER)
    ina = await given_user("Ina")
    await invite_to_staff(ask, omar, organization, ina.email, "OWNER")
    await invite(ask, omar, program, ina.email, "COORDINATOR")
    await invite(ask, omar, program, ina.email, "MENTEE")
    tokens = await mailed(smtp)

    await do(ask, otto, "dismissStaff", staffId=seat_id(await Staff.get(user_id=omar.id)))

    done = [(await accept(ask, ina, token))["__typename"] for token in tokens]
    assert sorted(done) == ["AcceptInvitationPayload", "Invalid", "Invalid"]
    assert not await Staff.exists(user_id=ina.id)


async def test_a_mail_that_the_server_refused_is_tried_again_with_a_new_link(ask, smtp):
    coco, program = await given_coordinated()
    ina = await given_user("Ina")
    await invite(ask, coco, program, ina.email)
    smtp.refusal = "451 Later"
    await worker.work()
    smtp.refusal = None
    await OutboxEntry.all().update(due_at=datetime.now(UTC))

    done = await accept(ask, ina, (await mailed(smtp))[-1])

    assert done["__typename"] == "AcceptInvitationPayload"


@pytest.mark.parametrize("ending", ["dismissCoordinator", "leaveProgram"])
async def test_what_coordinators_who_go_by_themselves_invited_to_power_is_revoked(
    ask, smtp, ending
):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program, role="COORDINATOR")
    part = ids.encode("enrollment", (await Enrollment.get(user_id=coco.id)).id)

    await do(ask, coco, ending, enrollmentId=part)

    done = await accept(ask, ina, token)
    assert (done["__typename"], done["field"]) == ("Invalid", "token")
    assert not await Enrollment.exists(user_id=ina.id)


@pytest.mark.parametrize("ending", ["declineEnrollment", "removeFromProgram"])
async def test_an_invitation_from_before_lets_nobody_in_who_was_refused_since(ask, smtp, ending):
    coco, program, ina, token = await given_refused(ask, smtp, ending)

    seen = (await ask(ina, LOOK, token=token)).data["invitation"]
    done = await accept(ask, ina, token)
    again = await invite(ask, coco, program, ina.email)
    back = await accept(ask, ina, (await mailed(smtp))[-1])

    assert (seen, done["__typename"], done["field"]) == (None, "Invalid", "token")
    assert again["invitation"]["status"] == "PENDING"
    assert back["enrollment"]["status"] == "APPROVED"


@pytest.mark.parametrize("ending", ["declineEnrollment", "removeFromProgram"])
async def test_whoever_refuses_does_not_learn_whose_address_they_invited(ask, smtp, ending):
    coco, program, ina, token = await given_refused(ask, smtp, ending)
    await accept(ask, ina, token)

    assert await listed(ask, coco, program, "PENDING") == [ina.email]


async def test_who_accepts_while_they_are_removed_waits_and_is_not_in(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)
    part = await given_mentee(program, ina)
    await ask(ina, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await leaving.remove_from_program(coco, part.id)
        accepting = asyncio.create_task(accept(ask, ina, token))
        await somebody_waits()

    assert (await accepting)["__typename"] == "Invalid"
    assert (await Enrollment.get(id=part.id)).status is EnrollmentStatus.REMOVED
