"""What is left in programs of somebody whose account was deleted."""

from actions.sessions import erasing
from jobs import worker
from models import Enrollment, ImportLine, Invitation, ProgramRole
from tests.cast import given_enrollment, given_user
from tests.programs.bringing import given_applied, given_checked
from tests.programs.inviting import given_coordinated


def csv_of(*addresses):
    return "email,role\n" + "".join(f"{address},MENTEE\n" for address in addresses)


async def test_lines_of_imports_do_not_name_who_is_gone_and_no_import_waits_for_them(ask):
    coco, program = await given_coordinated()
    ina = await given_user("Ina")
    await given_applied(ask, coco, program, csv_of(ina.email, "ivo@example.org"))
    waiting = await given_checked(ask, coco, program, csv_of(ina.email.upper()))

    await erasing.erase(ina.id)
    await worker.work()

    lines = await ImportLine.all().order_by("id")
    assert waiting
    assert [(line.email, line.address) for line in lines] == [
        *(("", None), ("ivo@example.org", "ivo@example.org"), ("", None))
    ]
    assert [one.email for one in await Invitation.all()] == ["ivo@example.org"]


async def test_what_they_wrote_to_coordinators_is_gone(ask):
    _, program = await given_coordinated()
    part = await given_enrollment(program, "Ina", ProgramRole.MENTEE)
    await Enrollment.filter(id=part.id).update(note="Please")

    await erasing.erase(part.user_id)

    assert (await Enrollment.get(id=part.id)).note == ""
