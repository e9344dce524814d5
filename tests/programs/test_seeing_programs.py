import pytest

from models import EnrollmentStatus, ProgramRole
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

PROGRAM = "query ($id: ID!) { program(id: $id) { name } node(id: $id) { __typename id } }"
PROGRAMS = """
query ($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  programs(first: $first, after: $after, last: $last, before: $before) {
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
ENROLLMENTS = """
query ($id: ID!, $role: ProgramRole, $status: EnrollmentStatus, $first: Int, $after: Cursor) {
  program(id: $id) {
    enrollments(role: $role, status: $status, first: $first, after: $after) {
      nodes { role status user { name } }
      pageInfo { hasNextPage endCursor }
    }
    viewerEnrollments { role status capacity activeMatches placesLeft decidedAt }
  }
}
"""
EVERYTHING = """
query {
  programs {
    nodes {
      organization { name }
      enrollments(first: 3) { nodes { user { name } program { name } } }
      viewerEnrollments { role }
      matches(first: 3) { nodes { mentor { user { name } } mentee { user { name } } } }
    }
  }
}
"""
MENTOR, MENTEE = ProgramRole.MENTOR, ProgramRole.MENTEE
PENDING, DECLINED = EnrollmentStatus.PENDING, EnrollmentStatus.DECLINED


def id_of(program):
    return ids.encode("program", program.id)


async def seen_by(ask, viewer):
    answer = await ask(viewer, PROGRAMS)
    return [node["id"] for node in answer.data["programs"]["nodes"]]


async def people_seen(ask, viewer, program, **asked):
    answer = await ask(viewer, ENROLLMENTS, id=id_of(program), **asked)
    nodes = answer.data["program"]["enrollments"]["nodes"]
    return [(node["user"]["name"], node["role"], node["status"]) for node in nodes]


@pytest.mark.parametrize("query", ["{ programs { nodes { id } } }", '{ program(id: "x") { id } }'])
async def test_nobody_sees_programs_without_signing_in(ask, query):
    await given_program()

    answer = await ask(None, query)

    assert answer.codes == ["UNAUTHENTICATED"]


async def test_to_a_stranger_a_closed_program_is_not_there(ask):
    closed, eve = await given_program(is_open=False), await given_user("Eve")
    await given_mentor(closed)

    answer = await ask(eve, PROGRAM, id=id_of(closed))

    assert answer.errors == []
    assert answer.data == {"program": None, "node": None}
    assert await seen_by(ask, eve) == []


async def test_an_open_program_is_seen_by_everybody_signed_in(ask):
    opened = await given_program()

    answer = await ask(await given_user("Eve"), PROGRAM, id=id_of(opened))

    assert answer.data == {
        "program": {"name": opened.name},
        "node": {"__typename": "Program", "id": id_of(opened)},
    }


async def test_an_id_of_something_else_is_refused_with_the_argument_named(ask):
    eve = await given_user("Eve")

    answer = await ask(eve, PROGRAM, id=ids.encode("user", eve.id))

    assert answer.codes == ["BAD_USER_INPUT"]


async def test_a_closed_program_is_seen_by_who_applied_and_by_who_runs_it(ask):
    otto = await given_user("Otto")
    closed = await given_program(await given_organization(owner=otto), is_open=False)
    asking = (await given_enrollment(closed, "Bo", MENTEE, status=PENDING)).user
    declined = (await given_enrollment(closed, "Di", MENTEE, status=DECLINED)).user

    for viewer in (otto, asking, declined):
        assert await seen_by(ask, viewer) == [id_of(closed)]


async def test_an_owner_sees_nothing_of_another_organization(ask):
    otto = await given_user("Otto")
    own = await given_program(await given_organization(owner=otto), is_open=False)
    other = await given_program(await given_organization(owner=await given_user()), is_open=False)

    answer = await ask(otto, PROGRAM, id=id_of(other))

    assert await seen_by(ask, otto) == [id_of(own)]
    assert answer.data == {"program": None, "node": None}


async def test_programs_come_newest_first_and_pages_neither_skip_nor_repeat(ask):
    eve, programs = await given_user("Eve"), [await given_program() for _ in range(5)]
    newest_first = [id_of(program) for program in reversed(programs)]

    first = (await ask(eve, PROGRAMS, first=2)).data["programs"]
    await given_program()
    cursor = first["pageInfo"]["endCursor"]
    rest = (await ask(eve, PROGRAMS, first=9, after=cursor)).data["programs"]
    back = (await ask(eve, PROGRAMS, last=1, before=cursor)).data["programs"]

    assert [node["id"] for node in first["nodes"]] == newest_first[:2]
    assert [node["id"] for node in rest["nodes"]] == newest_first[2:]
    assert [node["id"] for node in back["nodes"]] == newest_first[:1]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, rest)] == [True, False]


async def given_people(program):
    await given_mentor(program, "Ada")
    await given_enrollment(program, "Pia", MENTOR, status=PENDING, capacity=1)
    await given_enrollment(program, "Di", MENTEE, status=DECLINED)


ADA = ("Ada", "MENTOR", "APPROVED")
PIA, DI = ("Pia", "MENTOR", "PENDING"), ("Di", "MENTEE", "DECLINED")


async def test_a_stranger_sees_nobody_in_an_open_program(ask):
    program = await given_program()
    await given_people(program)

    assert await people_seen(ask, await given_user("Eve"), program) == []


async def test_an_applicant_sees_only_themselves(ask):
    program = await given_program()
    await given_people(program)
    bo = (await given_enrollment(program, "Bo", MENTEE, status=PENDING)).user

    assert await people_seen(ask, bo, program) == [("Bo", "MENTEE", "PENDING")]


async def test_a_participant_sees_whoever_takes_part(ask):
    program = await given_program()
    await given_people(program)
    bo = (await given_mentee(program, "Bo")).user

    assert await people_seen(ask, bo, program) == [("Bo", "MENTEE", "APPROVED"), ADA]


async def test_coordinators_and_staff_see_everybody(ask):
    otto = await given_user("Otto")
    program = await given_program(await given_organization(owner=otto))
    await given_people(program)
    coordinator = await given_coordinator(program, "Coco")
    everybody = [("Coco", "COORDINATOR", "APPROVED"), DI, PIA, ADA]

    assert await people_seen(ask, coordinator.user, program) == everybody
    assert await people_seen(ask, otto, program) == everybody


async def test_who_takes_part_in_one_program_sees_nobody_of_another(ask):
    program, other = await given_program(), await given_program()
    await given_people(other)
    coordinator = await given_coordinator(program)

    assert await people_seen(ask, coordinator.user, other) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"role": "MENTOR"}, [PIA, ADA]),
        ({"status": "DECLINED"}, [DI]),
        ({"role": "MENTOR", "status": "APPROVED"}, [ADA]),
        ({"role": "MENTEE", "status": "APPROVED"}, []),
    ],
)
async def test_people_are_picked_by_role_and_status(ask, asked, found):
    otto = await given_user("Otto")
    program = await given_program(await given_organization(owner=otto))
    await given_people(program)

    assert await people_seen(ask, otto, program, **asked) == found


async def test_people_are_paged_newest_first(ask):
    program = await given_program()
    otto = (await given_coordinator(program)).user
    for name in ("Ann", "Ben", "Cy"):
        await given_mentee(program, name)

    first = await ask(otto, ENROLLMENTS, id=id_of(program), role="MENTEE", first=2)
    page = first.data["program"]["enrollments"]
    rest = await people_seen(
        ask, otto, program, role="MENTEE", first=2, after=page["pageInfo"]["endCursor"]
    )

    assert [node["user"]["name"] for node in page["nodes"]] == ["Cy", "Ben"]
    assert page["pageInfo"]["hasNextPage"] is True
    assert [name for name, *_ in rest] == ["Ann"]


async def test_your_own_parts_are_at_hand(ask):
    program = await given_program()
    bo = await given_user("Bo")
    mentor = await given_enrollment(program, bo, MENTOR, capacity=3)
    await given_enrollment(program, bo, MENTEE, status=PENDING)
    await given_match(mentor, await given_mentee(program, "Cy"))

    answer = await ask(bo, ENROLLMENTS, id=id_of(program))

    own = answer.data["program"]["viewerEnrollments"]
    assert [(part["role"], part["status"]) for part in own] == [
        ("MENTOR", "APPROVED"),
        ("MENTEE", "PENDING"),
    ]
    assert [part["decidedAt"] is None for part in own] == [False, True]
    assert [(p["capacity"], p["activeMatches"], p["placesLeft"]) for p in own] == [
        (3, 1, 2),
        (0, 0, 0),
    ]


async def test_everything_about_many_programs_is_one_query_per_level(ask, queries):
    bo = await given_user("Bo")
    for _ in range(3):
        program = await given_program()
        mentor, mentee = await given_mentor(program), await given_mentee(program, bo)
        await given_match(mentor, mentee)
    await ask(bo, "{ __typename }")

    with queries() as count:
        answer = await ask(bo, EVERYTHING)

    nodes = answer.data["programs"]["nodes"]
    assert [len(node["enrollments"]["nodes"]) for node in nodes] == [2, 2, 2]
    assert nodes[0]["matches"]["nodes"] == [
        {"mentor": {"user": {"name": "Ada"}}, "mentee": {"user": {"name": "Bo"}}}
    ]
    assert count.total == 9
