"""Who is here, as partners see it."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.conversations import presence
from events import signals
from models import Conversation, Presence
from schema import ids
from tests.cast import given_mentee, given_pair, given_program, given_user
from tests.documents import do
from tests.edge import Edge
from tests.processes import server_processes

MEMBERS = """
query ($id: ID!) { conversation(id: $id) {
  members { nodes { user { name } presence { status lastSeenAt } } }
} }
"""
SIGNALS = """
subscription ($id: ID!) { conversationSignals(conversationId: $id) {
  conversation { members { nodes { user { name } presence { status } } } }
} }
"""
INBOX = "subscription { inboxEvents { conversation { id } } }"
SHOWS = "query { viewer { showsPresence } }"


def id_of(conversation):
    return ids.encode("conversation", conversation.id)


def of(name, conversation):
    [found] = [one for one in conversation["members"]["nodes"] if one["user"]["name"] == name]
    return found["presence"]


async def seen_of(ask, viewer, name, conversation):
    answer = await ask(viewer, MEMBERS, id=id_of(conversation))
    return of(name, answer.data["conversation"])


async def heard_of(events, name):
    return of(name, (await anext(events))["conversationSignals"]["conversation"])


async def test_who_is_in_no_conversation_with_somebody_does_not_see_when_they_are_here(ask):
    ada, _, conversation = await given_pair()
    await presence.write_down([ada.id])
    other = await given_mentee(await conversation.program, "Cy")

    answer = await ask(other.user, MEMBERS, id=id_of(conversation))

    assert answer.data == {"conversation": None}


@pytest.mark.parametrize(
    ("ago", "status"),
    [
        (timedelta(seconds=5), "ONLINE"),
        (timedelta(minutes=5), "AWAY"),
        (timedelta(hours=1), "OFFLINE"),
    ],
    ids=["online", "away", "offline"],
)
async def test_partners_see_how_long_ago_somebody_was_here(ask, ago, status):
    ada, bo, conversation = await given_pair()
    await presence.write_down([ada.id])
    await Presence.filter(user_id=ada.id).update(seen_at=datetime.now(UTC) - ago)

    seen = await seen_of(ask, bo, "Ada", conversation)

    assert seen["status"] == status
    assert datetime.fromisoformat(seen["lastSeenAt"]).second == 0


async def test_of_who_never_was_here_nobody_knows_when(ask):
    _, bo, conversation = await given_pair()

    seen = await seen_of(ask, bo, "Ada", conversation)

    assert seen == {"status": "OFFLINE", "lastSeenAt": None}


async def test_where_nothing_more_is_said_nobody_sees_who_is_here(ask):
    ada, bo, conversation = await given_pair()
    await presence.write_down([ada.id])
    await Conversation.filter(id=conversation.id).update(closed_at=datetime.now(UTC))

    assert await seen_of(ask, bo, "Ada", conversation) is None


async def test_who_does_not_show_it_is_forgotten_and_not_written_down_again(ask):
    ada, bo, conversation = await given_pair()
    await presence.write_down([ada.id])

    await do(ask, ada, "updateProfile", showsPresence=False)
    kept = await Presence.all().count()
    await presence.write_down([ada.id])

    assert (kept, await Presence.all().count()) == (0, 0)
    assert await seen_of(ask, bo, "Ada", conversation) is None
    assert (await ask(ada, SHOWS)).data == {"viewer": {"showsPresence": False}}


async def test_whoever_listens_to_anything_is_here_until_they_stop(listen):
    ada = await given_user("Ada")

    async with listen(ada, INBOX), listen(ada, INBOX):
        counted = presence.here[ada.id]

    assert counted == 2
    assert ada.id in presence.arrived


async def test_partners_who_listen_are_told_who_came(listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, SIGNALS, id=id_of(conversation)) as events:
        before = await heard_of(events, "Ada")
        await presence.write_down([ada.id])
        after = await heard_of(events, "Ada")

    assert (before, after) == ({"status": "OFFLINE"}, {"status": "ONLINE"})


async def test_who_went_is_seen_without_being_told(listen, monkeypatch):
    ada, bo, conversation = await given_pair()
    await presence.write_down([ada.id])
    monkeypatch.setattr(signals, "LOOK_SECONDS", 0.1)

    async with listen(bo, SIGNALS, id=id_of(conversation)) as events:
        before = await heard_of(events, "Ada")
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        await Presence.filter(user_id=ada.id).update(seen_at=long_ago)
        after = await heard_of(events, "Ada")

    assert (before, after) == ({"status": "ONLINE"}, {"status": "AWAY"})


async def test_who_was_here_a_moment_ago_is_not_told_of_again(monkeypatch):
    ada, _, _ = await given_pair()
    told: list[object] = []
    monkeypatch.setattr("events.hub.hub.announce", told.append)

    for _ in range(2):
        await presence.write_down([ada.id])

    assert len(told) == 1


async def test_many_are_written_down_in_one_statement(queries):
    program = await given_program()
    people = [(await given_mentee(program, f"M{number}")).user.id for number in range(30)]

    with queries() as sent:
        await presence.write_down(people)

    assert sent.total == 1
    assert await Presence.filter(user_id__in=people).count() == 30


async def test_who_listens_to_one_server_is_here_on_the_other(empty, database_url):
    ada, bo, conversation = await given_pair()

    with server_processes(2, database_url) as (here, there):
        async with (
            Edge(here.url) as ours,
            Edge(there.url) as theirs,
            theirs.listen(bo, SIGNALS, id=id_of(conversation)) as events,
        ):
            before = await heard_of(events, "Ada")
            async with ours.listen(ada, INBOX):
                after = await heard_of(events, "Ada")

    assert (before, after) == ({"status": "OFFLINE"}, {"status": "ONLINE"})
