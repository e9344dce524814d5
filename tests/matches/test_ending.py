import asyncio

from models import Conversation, ConversationEvent, EventKind, Match, MatchStatus
from schema import ids
from tests.cast import (
    given_coordinator,
    given_match,
    given_mentee,
    given_mentor,
    given_messages,
    given_organization,
    given_program,
    given_user,
)
from tests.documents import do, mutation
from tests.matches.asking import end, id_of, places_of


async def given_matched(program=None):
    program = program or await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    return mentor, mentee, await given_match(mentor, mentee)


async def status_of(match):
    return (await Match.get(id=match.id)).status


async def test_nobody_ends_a_match_without_signing_in(ask):
    _, _, match = await given_matched()

    answer = await ask(None, mutation("endMatch"), input={"matchId": id_of(match)})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await status_of(match) == MatchStatus.ACTIVE


async def test_to_strangers_other_participants_and_staff_elsewhere_a_match_is_not_there(ask):
    mentor, mentee, match = await given_matched()
    program, otto = await mentor.program, await given_user("Otto")
    await given_organization(owner=otto)
    elsewhere = (await given_coordinator(await given_program())).user

    for viewer in (await given_user("Eve"), otto, elsewhere, (await given_mentee(program)).user):
        assert (await end(ask, viewer, match))["__typename"] == "NotFound"

    assert await status_of(match) == MatchStatus.ACTIVE
    assert await places_of(mentor, mentee) == [1, 1]


async def test_either_side_ends_it_and_says_why(ask):
    for side in (0, 1):
        *pair, match = await given_matched()

        done = await end(ask, pair[side].user, match, " We are through ")

        assert done["match"]["status"] == "ENDED"
        assert done["match"]["endReason"] == "We are through"
        assert done["match"]["endedAt"] is not None


async def test_coordinators_and_staff_end_it_but_never_see_the_conversation(ask):
    otto = await given_user("Otto")
    program = await given_program(await given_organization(owner=otto))

    for viewer in (otto, (await given_coordinator(program)).user):
        _, _, match = await given_matched(program)
        done = await end(ask, viewer, match)

        assert done["match"]["status"] == "ENDED"
        assert done["match"]["conversation"] is None


async def test_ending_frees_the_place_on_both_sides(ask):
    mentor, mentee, match = await given_matched()

    await end(ask, mentee.user, match)

    assert await places_of(mentor, mentee) == [0, 0]


async def test_ending_closes_the_conversation_which_stays_readable(ask):
    mentor, _, match = await given_matched()
    conversation = await Conversation.get(match_id=match.id)
    await given_messages(mentor.user, conversation, ["Hello"])
    id = ids.encode("conversation", conversation.id)

    done = await end(ask, mentor.user, match)

    more = await do(ask, mentor.user, "sendMessage", conversationId=id, clientId="1", body="More")
    (_, _, last) = await ConversationEvent.all().order_by("seq")
    query = "query ($id: ID!) { conversation(id: $id) { messages { nodes { body } } } }"
    read = await ask(mentor.user, query, id=id)
    assert done["match"]["conversation"]["closedAt"] is not None
    assert more["__typename"] == "Conflict"
    assert last.kind == EventKind.CLOSED
    assert read.data["conversation"]["messages"]["nodes"] == [{"body": "Hello"}]


async def test_a_reason_has_at_most_a_thousand_characters(ask):
    mentor, _, match = await given_matched()

    done = await end(ask, mentor.user, match, "x" * 1_001)

    assert (done["__typename"], done["field"]) == ("Invalid", "reason")
    assert await status_of(match) == MatchStatus.ACTIVE


async def test_what_has_ended_does_not_end_again(ask):
    mentor, mentee, match = await given_matched()
    await end(ask, mentor.user, match, "first")

    done = await end(ask, mentee.user, match, "second")

    assert done["__typename"] == "Conflict"
    assert (await Match.get(id=match.id)).end_reason == "first"
    assert await places_of(mentor, mentee) == [0, 0]


async def test_both_ending_it_at_once_end_it_once(ask):
    mentor, mentee, match = await given_matched()
    other = await given_match(mentor, await given_mentee(await mentor.program))

    done = await asyncio.gather(*(end(ask, one.user, match) for one in (mentor, mentee) * 3))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["Conflict"] * 5 + ["EndMatchPayload"]
    assert await places_of(mentor, mentee) == [1, 0]
    assert await ConversationEvent.filter(kind=EventKind.CLOSED).count() == 1
    assert await status_of(other) == MatchStatus.ACTIVE
