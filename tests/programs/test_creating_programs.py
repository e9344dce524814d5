import asyncio

import pytest

from models import Enrollment, EnrollmentStatus, Program, ProgramRole
from schema import ids
from tests.cast import given_coordinator, given_organization, given_program, given_user
from tests.documents import do, mutation

CREATED = "program { id name description isOpen organization { id } }"


async def given_owned():
    """An owner, and the id of their organization."""
    otto = await given_user("Otto")
    return otto, id_of(await given_organization(owner=otto))


def id_of(organization):
    return ids.encode("organization", organization.id)


async def create(ask, viewer, organization_id, name="Spring", **input):
    return await do(
        ask, viewer, "createProgram", CREATED, organizationId=organization_id, name=name, **input
    )


async def test_nobody_creates_a_program_without_signing_in(ask):
    new = {"organizationId": id_of(await given_organization()), "name": "Spring"}

    answer = await ask(None, mutation("createProgram"), input=new)

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await Program.all().count() == 0


async def test_to_a_stranger_an_organization_without_open_programs_is_not_there(ask):
    eve, lumen = await given_user("Eve"), id_of(await given_organization())
    nowhere = ids.encode("organization", eve.id)

    there, not_there = await create(ask, eve, lumen), await create(ask, eve, nowhere)

    assert there["__typename"] == "NotFound"
    assert there == not_there
    assert await Program.all().count() == 0


async def test_who_may_only_see_the_organization_creates_nothing_in_it(ask):
    program = await given_program()
    coordinator = (await given_coordinator(program)).user
    lumen = ids.encode("organization", program.organization_id)

    for viewer in (await given_user("Eve"), coordinator):
        assert (await create(ask, viewer, lumen))["__typename"] == "Forbidden"

    assert await Program.all().count() == 1


async def test_the_owner_of_one_organization_creates_nothing_in_another(ask):
    _, theirs = await given_owned()
    otto, _ = await given_owned()

    assert (await create(ask, otto, theirs))["__typename"] == "NotFound"


async def test_an_owner_creates_a_program_and_coordinates_it(ask):
    otto, lumen = await given_owned()

    done = await create(ask, otto, lumen, description=" For all ", isOpen=True)

    (program,) = await Program.all()
    (part,) = await Enrollment.all()
    assert done["program"] == {
        "id": ids.encode("program", program.id),
        "name": "Spring",
        "description": "For all",
        "isOpen": True,
        "organization": {"id": lumen},
    }
    assert (part.user_id, part.program_id) == (otto.id, program.id)
    assert (part.role, part.status) == (ProgramRole.COORDINATOR, EnrollmentStatus.APPROVED)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "x" * 101), ("description", "x" * 4_001), ("name", "a\0b")],
)
async def test_texts_of_a_program_have_a_sensible_length(ask, field, value):
    otto, lumen = await given_owned()

    done = await create(ask, otto, lumen, **{field: value})

    assert (done["__typename"], done["field"]) == ("Invalid", field)
    assert await Program.all().count() == 0


async def test_an_id_of_something_else_is_no_organization(ask):
    otto, _ = await given_owned()

    done = await create(ask, otto, ids.encode("user", otto.id))

    assert (done["__typename"], done["field"]) == ("Invalid", "organizationId")


async def test_a_name_stands_once_in_an_organization_but_in_another_too(ask):
    otto, lumen = await given_owned()
    other = id_of(await given_organization("Other", owner=otto))
    await create(ask, otto, lumen, "Spring")

    again, elsewhere = await create(ask, otto, lumen), await create(ask, otto, other)

    assert again["__typename"] == "Conflict"
    assert elsewhere["__typename"] == "CreateProgramPayload"
    assert await Enrollment.all().count() == 2


async def test_creating_twice_with_one_key_creates_once_even_at_the_same_time(ask):
    otto, lumen = await given_owned()

    done = await asyncio.gather(*(create(ask, otto, lumen, idempotencyKey="k") for _ in range(5)))

    (program,) = await Program.all()
    assert {one["program"]["id"] for one in done} == {ids.encode("program", program.id)}
    assert await Enrollment.all().count() == 1


async def test_a_key_stands_for_one_program_only(ask):
    otto, lumen = await given_owned()
    await create(ask, otto, lumen, "Spring", idempotencyKey="k")

    done = await create(ask, otto, lumen, "Autumn", idempotencyKey="k")

    assert done["__typename"] == "Conflict"
    assert await Program.all().count() == 1
