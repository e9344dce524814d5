import pytest

from models import MatchRequest, RequestStatus
from schema import ids
from tests.cast import (
    given_coordinator,
    given_match,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)
from tests.matches.asking import accept, end, given_request, id_of

MATCH = """
query ($id: ID!) {
  match(id: $id) {
    id status startedAt endedAt endReason
    mentor { user { name } } mentee { user { name } } program { id }
    conversation { match { id } members { nodes { user { name } } } }
  }
  node(id: $id) { id }
}
"""
MATCHES = """
query ($status: MatchStatus, $first: Int, $after: Cursor) {
  viewer { matches(status: $status, first: $first, after: $after) {
    nodes { id } pageInfo { hasNextPage endCursor }
  } }
}
"""
REQUESTS = """
query ($status: MatchRequestStatus, $first: Int, $after: Cursor) {
  viewer { matchRequests(status: $status, first: $first, after: $after) {
    nodes { id } pageInfo { hasNextPage endCursor }
  } }
}
"""
OF_PROGRAM = """
query ($id: ID!, $status: MatchStatus) {
  program(id: $id) { matches(status: $status) { nodes { id conversation { id } } } }
}
"""
EVERY_MATCH = """
query {
  viewer { matches {
    nodes {
      mentor { user { name } } mentee { user { name } } program { name }
      conversation { messageCount }
    }
  } }
}
"""
EVERY_REQUEST = """
query {
  viewer { matchRequests {
    nodes { mentor { user { name } } mentee { user { name } program { name } } match { status } }
  } }
}
"""


async def given_pair_in(program):
    mentor, mentee = await given_mentor(program, "Ada"), await given_mentee(program, "Bo")
    return mentor, mentee, await given_match(mentor, mentee)


async def listed(ask, viewer, query=MATCHES, **asked):
    (found,) = (await ask(viewer, query, **asked)).data["viewer"].values()
    return [node["id"] for node in found["nodes"]]


async def test_nobody_sees_who_is_matched_without_signing_in(ask):
    _, _, match = await given_pair_in(await given_program())

    answers = [await ask(None, query, id=id_of(match)) for query in (MATCH, MATCHES, REQUESTS)]

    assert set(answers[0].codes) == {"UNAUTHENTICATED"}
    assert [answer.data for answer in answers[1:]] == [{"viewer": None}] * 2


async def test_to_strangers_and_other_participants_a_match_is_not_there(ask):
    program = await given_program()
    _, _, match = await given_pair_in(program)
    others = (await given_user("Eve"), (await given_mentee(program)).user)

    for viewer in others:
        answer = await ask(viewer, MATCH, id=id_of(match))

        assert answer.errors == []
        assert answer.data == {"match": None, "node": None}
        assert await listed(ask, viewer) == []


async def test_both_sides_see_their_match_and_their_conversation(ask):
    program = await given_program()
    mentor, mentee, match = await given_pair_in(program)

    for viewer in (mentor.user, mentee.user):
        answer = await ask(viewer, MATCH, id=id_of(match))

        shown = answer.data["match"]
        assert shown.pop("startedAt") is not None
        assert shown == {
            "id": id_of(match),
            "status": "ACTIVE",
            "endedAt": None,
            "endReason": None,
            "mentor": {"user": {"name": "Ada"}},
            "mentee": {"user": {"name": "Bo"}},
            "program": {"id": ids.encode("program", program.id)},
            "conversation": {
                "match": {"id": id_of(match)},
                "members": {"nodes": [{"user": {"name": "Ada"}}, {"user": {"name": "Bo"}}]},
            },
        }


async def test_coordinators_and_staff_see_the_match_but_not_the_conversation(ask):
    otto = await given_user("Otto")
    program = await given_program(await given_organization(owner=otto))
    _, _, match = await given_pair_in(program)

    for viewer in (otto, (await given_coordinator(program)).user):
        answer = await ask(viewer, MATCH, id=id_of(match))

        assert answer.data["match"]["id"] == answer.data["node"]["id"] == id_of(match)
        assert answer.data["match"]["conversation"] is None


async def test_whoever_runs_another_organization_sees_no_match(ask):
    otto = await given_user("Otto")
    own = await given_program(await given_organization(owner=otto))
    program = await given_program()
    _, _, match = await given_pair_in(program)
    coordinator = (await given_coordinator(own)).user

    for viewer in (otto, coordinator):
        answer = await ask(viewer, OF_PROGRAM, id=ids.encode("program", program.id))

        assert answer.data["program"]["matches"]["nodes"] == []
        assert (await ask(viewer, MATCH, id=id_of(match))).data["match"] is None


async def test_a_program_shows_all_matches_to_who_coordinates_and_own_ones_to_the_pair(ask):
    program = await given_program()
    mentor, _, first = await given_pair_in(program)
    _, _, second = await given_pair_in(program)
    coordinator, id = (await given_coordinator(program)).user, ids.encode("program", program.id)

    all_of_them = await ask(coordinator, OF_PROGRAM, id=id)
    own = await ask(mentor.user, OF_PROGRAM, id=id)

    assert all_of_them.data["program"]["matches"]["nodes"] == [
        {"id": id_of(second), "conversation": None},
        {"id": id_of(first), "conversation": None},
    ]
    assert [node["id"] for node in own.data["program"]["matches"]["nodes"]] == [id_of(first)]


async def test_your_matches_are_those_you_are_in_newest_first(ask):
    program, ada = await given_program(), await given_user("Ada")
    mentor, mentee = await given_mentor(program, ada), await given_mentee(program, ada)
    helping = await given_match(mentor, await given_mentee(program))
    helped = await given_match(await given_mentor(program, "Mo"), mentee)
    await given_coordinator(program, ada)
    await given_pair_in(program)

    assert await listed(ask, ada) == [id_of(helped), id_of(helping)]


async def test_matches_are_picked_by_status(ask):
    program, ada = await given_program(), await given_user("Ada")
    mentor = await given_mentor(program, ada, capacity=3)
    over, going = [await given_match(mentor, await given_mentee(program)) for _ in range(2)]
    await end(ask, ada, over)

    assert await listed(ask, ada, status="ACTIVE") == [id_of(going)]
    assert await listed(ask, ada, status="ENDED") == [id_of(over)]


@pytest.mark.parametrize(("query", "field"), [(MATCHES, "matches"), (REQUESTS, "matchRequests")])
async def test_matches_and_requests_are_paged_newest_first(ask, query, field):
    program = await given_program()
    mentor = await given_mentor(program, capacity=5)
    requests = [await given_request(mentor, await given_mentee(program)) for _ in range(3)]
    done = [await accept(ask, mentor.user, asked) for asked in requests]
    newest_first = [one["match" if field == "matches" else "matchRequest"]["id"] for one in done]
    newest_first.reverse()

    first = (await ask(mentor.user, query, first=2)).data["viewer"][field]
    cursor = first["pageInfo"]["endCursor"]

    assert [node["id"] for node in first["nodes"]] == newest_first[:2]
    assert first["pageInfo"]["hasNextPage"] is True
    assert await listed(ask, mentor.user, query, first=2, after=cursor) == newest_first[2:]


async def test_only_the_two_see_a_request(ask):
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    asked = await given_request(mentor, mentee)
    others = (await given_coordinator(program), await given_mentee(program, "Cy"))

    for one in (mentor, mentee):
        assert await listed(ask, one.user, REQUESTS) == [id_of(asked)]
    for one in others:
        node = await ask(one.user, "query ($id: ID!) { node(id: $id) { id } }", id=id_of(asked))
        assert node.data == {"node": None}
        assert await listed(ask, one.user, REQUESTS) == []


async def test_requests_are_picked_by_status(ask):
    program = await given_program()
    mentor = await given_mentor(program)
    asked = {s: await given_request(mentor, await given_mentee(program)) for s in RequestStatus}
    for status, request in asked.items():
        await MatchRequest.filter(id=request.id).update(status=status)

    for status, request in asked.items():
        found = await listed(ask, mentor.user, REQUESTS, status=status.value)
        assert found == [id_of(request)]


async def test_everything_about_many_matches_is_one_query_per_level(ask, queries):
    program = await given_program()
    mentor = await given_mentor(program, capacity=5)
    for _ in range(4):
        await given_match(mentor, await given_mentee(program))
    await ask(mentor.user, "{ __typename }")

    with queries() as count:
        answer = await ask(mentor.user, EVERY_MATCH)

    assert [node["conversation"] for node in answer.data["viewer"]["matches"]["nodes"]] == [
        {"messageCount": 0}
    ] * 4
    assert count.total == 7


async def test_everything_about_many_requests_is_one_query_per_level(ask, queries):
    program = await given_program()
    mentor = await given_mentor(program, capacity=5)
    for _ in range(4):
        await accept(ask, mentor.user, await given_request(mentor, await given_mentee(program)))

    with queries() as count:
        answer = await ask(mentor.user, EVERY_REQUEST)

    statuses = [node["match"]["status"] for node in answer.data["viewer"]["matchRequests"]["nodes"]]
    assert statuses == ["ACTIVE"] * 4
    assert count.total == 6
