import asyncio

import pytest

from jobs import invitations
from models import Invitation, OutboxEntry, Staff
from schema import ids
from settings import get_settings
from tests.cast import (
    given_coordinator,
    given_mentee,
    given_organization,
    given_program,
    given_staff,
    given_user,
)
from tests.documents import mutation
from tests.programs.inviting import (
    accept,
    given_coordinated,
    given_invited,
    id_of,
    invite,
    invite_to_staff,
    listed,
    mailed,
    revoke,
)
from tests.programs.staffing import ADMIN, given_owned


async def nothing_was_sent():
    return (await Invitation.all().count(), await OutboxEntry.all().count()) == (0, 0)


async def test_nobody_invites_accepts_or_revokes_without_signing_in(ask):
    program = await given_program()
    where = {"organizationId": ids.encode("organization", program.organization_id)}
    asked = {
        "inviteToProgram": {"programId": id_of(program), "email": "a@b.org", "role": "MENTEE"},
        "inviteToStaff": {**where, "email": "a@b.org", "role": "ADMIN"},
        "acceptInvitation": {"token": "x"},
        "revokeInvitation": {"invitationId": ids.encode("invitation", program.id)},
    }

    for name, input in asked.items():
        assert (await ask(None, mutation(name), input=input)).codes == ["UNAUTHENTICATED"]

    assert await nothing_was_sent()


async def test_to_a_stranger_a_closed_program_is_not_there_to_invite_into(ask):
    _, program = await given_coordinated()

    done = await invite(ask, await given_user("Eve"), program, "ina@example.org")

    assert done["__typename"] == "NotFound"
    assert await nothing_was_sent()


async def test_who_only_takes_part_invites_nobody_and_sees_no_invitation(ask):
    coco, program = await given_coordinated()
    bo = (await given_mentee(program)).user

    done = await invite(ask, bo, program, "ina@example.org")
    await invite(ask, coco, program, "ina@example.org")

    assert done["__typename"] == "Forbidden"
    assert await listed(ask, bo, program) == []
    assert await Invitation.all().count() == 1


async def test_the_answer_is_the_same_whether_or_not_somebody_has_the_address(ask):
    coco, program = await given_coordinated()
    known = (await given_user("Ina")).email

    done = [await invite(ask, coco, program, email) for email in (known, "new@example.org")]

    for one, email in zip(done, (known, "new@example.org"), strict=True):
        assert one["invitation"].pop("email") == email
        assert one["invitation"].pop("id").startswith("invitation_")
    assert done[0] == done[1]


async def test_a_revoked_invitation_cannot_be_accepted_nor_an_accepted_one_revoked(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)
    ivo, other = await given_invited(ask, smtp, coco, program)
    first, second = await Invitation.all().order_by("id")

    revoked = await revoke(ask, coco, first)
    await accept(ask, ivo, other)
    too_late = await revoke(ask, coco, second)

    assert revoked["invitation"] == {"status": "REVOKED"}
    assert (await accept(ask, ina, token))["__typename"] == "Invalid"
    assert too_late["__typename"] == "Conflict"


async def test_what_is_revoked_before_it_is_mailed_is_not_mailed(ask, smtp):
    coco, program = await given_coordinated()
    await invite(ask, coco, program, "ina@example.org")
    await revoke(ask, coco, await Invitation.get())

    assert await mailed(smtp) == []


async def test_an_invitation_of_others_is_not_there_to_revoke(ask):
    coco, program = await given_coordinated()
    await invite(ask, coco, program, "ina@example.org")
    elsewhere, _ = await given_coordinated()
    there, nowhere = await Invitation.get(), Invitation(id=program.id)

    done = [await revoke(ask, elsewhere, invitation) for invitation in (there, nowhere)]

    assert done[0] == done[1]
    assert done[0]["__typename"] == "NotFound"
    assert (await Invitation.get()).revoked_at is None


async def test_inviting_an_address_twice_at_once_makes_one_invitation(ask):
    coco, program = await given_coordinated()

    await asyncio.gather(*(invite(ask, coco, program, "ina@example.org") for _ in range(5)))

    assert await Invitation.all().count() == 1


async def test_invitations_are_listed_by_status_newest_first(ask, smtp):
    coco, program = await given_coordinated()
    ina, token = await given_invited(ask, smtp, coco, program)
    await accept(ask, ina, token)
    for name in "abc":
        await invite(ask, coco, program, f"{name}@example.org")
    await revoke(ask, coco, await Invitation.get(email="b@example.org"))

    assert await listed(ask, coco, program) == [
        *("c@example.org", "b@example.org", "a@example.org", ina.email)
    ]
    assert await listed(ask, coco, program, "PENDING") == ["c@example.org", "a@example.org"]
    assert await listed(ask, coco, program, "ACCEPTED") == [ina.email]
    assert await listed(ask, coco, program, "REVOKED") == ["b@example.org"]


@pytest.mark.parametrize(
    ("field", "input"),
    [
        ("email", {"email": "nobody"}),
        ("email", {"email": "x" * 300 + "@example.org"}),
        ("capacity", {"capacity": 3}),
        ("capacity", {"role": "MENTOR", "capacity": 0}),
        ("capacity", {"role": "MENTOR", "capacity": 51}),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_sent(ask, field, input):
    coco, program = await given_coordinated()

    done = await invite(ask, coco, program, **{"email": "ina@example.org", **input})

    assert (done["__typename"], done["field"]) == ("Invalid", field)
    assert await nothing_was_sent()


async def test_an_organization_sends_so_many_a_day_and_is_told_when_to_go_on(ask, monkeypatch):
    coco, program = await given_coordinated()
    monkeypatch.setenv("INVITATIONS_PER_DAY", "3")
    get_settings.cache_clear()

    done = await asyncio.gather(
        *(invite(ask, coco, program, f"{name}@example.org") for name in "abcde")
    )

    monkeypatch.undo()
    get_settings.cache_clear()
    assert sorted(one["__typename"] for one in done) == [
        *["InviteToProgramPayload"] * 3,
        *["TooMany"] * 2,
    ]
    assert await Invitation.all().count() == 3


async def test_a_new_day_counts_from_the_start(ask, monkeypatch):
    coco, program = await given_coordinated()
    organization = await program.organization
    await type(organization).all().update(invited_on="2020-01-01", invited_count=10_000)

    done = await invite(ask, coco, program, "ina@example.org")

    assert done["__typename"] == "InviteToProgramPayload"


async def test_an_address_gets_five_of_these_mails_a_day_whoever_asks(ask, smtp):
    for _ in range(invitations.MOST_MAILS + 2):
        coco, program = await given_coordinated()
        await invite(ask, coco, program, "ina@example.org")

    tokens = await mailed(smtp)

    assert len(tokens) == invitations.MOST_MAILS
    assert await Invitation.filter(sent_at__isnull=True).count() == 2


async def test_nothing_that_somebody_typed_stands_in_the_mail(ask, smtp):
    coco, program = await given_coordinated()
    await type(program).all().update(name="Buy cheap watches")

    await given_invited(ask, smtp, coco, program)

    assert "watches" not in smtp.texts[-1]
    assert "Lumen" not in smtp.texts[-1]


async def test_an_owner_invites_onto_the_staff(ask, smtp):
    otto, organization, _ = await given_owned()
    ina = await given_user("Ina")

    done = await invite_to_staff(ask, otto, organization, ina.email)
    accepted = await accept(ask, ina, (await mailed(smtp))[-1])

    assert done["invitation"] == {"role": None, "staffRole": "ADMIN", "program": None}
    assert accepted["enrollment"] is None
    assert (await Staff.get(user_id=ina.id)).role == ADMIN


async def test_only_owners_invite_onto_the_staff_and_see_who_was(ask):
    otto, organization, program = await given_owned()
    admin, coco = await given_staff(organization), (await given_coordinator(program)).user
    await invite_to_staff(ask, otto, organization, "ina@example.org")
    query = "query ($id: ID!) { organization(id: $id) { invitations { nodes { email } } } }"

    for viewer, emails in ((otto, ["ina@example.org"]), (admin, []), (coco, [])):
        answer = await ask(viewer, query, id=ids.encode("organization", organization.id))
        nodes = answer.data["organization"]["invitations"]["nodes"]
        assert [node["email"] for node in nodes] == emails
        if viewer is not otto:
            done = await invite_to_staff(ask, viewer, organization, "eve@example.org")
            assert done["__typename"] == "Forbidden"


async def test_to_an_owner_elsewhere_an_organization_is_not_there_to_invite_onto(ask):
    _, organization, _ = await given_owned()
    uma = await given_user("Uma")
    await given_organization("Umbra", owner=uma)

    done = await invite_to_staff(ask, uma, organization, "ina@example.org")

    assert done["__typename"] == "NotFound"
    assert await nothing_was_sent()
