"""What somebody began to write: theirs alone, on all of their devices."""

import asyncio

import pytest

from actions import retention
from models import Conversation, Draft, Member, Message
from models.sql import fetch
from schema import ids
from tests.cast import given_pair, given_user
from tests.conversations.talking import given_said, say
from tests.documents import do
from tests.edge import changed

DRAFT = """
query ($id: ID!) { node(id: $id) {
  ... on Conversation { draft { body version savedAt } }
  ... on Message { draft { body version savedAt } }
} }
"""
INBOX = "subscription { inboxEvents { conversation { draft { body } } } }"


def id_of(row):
    return ids.encode("message" if isinstance(row, Message) else "conversation", row.id)


async def save(ask, who, where, body, **given):
    fields = "conversation { draft { body version } }"
    place = {"conversationId": id_of(where), "body": body}
    return await do(ask, who, "saveDraft", fields, **place, **given)


async def draft(ask, who, of):
    found = (await ask(who, DRAFT, id=id_of(of))).data["node"]
    return found and found["draft"] and found["draft"]["body"]


async def test_a_stranger_saves_nothing_where_they_are_not(ask):
    _, _, conversation = await given_pair()

    answer = await save(ask, await given_user("Zoe"), conversation, "Dear")

    assert answer["__typename"] == "NotFound"
    assert not await Draft.all().exists()


async def test_what_one_began_to_write_nobody_else_sees(ask):
    ada, bo, conversation = await given_pair()

    saved = await save(ask, ada, conversation, "Dear Bo")

    assert saved["conversation"]["draft"] == {"body": "Dear Bo", "version": 1}
    assert await draft(ask, ada, conversation) == "Dear Bo"
    assert await draft(ask, bo, conversation) is None


async def test_the_last_one_counts_and_an_empty_one_is_none(ask):
    ada, _, conversation = await given_pair()
    seen = []

    for body in ("D", "Dear", " "):
        await save(ask, ada, conversation, body)
        seen.append(await draft(ask, ada, conversation))

    assert seen == ["D", "Dear", None]
    assert not await Draft.all().exists()


async def test_each_thread_has_one_of_its_own(ask):
    ada, _, [first, second] = await given_said("What do you think?", "Of Rust")
    where = await Conversation.get()
    await save(ask, ada, where, "Well", rootId=id_of(first))
    await save(ask, ada, where, "Hm")

    assert [await draft(ask, ada, of) for of in (first, second, where)] == ["Well", None, "Hm"]


async def test_nothing_of_another_conversation_is_begun_to_be_answered(ask):
    _, _, [elsewhere] = await given_said("Between us")
    ada, _, where = await given_pair()

    answer = await save(ask, ada, where, "Well", rootId=id_of(elsewhere))

    assert (answer["__typename"], answer["field"]) == ("Invalid", "rootId")


async def test_who_has_seen_another_version_is_told_so(ask):
    ada, _, conversation = await given_pair()
    await save(ask, ada, conversation, "One", version=0)

    late = await save(ask, ada, conversation, "Two", version=0)
    await save(ask, ada, conversation, "")
    gone = await save(ask, ada, conversation, "Three", version=1)
    await save(ask, ada, conversation, "Four")

    assert [late["__typename"], gone["__typename"]] == ["Conflict", "Conflict"]
    assert (await Draft.get()).version == 3


async def test_sending_it_clears_it_if_that_is_asked(ask):
    ada, _, conversation = await given_pair()
    await save(ask, ada, conversation, "Hello")

    await say(ask, ada, conversation, "Meanwhile")
    kept = await draft(ask, ada, conversation)
    await say(ask, ada, conversation, "Hello", clearDraft=True)

    assert kept == "Hello"
    assert await draft(ask, ada, conversation) is None


async def test_sending_an_answer_clears_the_draft_of_its_thread(ask):
    ada, _, [first] = await given_said("What do you think?")
    where = await Conversation.get()
    await save(ask, ada, where, "Well", rootId=id_of(first))
    await save(ask, ada, where, "Hm")

    await say(ask, ada, where, "Well", rootId=id_of(first), clearDraft=True)

    assert [await draft(ask, ada, of) for of in (first, where)] == [None, "Hm"]


async def test_other_devices_hear_of_it(ask, listen):
    ada, bo, conversation = await given_pair()
    bodies = iter(range(1_000))

    async with listen(ada, INBOX) as inbox:
        heard = await changed(inbox, lambda: save(ask, ada, conversation, f"Dear {next(bodies)}"))

    assert heard["draft"]["body"].startswith("Dear ")
    assert (await Member.get(user_id=bo.id)).draft_changes == 0


async def test_a_plain_message_costs_nothing_more_for_drafts(ask, queries):
    ada, _, conversation = await given_pair()

    with queries() as count:
        await say(ask, ada, conversation, "Hello")

    assert not [
        one for one in count.statements if "draft" in one and "INSERT INTO message" not in one
    ]


async def test_of_two_devices_that_save_at_once_one_is_the_last(ask):
    ada, _, conversation = await given_pair()

    await asyncio.gather(*(save(ask, ada, conversation, f"{n}") for n in range(5)))

    assert (await Draft.get()).version == (await Member.get(user_id=ada.id)).draft_changes == 5


@pytest.mark.parametrize(("days", "is_kept"), [(89, True), (91, False)])
async def test_what_nobody_wrote_on_for_three_months_goes(ask, days, is_kept):
    ada, _, conversation = await given_pair()
    await save(ask, ada, conversation, "Dear")
    await fetch(f"UPDATE draft SET saved_at = now() - interval '{days} days'")

    await retention.tidy()

    assert await Draft.all().exists() is is_kept
