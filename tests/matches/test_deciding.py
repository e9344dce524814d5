import asyncio

import pytest

from models import Conversation, ConversationEvent, EventKind, Match, MatchRequest, Member
from models import RequestStatus as Status
from schema import ids
from tests.cast import (
    given_coordinator,
    given_mentee,
    given_mentor,
    given_messages,
    given_organization,
    given_program,
    given_user,
)
from tests.documents import mutation
from tests.edge import changed
from tests.matches.asking import accept, decline, given_request, id_of, places_of, withdraw

VERBS = {"acceptMatchRequest": accept, "declineMatchRequest": decline}
ALL_VERBS = {**VERBS, "withdrawMatchRequest": withdraw}


async def given_asked(**values):
    """A mentor, a mentee, and what the mentee asked."""
    program = await given_program()
    mentor, mentee = await given_mentor(program, "Ada", **values), await given_mentee(program)
    return mentor, mentee, await given_request(mentor, mentee)


async def status_of(asked):
    return (await MatchRequest.get(id=asked.id)).status


async def given_onlookers(program):
    """Everybody who may know the program, but not who asked whom."""
    otto = await given_user("Otto")
    await given_organization(owner=otto)
    return [
        await given_user("Eve"),
        otto,
        (await given_coordinator(program)).user,
        (await given_mentor(program, "Mo")).user,
        (await given_mentee(program, "Cy")).user,
    ]


@pytest.mark.parametrize("verb", ALL_VERBS)
async def test_nobody_decides_about_a_request_without_signing_in(ask, verb):
    _, _, asked = await given_asked()

    answer = await ask(None, mutation(verb), input={"matchRequestId": id_of(asked)})

    assert answer.codes == ["UNAUTHENTICATED"]
    assert await status_of(asked) == Status.PENDING


@pytest.mark.parametrize("verb", ALL_VERBS)
async def test_to_everybody_but_the_two_a_request_is_not_there(ask, verb):
    mentor, _, asked = await given_asked()

    for viewer in await given_onlookers(await mentor.program):
        assert (await ALL_VERBS[verb](ask, viewer, asked))["__typename"] == "NotFound"

    assert await status_of(asked) == Status.PENDING
    assert await Match.all().count() == 0


@pytest.mark.parametrize("verb", VERBS)
async def test_who_asked_does_not_answer(ask, verb):
    _, mentee, asked = await given_asked()

    assert (await VERBS[verb](ask, mentee.user, asked))["__typename"] == "Forbidden"
    assert await status_of(asked) == Status.PENDING


async def test_who_was_asked_does_not_withdraw(ask):
    mentor, _, asked = await given_asked()

    assert (await withdraw(ask, mentor.user, asked))["__typename"] == "Forbidden"
    assert await status_of(asked) == Status.PENDING


async def test_accepting_makes_a_match_and_takes_a_place_on_both_sides(ask):
    mentor, mentee, asked = await given_asked(capacity=2)

    done = await accept(ask, mentor.user, asked)

    (match,) = await Match.all()
    assert done["matchRequest"] == {"id": id_of(asked), "status": "ACCEPTED"}
    assert (done["match"]["id"], done["match"]["status"]) == (id_of(match), "ACTIVE")
    assert (match.mentor_id, match.mentee_id) == (mentor.id, mentee.id)
    assert (match.request_id, match.program_id) == (asked.id, mentor.program_id)
    assert await places_of(mentor, mentee) == [1, 1]


async def test_accepting_opens_a_conversation_for_the_two(ask):
    mentor, mentee, asked = await given_asked()

    done = await accept(ask, mentor.user, asked)

    (conversation,) = await Conversation.all()
    (line,) = await ConversationEvent.all()
    seats = await Member.filter(conversation_id=conversation.id).values_list("user_id", flat=True)
    assert done["match"]["conversation"]["id"] == ids.encode("conversation", conversation.id)
    assert set(seats) == {mentor.user_id, mentee.user_id}
    assert (line.kind, line.seq) == (EventKind.OPENED, 1)


async def test_the_mentee_hears_of_the_new_conversation(ask, listen):
    mentor, mentee, asked = await given_asked()
    inbox = "subscription { inboxEvents { conversation { match { status } } } }"

    async with listen(mentee.user, inbox) as events:
        await accept(ask, mentor.user, asked)
        conversation = await Conversation.get()
        heard = await changed(events, lambda: given_messages(mentor.user, conversation, "a"))

    assert heard == {"match": {"status": "ACTIVE"}}


async def test_declining_leaves_everything_as_it_was(ask):
    mentor, mentee, asked = await given_asked()

    done = await decline(ask, mentor.user, asked)

    assert done["matchRequest"] == {"id": id_of(asked), "status": "DECLINED"}
    assert (await MatchRequest.get()).decided_at is not None
    assert await Match.all().count() == 0
    assert await places_of(mentor, mentee) == [0, 0]


async def test_withdrawing_leaves_everything_as_it_was(ask):
    mentor, mentee, asked = await given_asked()

    done = await withdraw(ask, mentee.user, asked)

    assert done["matchRequest"] == {"id": id_of(asked), "status": "WITHDRAWN"}
    assert await Match.all().count() == 0
    assert await places_of(mentor, mentee) == [0, 0]


@pytest.mark.parametrize("verb", ALL_VERBS)
@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN])
async def test_what_is_decided_stays_decided(ask, verb, status):
    mentor, mentee, asked = await given_asked()
    await MatchRequest.filter(id=asked.id).update(status=status)
    viewer = mentee.user if verb == "withdrawMatchRequest" else mentor.user

    done = await ALL_VERBS[verb](ask, viewer, asked)

    assert done["__typename"] == "Conflict"
    assert await status_of(asked) == status
    assert await places_of(mentor, mentee) == [0, 0]


async def test_accepting_twice_at_once_makes_one_match(ask):
    mentor, mentee, asked = await given_asked(capacity=5)

    done = await asyncio.gather(*(accept(ask, mentor.user, asked) for _ in range(5)))

    kinds = sorted(one["__typename"] for one in done)
    assert kinds == ["AcceptMatchRequestPayload"] + ["Conflict"] * 4
    assert await Match.all().count() == await Conversation.all().count() == 1
    assert await places_of(mentor, mentee) == [1, 1]


async def test_of_accepting_declining_and_withdrawing_at_once_one_happens(ask):
    program = await given_program()
    mentor = await given_mentor(program, capacity=20)
    mentees = [await given_mentee(program, f"Bo{n}") for n in range(10)]
    asked = [await given_request(mentor, mentee) for mentee in mentees]

    done = await asyncio.gather(
        *(accept(ask, mentor.user, one) for one in asked),
        *(decline(ask, mentor.user, one) for one in asked),
        *(withdraw(ask, mentee.user, one) for one, mentee in zip(asked, mentees, strict=True)),
    )

    won = [one["matchRequest"] for one in done if "matchRequest" in one]
    stored = [{"id": id_of(one), "status": (await status_of(one)).value} for one in asked]
    accepted = [one for one in stored if one["status"] == "ACCEPTED"]
    assert sorted(won, key=str) == sorted(stored, key=str)
    assert await Match.all().count() == len(accepted)
    assert await places_of(mentor) == [len(accepted)]


async def test_two_who_mentor_each_other_accept_at_once_without_waiting_in_a_circle(ask):
    program = await given_program()
    ada, bo = await given_user("Ada"), await given_user("Bo")
    mentors = [await given_mentor(program, user, capacity=9) for user in (ada, bo)]
    mentees = [await given_mentee(program, user) for user in (bo, ada)]
    asked = [await given_request(*pair) for pair in zip(mentors, mentees, strict=True)]

    done = await asyncio.gather(*(accept(ask, *one) for one in zip((ada, bo), asked, strict=True)))

    assert [one["__typename"] for one in done] == ["AcceptMatchRequestPayload"] * 2
    assert await places_of(*mentors, *mentees) == [1, 1, 1, 1]
