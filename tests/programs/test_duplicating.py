import asyncio

import pytest

from actions.programs import TEMPLATES, Settings
from models import Enrollment, Program, ProgramRole, ProgramTemplate
from schema import ids
from tests.cast import given_coordinator, given_mentee, given_organization, given_user
from tests.documents import do, mutation
from tests.programs.configuring import change, id_of
from tests.programs.staffing import given_owned

TEMPLATES_OF = "query ($id: ID!) { organization(id: $id) { templates { nodes { name } } } }"


async def duplicate(ask, viewer, program, name="Autumn", **input):
    fields = "program { id name isTemplate viewerEnrollments { role } }"
    return await do(
        ask, viewer, "duplicateProgram", fields, programId=id_of(program), name=name, **input
    )


async def mark(ask, viewer, program, is_template=True):
    fields = "program { isTemplate }"
    input = {"programId": id_of(program), "isTemplate": is_template}
    return await do(ask, viewer, "markTemplate", fields, **input)


async def templates(ask, viewer, organization):
    answer = await ask(viewer, TEMPLATES_OF, id=ids.encode("organization", organization.id))
    return [node["name"] for node in answer.data["organization"]["templates"]["nodes"]]


async def test_nobody_duplicates_or_marks_without_signing_in(ask):
    _, _, program = await given_owned()
    asked = {
        "duplicateProgram": {"programId": id_of(program), "name": "Autumn"},
        "markTemplate": {"programId": id_of(program), "isTemplate": True},
    }

    for name, input in asked.items():
        assert (await ask(None, mutation(name), input=input)).codes == ["UNAUTHENTICATED"]

    assert [one.is_template for one in await Program.all()] == [False]


async def test_only_staff_duplicate_and_mark_and_strangers_find_nothing_to(ask):
    _, _, program = await given_owned()
    coco, uma = (await given_coordinator(program)).user, await given_user("Uma")
    await given_organization("Umbra", owner=uma)

    for viewer, kind in ((coco, "Forbidden"), (uma, "NotFound")):
        assert (await duplicate(ask, viewer, program))["__typename"] == kind
        assert (await mark(ask, viewer, program))["__typename"] == kind

    assert [one.is_template for one in await Program.all()] == [False]


async def test_a_duplicate_has_the_settings_and_none_of_the_people(ask):
    otto, _, program = await given_owned()
    await given_mentee(program)
    await change(ask, otto, program, welcome="Hello", question="Why?", mostCapacity=4)
    await mark(ask, otto, program)

    done = await duplicate(ask, otto, program)

    copy, original = await Program.get(name="Autumn"), await Program.get(id=program.id)
    (part,) = await Enrollment.filter(program_id=copy.id)
    assert Settings.of(copy) == Settings.of(original)
    assert (part.user_id, part.role) == (otto.id, ProgramRole.COORDINATOR)
    assert (copy.settings_version, copy.is_template) == (1, False)
    assert done["program"]["viewerEnrollments"] == [{"role": "COORDINATOR"}]


async def test_a_duplicate_has_a_name_of_its_own(ask):
    otto, _, program = await given_owned()

    taken = await duplicate(ask, otto, program, program.name)
    empty = await duplicate(ask, otto, program, " ")

    assert taken["__typename"] == "Conflict"
    assert (empty["__typename"], empty["field"]) == ("Invalid", "name")
    assert await Program.all().count() == 1


async def test_the_same_key_duplicates_once(ask):
    otto, _, program = await given_owned()

    done = await asyncio.gather(
        *(duplicate(ask, otto, program, idempotencyKey="once") for _ in range(3))
    )

    assert len({one["program"]["id"] for one in done}) == 1
    assert await Program.all().count() == 2


async def test_what_is_marked_stands_among_the_templates_until_it_is_not(ask):
    otto, organization, program = await given_owned()
    eve = await given_user("Eve")
    await Program.all().update(is_open=True)

    await mark(ask, otto, program)
    marked = await templates(ask, otto, organization), await templates(ask, eve, organization)
    await mark(ask, otto, program, is_template=False)

    assert marked == ([program.name], [program.name])
    assert await templates(ask, otto, organization) == []


async def test_a_closed_template_is_not_shown_to_strangers(ask):
    otto, organization, program = await given_owned()
    shown = await Program.create(organization_id=organization.id, name="Open", is_open=True)
    await mark(ask, otto, program)
    await mark(ask, otto, shown)

    assert await templates(ask, await given_user("Eve"), organization) == ["Open"]


@pytest.mark.parametrize("template", list(ProgramTemplate))
async def test_a_program_begins_with_the_settings_of_a_template(ask, template):
    otto, organization, _ = await given_owned()
    where = {"organizationId": ids.encode("organization", organization.id)}

    await do(ask, otto, "createProgram", **where, name="New", template=template.value)

    assert Settings.of(await Program.get(name="New")) == TEMPLATES[template]


async def test_what_is_said_goes_before_what_the_template_says(ask):
    otto, organization, _ = await given_owned()
    where = {"organizationId": ids.encode("organization", organization.id)}

    said = {"description": "Mine", "isOpen": False, "template": "FLASH"}
    await do(ask, otto, "createProgram", **where, name="New", **said)

    new = await Program.get(name="New")
    assert (new.description, new.admission.value) == ("Mine", "INVITATION_ONLY")
    assert new.most_capacity == TEMPLATES[ProgramTemplate.FLASH].most_capacity
