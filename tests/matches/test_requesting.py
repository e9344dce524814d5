import asyncio

import pytest

from models import EnrollmentStatus, MatchRequest, ProgramRole, RequestStatus
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_match,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)
from tests.documents import do, mutation
from tests.matches.asking import decline, end, given_request, id_of, request, withdraw

REQUEST = """
matchRequest {
  note status decidedAt match { id }
  mentor { id user { name } }
  mentee { id user { name } }
}
"""


async def given_two(**values):
    """A mentor and a mentee of one program."""
    program = await given_program()
    return await given_mentor(program, "Ada", **values), await given_mentee(program, "Bo")


async def number_of_requests():
    return await MatchRequest.all().count()


async def test_nobody_asks_without_signing_in(ask):
    mentor, _ = await given_two()

    answer = await ask(None, mutation("requestMatch"), input={"mentorId": id_of(mentor)})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await number_of_requests() == 0


async def test_to_a_stranger_a_mentor_of_a_program_is_not_there(ask):
    mentor, _ = await given_two()

    done = await request(ask, await given_user("Eve"), mentor)

    assert done["__typename"] == "NotFound"
    assert await number_of_requests() == 0


async def test_mentees_of_another_program_of_the_organization_do_not_find_the_mentor(ask):
    lumen = await given_organization()
    mentor = await given_mentor(await given_program(lumen))
    mentee = await given_mentee(await given_program(lumen))

    assert (await request(ask, mentee.user, mentor))["__typename"] == "NotFound"
    assert await number_of_requests() == 0


async def test_a_mentee_asks_a_mentor_who_is_to_decide(ask):
    mentor, mentee = await given_two()

    done = await request(ask, mentee.user, mentor, REQUEST, note=" Hello! ")

    (asked,) = await MatchRequest.all()
    assert done["matchRequest"] == {
        "note": "Hello!",
        "status": "PENDING",
        "decidedAt": None,
        "match": None,
        "mentor": {"id": id_of(mentor), "user": {"name": "Ada"}},
        "mentee": {"id": id_of(mentee), "user": {"name": "Bo"}},
    }
    assert (asked.program_id, asked.organization_id) == (mentor.program_id, mentor.organization_id)


@pytest.mark.parametrize("role", [ProgramRole.MENTOR, ProgramRole.COORDINATOR])
async def test_whoever_is_no_mentee_there_asks_nobody(ask, role):
    mentor, _ = await given_two()
    program = await mentor.program
    other = await given_enrollment(program, "Mo", role, capacity=1)

    assert (await request(ask, other.user, mentor))["__typename"] == "Forbidden"
    assert await number_of_requests() == 0


async def test_a_mentee_still_to_be_approved_asks_nobody(ask):
    mentor, _ = await given_two()
    program, pending = await mentor.program, EnrollmentStatus.PENDING
    bo = await given_enrollment(program, "Bo", ProgramRole.MENTEE, status=pending)
    await given_coordinator(program, bo.user)

    assert (await request(ask, bo.user, mentor))["__typename"] == "Forbidden"
    assert await number_of_requests() == 0


async def test_only_an_approved_mentor_can_be_asked(ask):
    program = await given_program()
    bo = (await given_mentee(program, "Bo")).user
    fellow, coordinator = await given_mentee(program, "Cy"), await given_coordinator(program, bo)
    waiting = await given_enrollment(
        program, "Pia", ProgramRole.MENTOR, status=EnrollmentStatus.PENDING, capacity=1
    )

    for asked in (fellow, coordinator, waiting):
        done = await request(ask, bo, asked)

        assert (done["__typename"], done["field"]) == ("Invalid", "mentorId")
    assert await number_of_requests() == 0


async def test_nobody_asks_themselves(ask):
    program = await given_program()
    both = await given_mentee(program, "Bo")
    mentor = await given_mentor(program, both.user)

    done = await request(ask, both.user, mentor)

    assert (done["__typename"], done["field"]) == ("Invalid", "mentorId")
    assert await number_of_requests() == 0


async def test_a_note_has_at_most_two_thousand_characters(ask):
    mentor, mentee = await given_two()

    done = await request(ask, mentee.user, mentor, note="x" * 2_001)

    assert (done["__typename"], done["field"]) == ("Invalid", "note")
    assert await number_of_requests() == 0


async def test_an_id_of_something_else_is_no_mentor(ask):
    mentor, mentee = await given_two()
    id = ids.encode("user", mentor.user_id)

    done = await do(ask, mentee.user, "requestMatch", mentorId=id)

    assert (done["__typename"], done["field"]) == ("Invalid", "mentorId")


async def test_a_mentor_without_a_place_left_is_full(ask):
    mentor, mentee = await given_two(capacity=1)
    await given_match(mentor, await given_mentee(await mentor.program, "Cy"))

    done = await request(ask, mentee.user, mentor)

    assert done["__typename"] == "Full"
    assert await MatchRequest.filter(status=RequestStatus.PENDING).count() == 0


async def test_asking_again_before_the_answer_is_a_conflict(ask):
    mentor, mentee = await given_two()
    await given_request(mentor, mentee)

    done = await request(ask, mentee.user, mentor)

    assert done["__typename"] == "Conflict"
    assert await number_of_requests() == 1


async def test_asking_the_mentor_one_has_is_a_conflict(ask):
    mentor, mentee = await given_two()
    await given_match(mentor, mentee)

    done = await request(ask, mentee.user, mentor)

    assert done["__typename"] == "Conflict"
    assert await number_of_requests() == 1


async def test_asking_again_is_possible_after_a_no_a_withdrawal_or_an_end(ask):
    mentor, mentee = await given_two()
    bo, ada = mentee.user, mentor.user
    await decline(ask, ada, await given_request(mentor, mentee))
    await withdraw(ask, bo, await given_request(mentor, mentee))
    await end(ask, ada, await given_match(mentor, mentee))

    done = await request(ask, bo, mentor)

    assert done["matchRequest"]["status"] == "PENDING"


async def test_asking_five_times_at_once_asks_once(ask):
    mentor, mentee = await given_two()

    done = await asyncio.gather(*(request(ask, mentee.user, mentor) for _ in range(5)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["Conflict"] * 4 + ["RequestMatchPayload"]
    assert await number_of_requests() == 1


async def test_asking_five_times_at_once_with_one_key_is_one_request_for_all(ask):
    mentor, mentee = await given_two()

    done = await asyncio.gather(
        *(request(ask, mentee.user, mentor, idempotencyKey="k") for _ in range(5))
    )

    (asked,) = await MatchRequest.all()
    assert {one["matchRequest"]["id"] for one in done} == {id_of(asked)}


async def test_a_key_gives_the_same_request_back_whatever_became_of_it(ask):
    mentor, mentee = await given_two(capacity=1)
    await request(ask, mentee.user, mentor, idempotencyKey="k")
    (asked,) = await MatchRequest.all()
    await decline(ask, mentor.user, asked)

    again = await request(ask, mentee.user, mentor, idempotencyKey="k")

    assert again["matchRequest"] == {"id": id_of(asked), "status": "DECLINED"}
    assert await number_of_requests() == 1


async def test_a_key_stands_for_one_request_only(ask):
    mentor, mentee = await given_two()
    other = await given_mentor(await mentor.program, "Mo")
    await request(ask, mentee.user, mentor, idempotencyKey="k")

    done = await request(ask, mentee.user, other, idempotencyKey="k")

    assert done["__typename"] == "Conflict"
    assert await number_of_requests() == 1
