import asyncio

from models import Conversation, Enrollment, Match, MatchRequest
from models import RequestStatus as Status
from tests.cast import given_match, given_mentee, given_mentor, given_program
from tests.documents import do
from tests.matches.asking import accept, end, given_request, id_of, places_of, request


async def given_asked_by(mentor, number):
    """So many requests to one mentor, each of somebody else."""
    program = await mentor.program
    mentees = [await given_mentee(program, f"Bo{n}") for n in range(number)]
    return [await given_request(mentor, mentee) for mentee in mentees]


async def given_matches(mentor, number):
    program = await mentor.program
    return [await given_match(mentor, await given_mentee(program)) for _ in range(number)]


async def change(ask, mentor, capacity):
    fields = "enrollment { capacity }"
    values = {"enrollmentId": id_of(mentor), "capacity": capacity}
    return await do(ask, mentor.user, "changeCapacity", fields, **values)


def count(done, kind):
    return sum(one["__typename"] == kind for one in done)


async def test_the_fourth_of_three_is_full_and_stays_pending(ask):
    mentor = await given_mentor(await given_program(), capacity=3)
    *first, fourth = await given_asked_by(mentor, 4)
    for asked in first:
        await accept(ask, mentor.user, asked)

    done = await accept(ask, mentor.user, fourth)

    mentee = await Enrollment.get(id=fourth.mentee_id)
    assert done["__typename"] == "Full"
    assert (await MatchRequest.get(id=fourth.id)).status == Status.PENDING
    assert await places_of(mentor, mentee) == [3, 0]


async def test_fifty_accepted_at_once_for_three_places_are_three(ask):
    mentor = await given_mentor(await given_program(), capacity=3)
    requests = await given_asked_by(mentor, 50)

    done = await asyncio.gather(*(accept(ask, mentor.user, asked) for asked in requests))

    assert (count(done, "AcceptMatchRequestPayload"), count(done, "Full")) == (3, 47)
    assert await Match.all().count() == await Conversation.all().count() == 3
    assert await MatchRequest.filter(status=Status.PENDING).count() == 47
    assert await places_of(mentor) == [3]


async def test_a_mentee_of_many_mentors_who_accept_at_once_gets_them_all(ask):
    program = await given_program()
    mentee = await given_mentee(program)
    mentors = [await given_mentor(program, f"Ada{n}", capacity=1) for n in range(10)]
    requests = [await given_request(mentor, mentee) for mentor in mentors]

    await asyncio.gather(
        *(accept(ask, m.user, asked) for m, asked in zip(mentors, requests, strict=True))
    )

    assert await places_of(mentee, *mentors) == [10] + [1] * 10


async def test_a_capacity_never_goes_below_the_matches_there_are(ask):
    mentor = await given_mentor(await given_program(), capacity=3)
    await given_matches(mentor, 2)

    below, exactly = await change(ask, mentor, 1), await change(ask, mentor, 2)

    assert (below["__typename"], below["field"]) == ("Invalid", "capacity")
    assert exactly["enrollment"] == {"capacity": 2}


async def test_of_the_last_place_taken_and_given_up_at_once_one_happens(ask):
    program = await given_program()
    mentors = [await given_mentor(program, f"Ada{n}", capacity=2) for n in range(10)]
    for mentor in mentors:
        await given_matches(mentor, 1)
    requests = [(await given_asked_by(mentor, 1))[0] for mentor in mentors]

    for mentor, asked in zip(mentors, requests, strict=True):
        done = await asyncio.gather(accept(ask, mentor.user, asked), change(ask, mentor, 1))

        row = await Enrollment.get(id=mentor.id)
        outcome = (done[0]["__typename"], done[1]["__typename"], row.active_matches, row.capacity)
        assert outcome in {
            ("AcceptMatchRequestPayload", "Invalid", 2, 2),
            ("Full", "ChangeCapacityPayload", 1, 1),
        }


async def test_a_place_that_comes_free_is_taken_once(ask):
    mentor = await given_mentor(await given_program(), capacity=1)
    (match,) = await given_matches(mentor, 1)
    requests = await given_asked_by(mentor, 5)
    await end(ask, mentor.user, match)

    done = await asyncio.gather(*(accept(ask, mentor.user, asked) for asked in requests))

    assert (count(done, "AcceptMatchRequestPayload"), count(done, "Full")) == (1, 4)
    assert await places_of(mentor) == [1]


async def test_asking_accepting_and_ending_at_once_never_wait_in_a_circle(ask):
    mentor = await given_mentor(await given_program(), capacity=50)
    matches, requests = await given_matches(mentor, 8), await given_asked_by(mentor, 8)
    program = await mentor.program
    asking = [await given_mentee(program) for _ in range(8)]

    done = await asyncio.gather(
        *(end(ask, mentor.user, match) for match in matches),
        *(accept(ask, mentor.user, asked) for asked in requests),
        *(request(ask, mentee.user, mentor) for mentee in asking),
    )

    problems = [one for one in done if "reason" in one]
    assert problems == []
    assert await places_of(mentor) == [8]
