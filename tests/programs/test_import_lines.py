"""What comes of each line of a file."""

import pytest

from models import (
    Enrollment,
    EnrollmentStatus,
    Invitation,
    ProgramRole,
)
from settings import get_settings
from tests.cast import given_enrollment, given_mentee
from tests.programs.bringing import (
    given_applied,
    given_checked,
    outcomes,
    read,
)
from tests.programs.inviting import accept, given_coordinated, given_refused, invite, mailed


async def test_each_line_has_its_outcome(ask):
    coco, program = await given_coordinated()
    pending = EnrollmentStatus.PENDING
    applied = await given_enrollment(program, "Pia", ProgramRole.MENTEE, status=pending)
    there, gone = (
        await given_mentee(program),
        await given_enrollment(program, "Lee", ProgramRole.MENTEE, status=EnrollmentStatus.LEFT),
    )
    await invite(ask, coco, program, "same@example.org", role="MENTOR", capacity=2)
    await invite(ask, coco, program, "other@example.org", role="MENTOR", capacity=2)
    people = [applied.user.email, there.user.email, gone.user.email]
    rows = [f"{email},MENTEE," for email in people]
    rows += ["same@example.org,MENTOR,2", "other@example.org,MENTOR,5", "new@example.org,MENTEE,"]

    id = await given_applied(ask, coco, program, "\n".join(["email,role,capacity", *rows]))

    assert [*(await outcomes(ask, coco, id)).values()] == [
        *("ENROLL", "UNCHANGED", "INVITE", "UNCHANGED", "CHANGE", "INVITE")
    ]
    assert (await Enrollment.get(id=applied.id)).status == EnrollmentStatus.APPROVED
    assert (await Enrollment.get(id=gone.id)).status == EnrollmentStatus.LEFT
    assert (await Invitation.get(email="other@example.org")).capacity == 5


BAD = """\
email,role,capacity
nobody,MENTEE,
a@example.org,OWNER,
b@example.org,MENTEE,3
c@example.org,MENTOR,many
d@example.org,MENTOR,51
e@example.org,MENTEE,
E@Example.org,mentee,
f@example.org
"""


async def test_each_bad_line_is_reported_with_the_reason_and_the_others_come_in(ask):
    coco, program = await given_coordinated()

    id = await given_applied(ask, coco, program, BAD)

    bad = (await read(ask, coco, id, "BAD"))["lines"]["nodes"]
    reasons = {line["number"]: line["reason"] for line in bad}
    assert reasons.pop(2).startswith("email: Write an address such as ada@example.org")
    assert reasons == {
        3: "role: 'OWNER' is none of MENTOR, MENTEE",
        4: "capacity: Leave it empty: only mentors have a capacity",
        5: "capacity: 'many' is no number",
        6: "capacity: Say how many mentees at a time, 1 to 50",
        8: "email: line 7 has the same address and role",
        9: "1 cells, but the first line names 3",
    }
    assert [one.email for one in await Invitation.all()] == ["e@example.org"]


async def test_importing_the_same_file_again_changes_nothing(ask, smtp):
    coco, program = await given_coordinated()
    await given_applied(ask, coco, program)
    before = len(await mailed(smtp))

    id = await given_applied(ask, coco, program)

    assert [*(await outcomes(ask, coco, id)).values()] == ["UNCHANGED", "UNCHANGED"]
    assert len(await mailed(smtp)) == before


@pytest.mark.parametrize("ending", ["declineEnrollment", "removeFromProgram"])
async def test_who_was_refused_since_they_were_invited_is_invited_anew_and_once(ask, smtp, ending):
    coco, program, ina, _ = await given_refused(ask, smtp, ending)
    rows = f"email,role\n{ina.email},MENTEE\n"

    once = await given_applied(ask, coco, program, rows)
    again = await given_applied(ask, coco, program, rows)
    back = await accept(ask, ina, (await mailed(smtp))[-1])

    assert await outcomes(ask, coco, once) == {2: "INVITE"}
    assert await outcomes(ask, coco, again) == {2: "UNCHANGED"}
    assert back["enrollment"]["status"] == "APPROVED"


async def test_beyond_the_days_invitations_lines_say_so_and_wait_for_another_day(ask, monkeypatch):
    coco, program = await given_coordinated()
    rows = "".join(f"p{number}@example.org,MENTEE\n" for number in range(5))
    monkeypatch.setenv("INVITATIONS_PER_DAY", "3")
    get_settings.cache_clear()

    id = await given_applied(ask, coco, program, "email,role\n" + rows)

    monkeypatch.undo()
    get_settings.cache_clear()
    bad = (await read(ask, coco, id, "BAD"))["lines"]["nodes"]
    assert [line["number"] for line in bad] == [5, 6]
    assert {line["reason"].partition(";")[2] for line in bad} == {" go on tomorrow"}
    assert await Invitation.all().count() == 3


async def test_lines_are_paged_in_the_order_of_the_file(ask):
    coco, program = await given_coordinated()
    rows = "".join(f"p{number}@example.org,MENTEE\n" for number in range(3))
    id = await given_checked(ask, coco, program, "email,role\n" + rows)
    query = """query ($id: ID!, $after: Cursor) { node(id: $id) { ... on PeopleImport {
      lines(first: 2, after: $after) { nodes { number } pageInfo { endCursor hasNextPage } }
    } } }"""

    first = (await ask(coco, query, id=id)).data["node"]["lines"]
    after = first["pageInfo"]["endCursor"]
    rest = (await ask(coco, query, id=id, after=after)).data["node"]["lines"]

    assert [node["number"] for node in first["nodes"] + rest["nodes"]] == [2, 3, 4]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
