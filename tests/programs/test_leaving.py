import asyncio

import pytest
from tortoise.transactions import in_transaction

from actions import matches
from actions.programs import leaving
from models import (
    Conversation,
    Enrollment,
    EnrollmentStatus,
    Match,
    MatchRequest,
    MatchStatus,
    ProgramRole,
    RequestStatus,
)
from schema import ids
from tests.cast import (
    given_coordinator,
    given_enrollment,
    given_match,
    given_mentee,
    given_mentor,
    given_program,
    given_user,
)
from tests.documents import do, mutation
from tests.matches.asking import accept, given_request, places_of
from tests.matches.waiting import PATIENCE, somebody_waits

ENDINGS = ("leaveProgram", "removeFromProgram")
ENDED = "enrollment { status endedAt }"
MENTOR, MENTEE = ProgramRole.MENTOR, ProgramRole.MENTEE
PENDING, DECLINED = EnrollmentStatus.PENDING, EnrollmentStatus.DECLINED
LEFT, REMOVED = EnrollmentStatus.LEFT, EnrollmentStatus.REMOVED
APPROVED = EnrollmentStatus.APPROVED


def id_of(enrollment):
    return ids.encode("enrollment", enrollment.id)


async def leave(ask, part, reason=""):
    return await do(ask, part.user, "leaveProgram", ENDED, enrollmentId=id_of(part), reason=reason)


async def remove(ask, viewer, part, reason=""):
    id = id_of(part)
    return await do(ask, viewer, "removeFromProgram", ENDED, enrollmentId=id, reason=reason)


async def status_of(row):
    return (await type(row).get(id=row.id)).status


async def given_circle():
    """A program, a mentor, and two mentees of theirs."""
    program = await given_program()
    mentor = await given_mentor(program, capacity=5)
    mentees = [await given_mentee(program, name) for name in ("Bo", "Cy")]
    return program, mentor, mentees, [await given_match(mentor, mentee) for mentee in mentees]


@pytest.mark.parametrize("name", ENDINGS)
async def test_nobody_ends_a_part_without_signing_in(ask, name):
    part = await given_mentee(await given_program())

    answer = await ask(None, mutation(name), input={"enrollmentId": id_of(part)})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await status_of(part) == APPROVED


@pytest.mark.parametrize("name", ENDINGS)
async def test_to_strangers_and_coordinators_elsewhere_a_part_is_not_there(ask, name):
    part = await given_mentee(await given_program())
    elsewhere = (await given_coordinator(await given_program())).user

    for viewer in (await given_user("Eve"), elsewhere):
        done = await do(ask, viewer, name, enrollmentId=id_of(part))
        assert done["__typename"] == "NotFound"

    assert await status_of(part) == APPROVED


@pytest.mark.parametrize("name", ENDINGS)
async def test_who_takes_part_ends_nobody_elses_part(ask, name):
    program = await given_program()
    part, other = await given_mentee(program), await given_mentor(program)

    done = await do(ask, other.user, name, enrollmentId=id_of(part))

    assert done["__typename"] == "Forbidden"
    assert await status_of(part) == APPROVED


async def test_who_leaves_takes_part_no_longer(ask):
    program = await given_program()
    part, other = await given_mentee(program), await given_mentor(program)

    done = await leave(ask, part)

    query = "query ($id: ID!) { program(id: $id) { enrollments { nodes { role } } } }"
    seen = [
        (await ask(who, query, id=ids.encode("program", program.id))).data["program"]["enrollments"]
        for who in (part.user, other.user)
    ]
    assert (done["enrollment"]["status"], done["enrollment"]["endedAt"] is None) == ("LEFT", False)
    assert seen == [{"nodes": [{"role": "MENTEE"}]}, {"nodes": [{"role": "MENTOR"}]}]


@pytest.mark.parametrize("side", ["mentor", "mentee"])
async def test_all_matches_of_who_leaves_end_with_the_reason_and_free_the_places(ask, side):
    _, mentor, mentees, pairs = await given_circle()
    leaving, gone = (mentor, pairs) if side == "mentor" else (mentees[0], pairs[:1])

    await leave(ask, leaving, " Moved away ")

    ended = await Match.filter(status=MatchStatus.ENDED).order_by("id")
    assert [match.id for match in ended] == [match.id for match in gone]
    assert {match.end_reason for match in ended} == {"Moved away"}
    assert await places_of(mentor, *mentees) == ([0, 0, 0] if side == "mentor" else [1, 0, 1])
    assert await Conversation.filter(closed_at__isnull=False).count() == len(gone)


async def test_what_was_said_stays_readable_to_both_once_one_has_left(ask):
    _, mentor, mentees, (match, _) = await given_circle()
    await leave(ask, mentees[0])
    query = "query ($id: ID!) { node(id: $id) { ... on Match { conversation { id } } } }"

    for part in (mentor, mentees[0]):
        answer = await ask(part.user, query, id=ids.encode("match", match.id))
        assert answer.data["node"]["conversation"] is not None


async def test_a_mentee_who_leaves_asks_no_longer_and_a_mentor_is_asked_no_longer(ask):
    program = await given_program()
    mentors = [await given_mentor(program) for _ in range(2)]
    mentees = [await given_mentee(program) for _ in range(2)]
    asked = {(m, n): await given_request(mentors[m], mentees[n]) for m in (0, 1) for n in (0, 1)}

    await leave(ask, mentees[0])
    await leave(ask, mentors[1])

    found = {pair: (await status_of(request)).value for pair, request in asked.items()}
    assert found == {
        (0, 0): "WITHDRAWN",
        (1, 0): "WITHDRAWN",
        (0, 1): "PENDING",
        (1, 1): "DECLINED",
    }


async def test_a_coordinator_removes_a_mentor_and_their_matches_end(ask):
    program, mentor, _, pairs = await given_circle()
    coco = (await given_coordinator(program)).user

    done = await remove(ask, coco, mentor, "Does not answer")

    assert done["enrollment"]["status"] == "REMOVED"
    assert [await status_of(match) for match in pairs] == [MatchStatus.ENDED] * 2


async def test_an_application_is_withdrawn_by_who_applied_and_declined_by_who_decides(ask):
    program = await given_program()
    coco = (await given_coordinator(program)).user
    part = await given_enrollment(program, "Bo", MENTEE, status=PENDING)

    assert (await remove(ask, coco, part))["__typename"] == "Conflict"
    assert (await leave(ask, part))["enrollment"]["status"] == "LEFT"


async def test_a_coordinator_is_not_removed_as_participants_are(ask):
    program = await given_program()
    coco, cleo = [await given_coordinator(program, name) for name in ("Coco", "Cleo")]

    done = await remove(ask, coco.user, cleo)

    assert (done["__typename"], done["field"]) == ("Invalid", "enrollmentId")


async def test_a_coordinator_leaves_by_themselves(ask):
    coco = await given_coordinator(await given_program())

    assert (await leave(ask, coco))["enrollment"]["status"] == "LEFT"


@pytest.mark.parametrize("status", [DECLINED, LEFT, REMOVED])
async def test_what_is_over_does_not_end_again(ask, status):
    program = await given_program()
    coco = (await given_coordinator(program)).user
    part = await given_enrollment(program, "Bo", MENTEE, status=status)

    for done in (await leave(ask, part), await remove(ask, coco, part)):
        assert done["__typename"] == "Conflict"

    assert await status_of(part) == status


async def test_a_reason_has_at_most_a_thousand_characters(ask):
    part = await given_mentee(await given_program())

    done = await leave(ask, part, "x" * 1_001)

    assert (done["__typename"], done["field"]) == ("Invalid", "reason")
    assert await status_of(part) == APPROVED


async def test_who_left_applies_again_and_who_was_removed_does_not(ask):
    program = await given_program()
    asked = {"programId": ids.encode("program", program.id), "role": "MENTEE"}
    parts = [
        await given_enrollment(program, "Bo", MENTEE, status=status) for status in (LEFT, REMOVED)
    ]

    done = [await do(ask, part.user, "enroll", **asked) for part in parts]

    assert [one["__typename"] for one in done] == ["EnrollPayload", "Conflict"]
    assert [await status_of(part) for part in parts] == [PENDING, REMOVED]


async def test_a_request_of_somebody_who_has_left_cannot_be_accepted(ask):
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    await leave(ask, mentee)
    request = await given_request(mentor, mentee)

    done = await accept(ask, mentor.user, request)

    assert done["__typename"] == "Conflict"
    assert await status_of(request) == RequestStatus.PENDING
    assert await places_of(mentor, mentee) == [0, 0]


async def test_who_accepts_while_the_mentee_leaves_waits_and_is_a_conflict(ask):
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    request = await given_request(mentor, mentee)
    await ask(mentor.user, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await leaving.leave_program(mentee.user, mentee.id)
        accepting = asyncio.create_task(accept(ask, mentor.user, request))
        await somebody_waits()

    assert (await accepting)["__typename"] == "Conflict"
    assert await Match.all().count() == 0


async def test_who_leaves_while_the_mentor_accepts_waits_and_ends_what_began(ask):
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    request = await given_request(mentor, mentee)
    await ask(mentee.user, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await matches.accept_match_request(mentor.user, request.id)
        going = asyncio.create_task(leave(ask, mentee))
        await somebody_waits()

    assert (await going)["enrollment"]["status"] == "LEFT"
    assert (await Match.get()).status == MatchStatus.ENDED
    assert await places_of(mentor, mentee) == [0, 0]


async def test_everybody_leaving_at_once_leaves_and_every_match_ends_once(ask):
    program = await given_program()
    mentors = [await given_mentor(program, capacity=5) for _ in range(3)]
    mentees = [await given_mentee(program) for _ in range(3)]
    for mentor in mentors:
        for mentee in mentees:
            await given_match(mentor, mentee)

    done = await asyncio.gather(*(leave(ask, part) for part in (*mentors, *mentees)))

    assert {one["__typename"] for one in done} == {"LeaveProgramPayload"}
    assert await Match.filter(status=MatchStatus.ACTIVE).count() == 0
    assert await places_of(*mentors, *mentees) == [0] * 6
    assert await MatchRequest.filter(status=RequestStatus.PENDING).count() == 0
    assert await Enrollment.filter(status=LEFT).count() == 6
