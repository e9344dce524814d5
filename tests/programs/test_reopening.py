import pytest

from models import Enrollment, EnrollmentStatus, ProgramRole
from schema import ids
from tests.cast import given_coordinator, given_enrollment, given_mentee, given_program, given_user
from tests.documents import do, mutation

MENTEE, DECLINED, PENDING = (
    ProgramRole.MENTEE,
    EnrollmentStatus.DECLINED,
    EnrollmentStatus.PENDING,
)


def id_of(enrollment):
    return ids.encode("enrollment", enrollment.id)


async def reopen(ask, viewer, enrollment):
    fields = "enrollment { status decidedAt }"
    return await do(ask, viewer, "reopenEnrollment", fields, enrollmentId=id_of(enrollment))


async def given_declined(program):
    return await given_enrollment(program, "Bo", MENTEE, status=DECLINED)


async def test_nobody_reopens_without_signing_in(ask):
    declined = await given_declined(await given_program())

    answer = await ask(None, mutation("reopenEnrollment"), input={"enrollmentId": id_of(declined)})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert (await Enrollment.get()).status == DECLINED


async def test_to_others_it_is_not_there_and_applicants_do_not_reopen_their_own(ask):
    program = await given_program()
    declined = await given_declined(program)
    strangers = (await given_user("Eve"), (await given_mentee(program)).user)

    for viewer in strangers:
        assert (await reopen(ask, viewer, declined))["__typename"] == "NotFound"
    assert (await reopen(ask, declined.user, declined))["__typename"] == "Forbidden"

    assert (await Enrollment.get(id=declined.id)).status == DECLINED


async def test_a_coordinator_reopens_what_was_declined_and_decides_anew(ask):
    program = await given_program()
    declined, coco = await given_declined(program), (await given_coordinator(program)).user

    done = await reopen(ask, coco, declined)
    approved = await do(ask, coco, "approveEnrollment", enrollmentId=id_of(declined))

    assert done["enrollment"] == {"status": "PENDING", "decidedAt": None}
    assert approved["__typename"] == "ApproveEnrollmentPayload"


@pytest.mark.parametrize("status", [status for status in EnrollmentStatus if status != DECLINED])
async def test_only_what_was_declined_is_reopened(ask, status):
    program = await given_program()
    part = await given_enrollment(program, "Bo", MENTEE, status=status)

    done = await reopen(ask, (await given_coordinator(program)).user, part)

    assert done["__typename"] == "Conflict"
    assert (await Enrollment.get(id=part.id)).status == status


NOTES = "query ($id: ID!) { program(id: $id) { enrollments { nodes { note user { name } } } } }"


async def test_a_note_is_read_by_the_applicant_and_by_who_decides_only(ask):
    program = await given_program()
    id, bo = ids.encode("program", program.id), await given_user("Bo")
    await do(ask, bo, "enroll", programId=id, role="MENTEE", note=" I teach ")
    await Enrollment.all().update(status=EnrollmentStatus.APPROVED)
    coco, cy = (await given_coordinator(program)).user, (await given_mentee(program, "Cy")).user

    for viewer, note in ((bo, "I teach"), (coco, "I teach"), (cy, None)):
        nodes = (await ask(viewer, NOTES, id=id)).data["program"]["enrollments"]["nodes"]
        assert [node["note"] for node in nodes if node["user"]["name"] == "Bo"] == [note]


async def test_a_note_has_at_most_two_thousand_characters(ask):
    program, bo = await given_program(), await given_user("Bo")
    id = ids.encode("program", program.id)

    done = await do(ask, bo, "enroll", programId=id, role="MENTEE", note="x" * 2_001)

    assert (done["__typename"], done["field"]) == ("Invalid", "note")
    assert await Enrollment.all().count() == 0


async def test_notes_of_many_are_one_query_per_relation(ask, queries):
    program = await given_program()
    coco, id = (await given_coordinator(program)).user, ids.encode("program", program.id)
    for _ in range(5):
        await given_enrollment(program, "Bo", MENTEE, status=PENDING)
    await ask(coco, "{ __typename }")

    with queries() as count:
        await ask(coco, NOTES, id=id)

    assert count.total == 6
