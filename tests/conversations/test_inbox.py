"""All conversations of a person, as they change."""

import asyncio

from actions import conversations as actions
from schema import ids
from settings import get_settings
from tests.cast import (
    given_match,
    given_mentee,
    given_mentor,
    given_messages,
    given_pair,
    given_program,
    given_user,
)
from tests.edge import changed

INBOX = """
subscription { inboxEvents { conversation {
  id unreadCount messages(last: 1) { nodes { body } }
} } }
"""


def id_of(conversation):
    return ids.encode("conversation", conversation.id)


async def test_the_inbox_shows_the_newest_state_of_a_conversation(listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, INBOX) as events:
        state = await changed(events, lambda: given_messages(ada, conversation, "a"))

    assert state["id"] == id_of(conversation)
    assert state["messages"]["nodes"] == [{"body": "a"}]
    assert state["unreadCount"] >= 1


async def test_the_inbox_shows_what_was_read_on_another_device(listen):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, [f"{n}" for n in range(100)])
    numbers = iter(range(1, 101))

    async with listen(bo, INBOX) as events:
        state = await changed(events, lambda: actions.mark_read(bo, conversation.id, next(numbers)))

    assert state["unreadCount"] < 100


async def test_the_inbox_shows_a_conversation_that_begins_later(listen):
    bo = await given_user("Bo")

    async def begin():
        program = await given_program()
        await given_match(await given_mentor(program), await given_mentee(program, bo))

    async with listen(bo, INBOX) as events:
        begun = await changed(events, begin)

    assert begun["messages"]["nodes"] == []


async def test_the_inbox_says_nothing_of_others(listen):
    ada, bo, conversation = await given_pair()
    eve = await given_user("Eve")

    async with listen(eve, INBOX) as theirs, listen(bo, INBOX) as events:
        silence = asyncio.create_task(anext(theirs))
        await changed(events, lambda: given_messages(ada, conversation, "a"))
        done, _ = await asyncio.wait([silence], timeout=3 * get_settings().sweep_seconds)
        silence.cancel()

    assert done == set()
