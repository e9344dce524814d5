"""Announcements: hosts write, members read and react, however many they are."""

import asyncio

from actions import conversations as actions
from events import signals
from events.facts import Fact
from events.hub import hub
from models import (
    Conversation,
    ConversationKind,
    Enrollment,
    EnrollmentStatus,
    Message,
    Pin,
    ProgramRole,
    Reaction,
    User,
)
from tests.cast import given_coordinator, given_messages, given_pair, given_user
from tests.conversations.gathering import (
    given_announcement,
    given_cohort,
    given_group,
    id_of,
    log_of,
)
from tests.conversations.talking import change, say
from tests.documents import do

SIGNALS = "subscription ($id: ID!) { conversationSignals(conversationId: $id) { typing { name } } }"


async def set_typing(ask, who, where):
    return await do(ask, who, "setTyping", conversationId=id_of(where), isTyping=True)


async def test_an_outsider_says_nothing_and_cannot_tell_it_is_there(ask):
    cohort = await given_cohort()
    where, eve = await given_announcement(cohort, "Bo"), await given_user("Eve")

    refused = [await say(ask, who, where) for who in (cohort["Ada"], eve)]

    assert {one["__typename"] for one in refused} == {"NotFound"}
    assert await Message.all().count() == 0


async def test_only_hosts_write_pin_and_are_seen_writing(ask):
    cohort = await given_cohort()
    where = await given_announcement(cohort, "Bo")
    said = await say(ask, cohort["Coco"], where)
    message = await Message.get()

    refused = [
        await say(ask, cohort["Bo"], where),
        await say(ask, cohort["Bo"], where, "Answer", rootId=said["message"]["id"]),
        await change(ask, cohort["Bo"], "pinMessage", message),
        await change(ask, cohort["Bo"], "unpinMessage", message),
        await set_typing(ask, cohort["Bo"], where),
    ]

    assert {(one["__typename"], one["reason"]) for one in refused} == {
        ("Forbidden", "Only hosts of an announcement write in it; react to what they say")
    }
    assert await Message.all().count() == 1
    assert await Pin.all().count() == 0
    assert signals.typing.now(where.id, cohort["Coco"].id) == {}


async def test_members_react(ask):
    cohort = await given_cohort()
    where = await given_announcement(cohort, "Bo")
    await given_messages(cohort["Coco"], where, ["Welcome"])

    reacted = await change(ask, cohort["Bo"], "addReaction", await Message.get(), emoji="🎉")

    assert reacted["message"]["reactionCounts"] == [{"emoji": "🎉", "count": 1}]
    assert await Reaction.all().count() == 1


async def test_a_host_who_was_appointed_writes(ask):
    cohort = await given_cohort()
    mia = cohort["Mia"]
    await given_coordinator(cohort.program, mia)
    where = await given_announcement(cohort, "Mia")

    before = await say(ask, mia, where)
    await actions.appoint_host(cohort["Coco"], where.id, mia.id)
    after = await say(ask, mia, where)

    assert (before["__typename"], after["message"]["body"]) == ("Forbidden", "Hi")


async def given_crowd(size: int) -> tuple[User, Conversation]:
    """An announcement to so many, and who hosts it."""
    cohort = await given_cohort()
    people = [User(name=f"P{n}", email=f"{cohort.program.id}-{n}@example.org") for n in range(size)]
    await User.bulk_create(people)
    part = {
        "organization_id": cohort.program.organization_id,
        "program_id": cohort.program.id,
        "role": ProgramRole.MENTEE,
        "status": EnrollmentStatus.APPROVED,
    }
    await Enrollment.bulk_create([Enrollment(**part, user_id=one.id) for one in people])
    kind, everybody = ConversationKind.ANNOUNCEMENT, True
    new = actions.NewConversation(cohort.program.id, kind, "News", (), everybody)
    return cohort["Coco"], await actions.start_conversation(cohort["Coco"], new)


async def test_what_a_message_costs_does_not_grow_with_who_is_there(ask, queries):
    ada, _, pair = await given_pair()
    coco, crowd = await given_crowd(2_000)

    costs = []
    for who, where in ((ada, pair), (coco, crowd)):
        with queries() as count:
            said = await say(ask, who, where)
        costs.append(count.total)

    assert said["message"]["number"] == 1
    assert costs[0] == costs[1]
    assert (await Conversation.get(id=crowd.id)).member_count == 2_005


async def test_of_many_nobody_is_told_how_far_somebody_read(ask, monkeypatch):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await given_messages(cohort["Ada"], where, "ab")
    told: list[Fact] = []
    monkeypatch.setattr(hub, "announce", told.append)

    for number, most in ((1, 3), (2, 2)):
        monkeypatch.setattr("actions.conversations.reading.MOST_WATCHED", most)
        await actions.mark_read(cohort["Bo"], where.id, number)

    topics = [[topic.partition(":")[0] for topic in fact.topics] for fact in told]
    assert topics == [["inbox", "signals"], ["inbox"]]


async def test_of_many_nobody_sees_who_comes_or_how_far_they_read(listen, monkeypatch):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await given_messages(cohort["Ada"], where, "ab")
    monkeypatch.setattr(signals, "MOST_WATCHED", 2)

    before = await signals.look(where.id, cohort["Ada"].id)
    await actions.mark_read(cohort["Bo"], where.id, 2)
    after = await signals.look(where.id, cohort["Ada"].id)

    assert before == after
    assert (before[0].read, before[0].presence) == (0, ())


async def test_many_announce_at_once_without_a_gap(empty):
    cohort = await given_cohort()
    where = await given_announcement(cohort, "Ada")

    await asyncio.gather(
        *(
            actions.send_message(cohort["Coco"], actions.NewMessage(where.id, f"{n}", "Hi"))
            for n in range(20)
        )
    )

    assert await log_of(where) == ["OPENED", *["MESSAGE_SENT"] * 20]
