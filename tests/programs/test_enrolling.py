import asyncio

import pytest

from models import Enrollment, EnrollmentStatus, ProgramRole
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)
from tests.documents import do, mutation

ENROLLED = "enrollment { role status capacity placesLeft decidedAt user { id } program { id } }"
DECIDED = "enrollment { id status }"
DECISIONS = ("approveEnrollment", "declineEnrollment")
MENTOR, MENTEE, COORDINATOR = ProgramRole.MENTOR, ProgramRole.MENTEE, ProgramRole.COORDINATOR
PENDING = EnrollmentStatus.PENDING
APPROVED = EnrollmentStatus.APPROVED
DECLINED = EnrollmentStatus.DECLINED


def id_of(enrollment):
    return ids.encode("enrollment", enrollment.id)


async def enroll(ask, viewer, program, **input):
    id = ids.encode("program", program.id)
    return await do(ask, viewer, "enroll", ENROLLED, programId=id, **input)


async def decide(ask, viewer, enrollment, decision="approveEnrollment"):
    return await do(ask, viewer, decision, DECIDED, enrollmentId=id_of(enrollment))


async def given_application(program, name="Bo", role=MENTEE, **values):
    return await given_enrollment(program, name, role, status=PENDING, **values)


async def status_of(enrollment):
    return (await Enrollment.get(id=enrollment.id)).status


async def test_nobody_enrolls_without_signing_in(ask):
    id = ids.encode("program", (await given_program()).id)

    answer = await ask(None, mutation("enroll"), input={"programId": id, "role": "MENTEE"})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await Enrollment.all().count() == 0


async def test_to_a_stranger_a_closed_program_is_not_there_to_apply_to(ask):
    closed, eve = await given_program(is_open=False), await given_user("Eve")

    done = await enroll(ask, eve, closed, role="MENTEE")

    assert done["__typename"] == "NotFound"
    assert await Enrollment.all().count() == 0


async def test_a_mentor_applies_with_a_capacity_and_waits(ask):
    program, ada = await given_program(), await given_user("Ada")

    done = await enroll(ask, ada, program, role="MENTOR", capacity=3)

    assert done["enrollment"] == {
        "role": "MENTOR",
        "status": "PENDING",
        "capacity": 3,
        "placesLeft": 3,
        "decidedAt": None,
        "user": {"id": ids.encode("user", ada.id)},
        "program": {"id": ids.encode("program", program.id)},
    }
    assert (await Enrollment.get()).organization_id == program.organization_id


async def test_one_person_applies_as_both_mentor_and_mentee(ask):
    program, ada = await given_program(), await given_user("Ada")

    await enroll(ask, ada, program, role="MENTOR", capacity=1)
    await enroll(ask, ada, program, role="MENTEE")

    assert await Enrollment.filter(user_id=ada.id, status=PENDING).count() == 2


@pytest.mark.parametrize(
    ("field", "input"),
    [
        ("role", {"role": "COORDINATOR"}),
        ("capacity", {"role": "MENTOR"}),
        ("capacity", {"role": "MENTOR", "capacity": 0}),
        ("capacity", {"role": "MENTOR", "capacity": -1}),
        ("capacity", {"role": "MENTOR", "capacity": 51}),
        ("capacity", {"role": "MENTEE", "capacity": 1}),
    ],
)
async def test_a_part_nobody_gives_themselves_is_refused(ask, field, input):
    done = await enroll(ask, await given_user(), await given_program(), **input)

    assert (done["__typename"], done["field"]) == ("Invalid", field)
    assert await Enrollment.all().count() == 0


@pytest.mark.parametrize("status", [s for s in EnrollmentStatus if s.value != "LEFT"])
async def test_applying_again_is_a_conflict_unless_you_left(ask, status):
    program = await given_program()
    bo = (await given_enrollment(program, "Bo", MENTEE, status=status)).user

    done = await enroll(ask, bo, program, role="MENTEE")

    assert done["__typename"] == "Conflict"
    assert (await Enrollment.get()).status == status


async def test_applying_five_times_at_once_applies_once(ask):
    program, bo = await given_program(), await given_user("Bo")

    done = await asyncio.gather(*(enroll(ask, bo, program, role="MENTEE") for _ in range(5)))

    assert sorted(one["__typename"] for one in done) == ["Conflict"] * 4 + ["EnrollPayload"]
    assert await Enrollment.all().count() == 1


@pytest.mark.parametrize("decision", DECISIONS)
async def test_nobody_decides_without_signing_in(ask, decision):
    application = await given_application(await given_program())

    answer = await ask(None, mutation(decision), input={"enrollmentId": id_of(application)})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await status_of(application) == PENDING


@pytest.mark.parametrize("decision", DECISIONS)
async def test_to_strangers_participants_and_staff_elsewhere_an_application_is_not_there(
    ask, decision
):
    program = await given_program()
    application = await given_application(program)
    otto = await given_user("Otto")
    await given_organization(owner=otto)
    elsewhere = (await given_coordinator(await given_program())).user

    for viewer in (await given_user("Eve"), (await given_mentor(program)).user, otto, elsewhere):
        assert (await decide(ask, viewer, application, decision))["__typename"] == "NotFound"

    assert await status_of(application) == PENDING


@pytest.mark.parametrize("decision", DECISIONS)
async def test_applicants_do_not_decide_about_themselves(ask, decision):
    application = await given_application(await given_program())

    done = await decide(ask, application.user, application, decision)

    assert done["__typename"] == "Forbidden"
    assert await status_of(application) == PENDING


async def test_a_coordinator_who_is_not_approved_decides_nothing(ask):
    program = await given_program()
    application = await given_application(program)
    pending = await given_application(program, "Coco", COORDINATOR)

    assert (await decide(ask, pending.user, application))["__typename"] == "NotFound"


@pytest.mark.parametrize(
    ("decision", "status"), [("approveEnrollment", APPROVED), ("declineEnrollment", DECLINED)]
)
async def test_coordinators_and_staff_decide(ask, decision, status):
    otto = await given_user("Otto")
    program = await given_program(await given_organization(owner=otto))

    for viewer in (otto, (await given_coordinator(program)).user):
        application = await given_application(program)
        done = await decide(ask, viewer, application, decision)

        decided = await Enrollment.get(id=application.id)
        assert done["enrollment"] == {"id": id_of(application), "status": status.value}
        assert (decided.status, decided.decided_at is None) == (status, False)


@pytest.mark.parametrize("status", [APPROVED, DECLINED])
@pytest.mark.parametrize("decision", DECISIONS)
async def test_a_decision_stands(ask, decision, status):
    program = await given_program()
    coordinator = (await given_coordinator(program)).user
    decided = await given_enrollment(program, "Bo", MENTEE, status=status)

    done = await decide(ask, coordinator, decided, decision)

    assert done["__typename"] == "Conflict"
    assert await status_of(decided) == status


async def test_of_those_who_decide_at_once_one_does(ask):
    program = await given_program()
    coordinators = [(await given_coordinator(program, name)).user for name in "ABCD"]
    application = await given_application(program)

    done = await asyncio.gather(
        *(
            decide(ask, viewer, application, decision)
            for viewer, decision in zip(coordinators, DECISIONS * 2, strict=True)
        )
    )

    (winner,) = [one for one in done if one["__typename"] != "Conflict"]
    assert winner["enrollment"]["status"] == (await status_of(application)).value


async def change(ask, viewer, enrollment, capacity):
    fields = "enrollment { capacity placesLeft }"
    id = id_of(enrollment)
    return await do(ask, viewer, "changeCapacity", fields, enrollmentId=id, capacity=capacity)


async def test_nobody_changes_a_capacity_without_signing_in(ask):
    mentor = await given_mentor(await given_program(), capacity=2)
    input = {"enrollmentId": id_of(mentor), "capacity": 5}

    answer = await ask(None, mutation("changeCapacity"), input=input)

    assert answer.codes == ["UNAUTHENTICATED"]
    assert (await Enrollment.get()).capacity == 2


async def test_only_the_mentor_changes_their_capacity(ask):
    program = await given_program()
    mentor = await given_mentor(program, capacity=2)
    coordinator, eve = (await given_coordinator(program)).user, await given_user("Eve")

    assert (await change(ask, eve, mentor, 5))["__typename"] == "NotFound"
    assert (await change(ask, coordinator, mentor, 5))["__typename"] == "Forbidden"
    assert (await Enrollment.get(id=mentor.id)).capacity == 2


@pytest.mark.parametrize("capacity", [0, 1, 50])
async def test_a_mentor_changes_their_capacity_and_takes_nobody_with_none(ask, capacity):
    mentor = await given_mentor(await given_program(), capacity=2)

    done = await change(ask, mentor.user, mentor, capacity)

    assert done["enrollment"] == {"capacity": capacity, "placesLeft": capacity}


@pytest.mark.parametrize("capacity", [-1, 51, 100_000])
async def test_a_capacity_beyond_reason_is_refused(ask, capacity):
    mentor = await given_mentor(await given_program(), capacity=2)

    done = await change(ask, mentor.user, mentor, capacity)

    assert (done["__typename"], done["field"]) == ("Invalid", "capacity")
    assert (await Enrollment.get()).capacity == 2


async def test_only_mentors_have_a_capacity(ask):
    mentee = await given_mentee(await given_program())

    done = await change(ask, mentee.user, mentee, 2)

    assert (done["__typename"], done["field"]) == ("Invalid", "enrollmentId")
