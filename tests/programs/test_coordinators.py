import asyncio

from models import Enrollment, EnrollmentStatus, ProgramRole
from schema import ids
from tests.cast import given_coordinator, given_enrollment, given_mentee, given_program, given_user
from tests.documents import do, mutation
from tests.programs.staffing import given_owned

APPROVED, REMOVED = EnrollmentStatus.APPROVED, EnrollmentStatus.REMOVED
COORDINATOR = ProgramRole.COORDINATOR


def id_of(enrollment):
    return ids.encode("enrollment", enrollment.id)


async def appoint(ask, viewer, program, person):
    where, whom = ids.encode("program", program.id), ids.encode("user", person.id)
    fields = "enrollment { role status }"
    return await do(ask, viewer, "appointCoordinator", fields, programId=where, userId=whom)


async def dismiss(ask, viewer, enrollment):
    fields = "enrollment { status endedAt }"
    return await do(ask, viewer, "dismissCoordinator", fields, enrollmentId=id_of(enrollment))


async def coordinators(program):
    return await Enrollment.filter(program_id=program.id, role=COORDINATOR, status=APPROVED).count()


async def test_nobody_appoints_or_dismisses_without_signing_in(ask):
    program = await given_program()
    coco, bo = await given_coordinator(program), await given_mentee(program)
    appointed = {
        "programId": ids.encode("program", program.id),
        "userId": ids.encode("user", bo.user_id),
    }
    dismissed = {"enrollmentId": id_of(coco)}

    for name, input in (("appointCoordinator", appointed), ("dismissCoordinator", dismissed)):
        assert (await ask(None, mutation(name), input=input)).codes == ["UNAUTHENTICATED"]

    assert await coordinators(program) == 1


async def test_to_a_stranger_a_closed_program_is_not_there_to_appoint_in(ask):
    _, _, program = await given_owned()
    eve = await given_user("Eve")
    part = await Enrollment.get(program_id=program.id)

    assert (await appoint(ask, eve, program, eve))["__typename"] == "NotFound"
    assert (await dismiss(ask, eve, part))["__typename"] == "NotFound"
    assert await coordinators(program) == 1


async def test_who_only_takes_part_appoints_and_dismisses_nobody(ask):
    program = await given_program()
    coco, bo = await given_coordinator(program), (await given_mentee(program)).user

    assert (await appoint(ask, bo, program, bo))["__typename"] == "Forbidden"
    assert (await dismiss(ask, bo, coco))["__typename"] == "Forbidden"
    assert await coordinators(program) == 1


async def test_coordinators_and_staff_appoint_somebody_they_may_see(ask):
    otto, _, program = await given_owned()
    coco = (await given_coordinator(program)).user

    for viewer in (otto, coco):
        bo = (await given_mentee(program)).user
        done = await appoint(ask, viewer, program, bo)
        assert done["enrollment"] == {"role": "COORDINATOR", "status": "APPROVED"}

    assert await coordinators(program) == 4


async def test_somebody_nobody_showed_them_is_not_there_to_appoint(ask):
    otto, _, program = await given_owned()

    done = await appoint(ask, otto, program, await given_user("Eve"))

    assert done["__typename"] == "NotFound"
    assert await coordinators(program) == 1


async def test_appointing_twice_at_once_appoints_once(ask):
    otto, _, program = await given_owned()
    bo = (await given_mentee(program)).user

    done = await asyncio.gather(*(appoint(ask, otto, program, bo) for _ in range(3)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["AppointCoordinatorPayload", "Conflict", "Conflict"]
    assert await coordinators(program) == 2


async def test_a_dismissed_coordinator_decides_no_longer_and_can_be_appointed_again(ask):
    otto, _, program = await given_owned()
    part, applied = await given_coordinator(program, "Cleo"), EnrollmentStatus.PENDING
    asking = await given_enrollment(program, "Bo", ProgramRole.MENTEE, status=applied)

    done = await dismiss(ask, otto, part)
    decided = await do(ask, part.user, "approveEnrollment", enrollmentId=id_of(asking))
    again = await appoint(ask, otto, program, (await given_mentee(program, part.user)).user)

    assert done["enrollment"]["status"] == "REMOVED"
    assert decided["__typename"] == "NotFound"
    assert again["enrollment"]["status"] == "APPROVED"
    assert (await Enrollment.get(id=part.id)).ended_at is None


async def test_who_is_dismissed_already_is_a_conflict(ask):
    otto, _, program = await given_owned()
    part = await given_coordinator(program)

    done = [await dismiss(ask, otto, part) for _ in range(2)]

    assert [one["__typename"] for one in done] == ["DismissCoordinatorPayload", "Conflict"]


async def test_only_coordinators_are_dismissed_so(ask):
    otto, _, program = await given_owned()
    mentee = await given_mentee(program)

    done = await dismiss(ask, otto, mentee)

    assert (done["__typename"], done["field"]) == ("Invalid", "enrollmentId")
    assert (await Enrollment.get(id=mentee.id)).status == APPROVED
