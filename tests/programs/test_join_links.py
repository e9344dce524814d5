import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models import Enrollment, EnrollmentStatus, JoinLink, ProgramRole, Staff
from schema import ids
from tests.cast import (
    given_enrollment,
    given_mentee,
    given_program,
    given_staff,
    given_user,
)
from tests.documents import do, mutation
from tests.programs.inviting import given_coordinated, given_link, join, make_link
from tests.programs.staffing import OWNER, given_owned, seat_id

MENTEE = ProgramRole.MENTEE
LOOK = "query ($token: String!) { joinLink(token: $token) { role programName isApproving } }"
LIST = "query ($id: ID!) { program(id: $id) { joinLinks { nodes { uses role } } } }"


async def revoke(ask, viewer, link):
    id = ids.encode("join_link", link.id)
    return await do(ask, viewer, "revokeJoinLink", "joinLink { revokedAt }", joinLinkId=id)


async def test_nobody_makes_uses_or_revokes_a_link_without_signing_in(ask):
    program = await given_program()
    asked = {
        "createJoinLink": {"programId": ids.encode("program", program.id), "role": "MENTEE"},
        "joinProgram": {"token": "x"},
        "revokeJoinLink": {"joinLinkId": ids.encode("join_link", program.id)},
    }

    for name, input in asked.items():
        assert (await ask(None, mutation(name), input=input)).codes == ["UNAUTHENTICATED"]
    assert (await ask(None, LOOK, token="x")).codes == ["UNAUTHENTICATED"]

    assert await JoinLink.all().count() == 0


async def test_strangers_see_no_program_to_link_to_and_participants_make_no_links(ask):
    _, program = await given_coordinated()
    eve, bo = await given_user("Eve"), (await given_mentee(program)).user

    assert (await make_link(ask, eve, program))["__typename"] == "NotFound"
    assert (await make_link(ask, bo, program))["__typename"] == "Forbidden"
    assert await JoinLink.all().count() == 0


async def test_a_link_is_shown_whole_once_and_stored_as_a_hash(ask):
    coco, program = await given_coordinated()

    made = await make_link(ask, coco, program, mostUses=5)

    token = made["url"].partition("/join#")[2]
    assert len(token) == 43
    assert token not in str(await JoinLink.get().values())
    assert made["joinLink"]["mostUses"] == 5
    assert (made["joinLink"]["uses"], made["joinLink"]["expiresAt"]) == (0, None)


async def test_whoever_holds_a_link_sees_where_it_leads(ask):
    coco, program = await given_coordinated()
    token = await given_link(ask, coco, program)

    answer = await ask(await given_user("Ina"), LOOK, token=token)

    assert answer.data == {
        "joinLink": {"role": "MENTEE", "programName": program.name, "isApproving": False}
    }


@pytest.mark.parametrize(("is_approving", "status"), [(True, "APPROVED"), (False, "PENDING")])
async def test_whoever_comes_by_a_link_takes_part_or_applies_as_it_says(ask, is_approving, status):
    coco, program = await given_coordinated()
    token = await given_link(ask, coco, program, role="MENTOR", isApproving=is_approving)

    done = await join(ask, await given_user("Ina"), token, capacity=2, note="Please")

    assert done["enrollment"] == {
        "role": "MENTOR",
        "status": status,
        "capacity": 2,
        "note": "Please",
    }
    assert (await JoinLink.get()).uses == 1


async def test_of_many_who_want_the_last_places_so_many_get_them(ask):
    coco, program = await given_coordinated()
    token = await given_link(ask, coco, program, mostUses=2)
    people = [await given_user(name) for name in "abcdef"]

    done = await asyncio.gather(*(join(ask, person, token) for person in people))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["Full"] * 4 + ["JoinProgramPayload"] * 2
    assert await Enrollment.filter(role=MENTEE).count() == 2
    assert (await JoinLink.get()).uses == 2


async def test_who_comes_twice_is_a_conflict_and_uses_it_once(ask):
    coco, program = await given_coordinated()
    token, ina = await given_link(ask, coco, program), await given_user("Ina")

    done = [await join(ask, ina, token) for _ in range(2)]

    assert [one["__typename"] for one in done] == ["JoinProgramPayload", "Conflict"]
    assert (await JoinLink.get()).uses == 1


@pytest.mark.parametrize("status", [EnrollmentStatus.DECLINED, EnrollmentStatus.REMOVED])
@pytest.mark.parametrize("is_approving", [True, False])
async def test_who_was_turned_down_comes_in_by_no_link(ask, status, is_approving):
    coco, program = await given_coordinated()
    part = await given_enrollment(program, "Ina", MENTEE, status=status)
    token = await given_link(ask, coco, program, isApproving=is_approving)

    assert (await join(ask, part.user, token))["__typename"] == "Conflict"
    assert (await Enrollment.get(id=part.id)).status == status


async def test_who_waits_is_approved_by_a_link_that_approves(ask):
    coco, program = await given_coordinated()
    part = await given_enrollment(program, "Ina", MENTEE, status=EnrollmentStatus.PENDING)
    token = await given_link(ask, coco, program, isApproving=True)

    assert (await join(ask, part.user, token))["enrollment"]["status"] == "APPROVED"


async def test_a_link_that_was_revoked_or_has_expired_leads_nowhere(ask):
    coco, program = await given_coordinated()
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    gone = await given_link(ask, coco, program)
    await revoke(ask, coco, await JoinLink.get())
    old = await given_link(ask, coco, program, expiresAt=soon)
    past = datetime.now(UTC) - timedelta(seconds=1)
    await JoinLink.filter(expires_at__isnull=False).update(expires_at=past)
    ina = await given_user("Ina")

    for token in (gone, old, "never was"):
        done = await join(ask, ina, token)
        assert (done["__typename"], done["field"]) == ("Invalid", "token")
        assert (await ask(ina, LOOK, token=token)).data == {"joinLink": None}

    assert not await Enrollment.exists(user_id=ina.id)


async def test_links_are_revoked_once_by_who_may_invite(ask):
    coco, program = await given_coordinated()
    await given_link(ask, coco, program)
    link = await JoinLink.get()

    bo = await revoke(ask, (await given_mentee(program)).user, link)
    done = [await revoke(ask, coco, link) for _ in range(2)]

    assert bo["__typename"] == "NotFound"
    assert [one["__typename"] for one in done] == ["RevokeJoinLinkPayload", "Conflict"]


async def test_only_who_may_invite_sees_the_links(ask):
    coco, program = await given_coordinated()
    await given_link(ask, coco, program)
    bo, id = (await given_mentee(program)).user, ids.encode("program", program.id)

    for viewer, nodes in ((coco, [{"uses": 0, "role": "MENTEE"}]), (bo, [])):
        answer = await ask(viewer, LIST, id=id)
        assert answer.data["program"]["joinLinks"]["nodes"] == nodes


@pytest.mark.parametrize(
    ("field", "input"),
    [
        ("role", {"role": "COORDINATOR"}),
        ("mostUses", {"mostUses": 0}),
        ("mostUses", {"mostUses": 10_001}),
        ("expiresAt", {"expiresAt": "2020-01-01T00:00:00"}),
        ("expiresAt", {"expiresAt": "2020-01-01T00:00:00+00:00"}),
        ("expiresAt", {"expiresAt": "9999-12-31T23:59:59+00:00"}),
        ("expiresAt", {"expiresAt": "9999-12-31T23:59:59-14:00"}),
    ],
)
async def test_a_link_that_cannot_be_is_refused(ask, field, input):
    coco, program = await given_coordinated()

    done = await make_link(ask, coco, program, **input)

    assert (done["__typename"], done["field"]) == ("Invalid", field)
    assert await JoinLink.all().count() == 0


async def test_a_mentor_says_how_many_and_nothing_is_used_otherwise(ask):
    coco, program = await given_coordinated()
    token = await given_link(ask, coco, program, role="MENTOR", mostUses=1)

    done = await join(ask, await given_user("Ina"), token)

    assert (done["__typename"], done["field"]) == ("Invalid", "capacity")
    assert (await JoinLink.get()).uses == 0


@pytest.mark.parametrize("ending", ["dismissCoordinator", "leaveProgram"])
async def test_links_that_approve_go_with_the_coordinator_who_made_them(ask, ending):
    coco, program = await given_coordinated()
    at_once, to_apply = [
        await given_link(ask, coco, program, isApproving=is_approving)
        for is_approving in (True, False)
    ]
    part = ids.encode("enrollment", (await Enrollment.get(user_id=coco.id)).id)

    await do(ask, coco, ending, enrollmentId=part)

    ina = await given_user("Ina")
    assert (await join(ask, ina, at_once))["__typename"] == "Invalid"
    assert (await join(ask, ina, to_apply))["enrollment"]["status"] == "PENDING"


async def test_links_that_approve_go_with_the_staff_who_made_them(ask):
    otto, organization, program = await given_owned()
    omar = await given_staff(organization, "Omar", OWNER)
    token = await given_link(ask, omar, program, isApproving=True)

    await do(ask, otto, "dismissStaff", staffId=seat_id(await Staff.get(user_id=omar.id)))

    assert (await join(ask, await given_user("Ina"), token))["__typename"] == "Invalid"
