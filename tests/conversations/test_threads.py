"""Answers to messages, and whom messages name."""

import asyncio

from actions import conversations as actions
from models import Conversation, Mention, Message
from schema import ids
from tests.cast import given_pair, given_user
from tests.conversations.talking import given_said, say

THREAD = """
query ($id: ID!) { node(id: $id) { ... on Message {
  replyCount replies(first: 2) { nodes { body root { number } } pageInfo { hasNextPage } }
} } }
"""


def id_of(message):
    return ids.encode("message", message.id)


async def test_answers_stand_in_the_thread_of_what_they_answer(ask):
    _, bo, [first, _] = await given_said("What do you think?", "Of Rust")
    where = await Conversation.get()
    for body in ("a", "b", "c"):
        await say(ask, bo, where, body, rootId=id_of(first))

    thread = (await ask(bo, THREAD, id=id_of(first))).data["node"]

    root = {"number": 1}
    assert thread["replyCount"] == 3
    assert thread["replies"]["nodes"] == [{"body": "a", "root": root}, {"body": "b", "root": root}]
    assert thread["replies"]["pageInfo"]["hasNextPage"]


async def test_what_answers_an_answer_is_in_the_same_thread(ask):
    ada, bo, [first] = await given_said("What do you think?")
    where = await Conversation.get()
    await say(ask, bo, where, "I like it", rootId=id_of(first))

    answer = await Message.get(number=2)
    again = await say(ask, ada, where, "Me too", rootId=id_of(answer))

    assert again["message"]["root"] == {"number": 1}
    assert (await Message.get(number=1)).reply_count == 2


async def test_nothing_of_another_conversation_is_answered(ask):
    _, _, [elsewhere] = await given_said("Between us")
    bo, _, where = await given_pair()

    answer = await say(ask, bo, where, rootId=id_of(elsewhere))

    assert (answer["__typename"], answer["field"]) == ("Invalid", "rootId")
    assert not await Message.filter(conversation_id=where.id).exists()


async def test_of_answers_at_once_each_is_counted(empty):
    ada, bo, [first] = await given_said("What do you think?")

    await asyncio.gather(
        *(
            actions.send_message(
                who, actions.NewMessage(first.conversation_id, f"{n}", f"{n}", first.id)
            )
            for who in (ada, bo)
            for n in range(10)
        )
    )

    assert (await Message.get(id=first.id)).reply_count == 20


async def test_a_message_names_members(ask):
    ada, bo, where = await given_pair()

    sent = await say(ask, ada, where, mentionIds=[ids.encode("user", bo.id)] * 2)

    assert sent["message"]["mentions"] == [{"name": "Bo"}]


async def test_nobody_is_named_who_is_not_there(ask):
    ada, _, where = await given_pair()
    eve = await given_user("Eve")

    answer = await say(ask, ada, where, mentionIds=[ids.encode("user", eve.id)])

    assert (answer["__typename"], answer["field"]) == ("Invalid", "mentionIds")
    assert not await Message.exists()
    assert not await Mention.exists()
    assert (await Conversation.get()).last_seq == 1


async def test_a_message_names_fifty_at_most(ask):
    ada, bo, where = await given_pair()
    many = [ids.encode("user", bo.id)] * 51

    answer = await say(ask, ada, where, mentionIds=many)

    assert (answer["__typename"], answer["field"]) == ("Invalid", "mentionIds")
    assert not await Message.exists()
