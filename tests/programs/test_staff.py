import asyncio

import pytest

from models import Staff
from schema import ids
from tests.cast import given_coordinator, given_mentee, given_organization, given_staff, given_user
from tests.documents import do, mutation
from tests.programs.staffing import ADMIN, OWNER, given_owned, roles_in, seat_id

STAFF = """
query ($id: ID!, $seat: ID!) {
  organization(id: $id) { staff { nodes { role user { name } } } } node(id: $seat) { id }
}
"""
MUTATIONS = ("appointStaff", "changeStaffRole", "dismissStaff")


def inputs(organization, seat, person):
    """What each mutation is asked with."""
    appointed = {
        "organizationId": ids.encode("organization", organization.id),
        "userId": ids.encode("user", person.id),
        "role": "ADMIN",
    }
    changed = {"staffId": seat_id(seat), "role": "OWNER"}
    return dict(zip(MUTATIONS, (appointed, changed, {"staffId": seat_id(seat)}), strict=True))


async def given_team():
    """An owner, an admin, their organization, and a mentee of a program of it."""
    otto, organization, program = await given_owned()
    admin = await given_staff(organization, "Abe", ADMIN)
    return otto, admin, organization, (await given_mentee(program)).user


async def appoint(ask, viewer, organization, person, role="ADMIN"):
    return await do(
        ask,
        viewer,
        "appointStaff",
        "staff { role user { name } organization { id } }",
        organizationId=ids.encode("organization", organization.id),
        userId=ids.encode("user", person.id),
        role=role,
    )


async def dismiss(ask, viewer, seat):
    return await do(ask, viewer, "dismissStaff", staffId=seat_id(seat))


async def change(ask, viewer, seat, role):
    return await do(
        ask, viewer, "changeStaffRole", "staff { role }", staffId=seat_id(seat), role=role
    )


@pytest.mark.parametrize("name", MUTATIONS)
async def test_nobody_changes_staff_without_signing_in(ask, name):
    _, admin, organization, bo = await given_team()
    seat = await Staff.get(user_id=admin.id)

    answer = await ask(None, mutation(name), input=inputs(organization, seat, bo)[name])

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await roles_in(organization) == [("Otto", "OWNER"), ("Abe", "ADMIN")]


@pytest.mark.parametrize("name", MUTATIONS)
async def test_to_strangers_and_owners_elsewhere_staff_is_not_there(ask, name):
    _, admin, organization, bo = await given_team()
    seat, uma = await Staff.get(user_id=admin.id), await given_user("Uma")
    await given_organization("Umbra", owner=uma)

    for viewer in (await given_user("Eve"), uma):
        done = await do(ask, viewer, name, **inputs(organization, seat, bo)[name])
        assert done["__typename"] == "NotFound"

    assert await roles_in(organization) == [("Otto", "OWNER"), ("Abe", "ADMIN")]


@pytest.mark.parametrize("name", ["changeStaffRole", "dismissStaff"])
async def test_a_seat_that_is_not_yours_and_one_that_is_not_there_look_the_same(ask, name):
    _, admin, organization, bo = await given_team()
    there = await Staff.get(user_id=admin.id)
    nowhere = Staff(id=bo.id)

    asked = [inputs(organization, seat, bo)[name] for seat in (there, nowhere)]
    done = [await do(ask, bo, name, **input) for input in asked]

    assert done[0] == done[1]


@pytest.mark.parametrize("name", MUTATIONS)
async def test_an_admin_sees_the_staff_and_changes_nothing_about_it(ask, name):
    otto, admin, organization, bo = await given_team()
    seat = await Staff.get(user_id=otto.id)

    done = await do(ask, admin, name, **inputs(organization, seat, bo)[name])

    assert done["__typename"] == "Forbidden"
    assert await roles_in(organization) == [("Otto", "OWNER"), ("Abe", "ADMIN")]


async def test_only_staff_see_who_is_staff(ask):
    otto, admin, organization, bo = await given_team()
    seat = seat_id(await Staff.get(user_id=otto.id))
    id = ids.encode("organization", organization.id)
    team = [{"role": "OWNER", "user": {"name": "Otto"}}, {"role": "ADMIN", "user": {"name": "Abe"}}]

    for viewer, seen in ((otto, team), (admin, team), (bo, [])):
        answer = await ask(viewer, STAFF, id=id, seat=seat)
        assert answer.data["organization"]["staff"]["nodes"] == seen
        assert answer.data["node"] == ({"id": seat} if seen else None)


@pytest.mark.parametrize("role", ["OWNER", "ADMIN"])
async def test_an_owner_appoints_somebody_they_may_see(ask, role):
    otto, _, organization, bo = await given_team()

    done = await appoint(ask, otto, organization, bo, role)

    assert done["staff"]["role"] == role
    assert done["staff"]["user"] == {"name": "Bo"}
    assert (await roles_in(organization))[-1] == ("Bo", role)


async def test_who_may_not_be_seen_is_not_there_to_appoint(ask):
    otto, _, organization, _ = await given_team()

    unseen = await appoint(ask, otto, organization, await given_user("Eve"))
    nobody = await appoint(ask, otto, organization, Staff(id=organization.id))

    assert unseen["__typename"] == "NotFound"
    assert unseen == nobody
    assert len(await roles_in(organization)) == 2


async def test_appointing_twice_at_once_appoints_once(ask):
    otto, _, organization, bo = await given_team()

    done = await asyncio.gather(*(appoint(ask, otto, organization, bo) for _ in range(3)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["AppointStaffPayload", "Conflict", "Conflict"]
    assert len(await roles_in(organization)) == 3


async def test_an_owner_makes_an_admin_owner_and_may_then_resign(ask):
    otto, admin, organization, _ = await given_team()

    await change(ask, otto, await Staff.get(user_id=admin.id), "OWNER")
    done = await dismiss(ask, otto, await Staff.get(user_id=otto.id))

    assert done["__typename"] == "DismissStaffPayload"
    assert await roles_in(organization) == [("Abe", "OWNER")]


async def test_an_admin_resigns_by_themselves(ask):
    _, admin, organization, _ = await given_team()

    done = await dismiss(ask, admin, await Staff.get(user_id=admin.id))

    assert done["__typename"] == "DismissStaffPayload"
    assert await roles_in(organization) == [("Otto", "OWNER")]


async def test_the_last_owner_neither_resigns_nor_becomes_admin(ask):
    otto, _, organization, _ = await given_team()
    seat = await Staff.get(user_id=otto.id)

    for done in (await dismiss(ask, otto, seat), await change(ask, otto, seat, "ADMIN")):
        assert done["__typename"] == "Conflict"

    assert (await roles_in(organization))[0] == ("Otto", "OWNER")


async def test_two_owners_who_resign_at_once_leave_one_behind(ask):
    otto, _, organization, _ = await given_team()
    omar = await given_staff(organization, "Omar", OWNER)
    seats = [(who, await Staff.get(user_id=who.id)) for who in (otto, omar)]

    done = await asyncio.gather(*(dismiss(ask, who, seat) for who, seat in seats))

    assert sorted(one["__typename"] for one in done) == ["Conflict", "DismissStaffPayload"]
    assert await Staff.filter(organization_id=organization.id, role=OWNER).count() == 1


async def test_of_two_owners_who_dismiss_each_other_at_once_one_stays(ask):
    otto, _, organization, _ = await given_team()
    omar = await given_staff(organization, "Omar", OWNER)
    his, theirs = [await Staff.get(user_id=who.id) for who in (otto, omar)]

    done = await asyncio.gather(dismiss(ask, otto, theirs), dismiss(ask, omar, his))

    failed = [one["__typename"] for one in done if one["__typename"] != "DismissStaffPayload"]
    assert failed in (["NotFound"], ["Forbidden"], ["Conflict"])
    assert await Staff.filter(organization_id=organization.id, role=OWNER).count() == 1


async def test_who_was_dismissed_sees_nothing_of_the_organization(ask):
    otto, admin, organization, bo = await given_team()
    await dismiss(ask, otto, await Staff.get(user_id=admin.id))

    answer = await ask(
        admin, STAFF, id=ids.encode("organization", organization.id), seat=ids.encode("user", bo.id)
    )

    assert answer.data == {"organization": None, "node": None}


async def test_a_coordinator_does_not_see_the_staff(ask):
    otto, organization, program = await given_owned()
    coco = (await given_coordinator(program)).user
    seat = seat_id(await Staff.get(user_id=otto.id))

    answer = await ask(coco, STAFF, id=ids.encode("organization", organization.id), seat=seat)

    assert answer.data == {"organization": {"staff": {"nodes": []}}, "node": None}
