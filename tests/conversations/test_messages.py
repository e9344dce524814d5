import asyncio

from actions import conversations as actions
from actions.transaction import transaction
from models import ConversationEvent, Member, Message
from schema import ids
from tests.cast import given_messages, given_pair, given_user

SEND = """
mutation ($to: ID!, $body: String!, $clientId: String = "c1") {
  sendMessage(input: { conversationId: $to, clientId: $clientId, body: $body }) {
    __typename
    ... on SendMessagePayload { message { id number body sender { name } } }
    ... on Invalid { field }
    ... on Problem { reason }
  }
}
"""

READ = """
query ($id: ID!, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
  conversation(id: $id) {
    messageCount unreadCount
    messages(first: $first, after: $after, last: $last, before: $before) {
      nodes { number body }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}
"""

MARK = """
mutation ($id: ID!, $number: Int!) {
  markRead(input: { conversationId: $id, number: $number }) {
    __typename
    ... on MarkReadPayload {
      conversation { unreadCount members { nodes { user { name } lastReadNumber } } }
    }
    ... on Problem { reason }
  }
}
"""

INBOX = """
{ viewer { conversations { nodes {
  unreadCount members { nodes { lastReadNumber } }
  messages(last: 3) { nodes { body sender { name } } }
} } } }
"""


def id_of(conversation):
    return ids.encode("conversation", conversation.id)


async def test_an_outsider_cannot_tell_the_conversation_exists(ask):
    _, _, conversation = await given_pair()
    eve = await given_user("Eve")

    foreign = await ask(eve, SEND, to=id_of(conversation), body="Hi")
    missing = await ask(eve, SEND, to=ids.encode("conversation", eve.id), body="Hi")

    assert foreign.data["sendMessage"]["__typename"] == "NotFound"
    assert foreign == missing
    assert await Message.all().count() == 0


async def test_an_outsider_reads_nothing(ask):
    ada, _, conversation = await given_pair()
    await given_messages(ada, conversation, ["secret"])
    eve = await given_user("Eve")

    answer = await ask(eve, READ, id=id_of(conversation))

    assert answer.data == {"conversation": None}
    assert answer.errors == []


async def test_a_member_says_something_and_the_other_reads_it(ask):
    ada, bo, conversation = await given_pair()

    sent = await ask(ada, SEND, to=id_of(conversation), body="  Hello Bo  ")
    read = await ask(bo, READ, id=id_of(conversation))

    message = sent.data["sendMessage"]["message"]
    assert (message["number"], message["body"], message["sender"]) == (
        1,
        "Hello Bo",
        {"name": "Ada"},
    )
    assert read.data["conversation"]["messages"]["nodes"] == [{"number": 1, "body": "Hello Bo"}]
    assert read.data["conversation"]["unreadCount"] == 1


async def test_sending_again_with_the_same_client_id_sends_once(ask):
    ada, _, conversation = await given_pair()

    once = await ask(ada, SEND, to=id_of(conversation), body="Hello")
    again = await ask(ada, SEND, to=id_of(conversation), body="Hello")

    assert once.data == again.data
    assert await Message.all().count() == 1


async def test_a_client_id_names_one_message_only(ask):
    ada, _, conversation = await given_pair()
    await ask(ada, SEND, to=id_of(conversation), body="Hello")

    other = await ask(ada, SEND, to=id_of(conversation), body="Goodbye")

    assert other.data["sendMessage"]["__typename"] == "Conflict"
    assert [m.body for m in await Message.all()] == ["Hello"]


async def test_twenty_retries_at_once_send_once(edge):
    ada, _, conversation = await given_pair()

    answers = await asyncio.gather(
        *(edge.ask(ada, SEND, to=id_of(conversation), body="Hello") for _ in range(20))
    )

    assert {answer.data["sendMessage"]["message"]["number"] for answer in answers} == {1}
    assert await Message.all().count() == 1


async def test_many_senders_at_once_get_numbers_and_a_log_without_a_gap(empty):
    ada, bo, conversation = await given_pair()

    await asyncio.gather(
        *(
            actions.send_message(
                sender, actions.NewMessage(conversation.id, f"{sender.name}-{n}", f"{n}")
            )
            for sender in (ada, bo)
            for n in range(40)
        )
    )

    messages = await Message.all().order_by("number")
    lines = await ConversationEvent.all().order_by("seq")
    assert [message.number for message in messages] == list(range(1, 81))
    assert [line.seq for line in lines] == list(range(1, 82))


async def test_a_message_has_one_to_8000_characters(ask):
    ada, _, conversation = await given_pair()

    empty = await ask(ada, SEND, to=id_of(conversation), body=" \n ")
    long = await ask(ada, SEND, to=id_of(conversation), body="x" * 8_001)

    assert empty.data["sendMessage"]["__typename"] == "Invalid"
    assert long.data["sendMessage"]["field"] == "body"
    assert await Message.all().count() == 0


async def test_an_id_of_another_kind_is_named_as_the_wrong_one(ask):
    ada, _, _ = await given_pair()

    answer = await ask(ada, SEND, to=ids.encode("user", ada.id), body="Hello")

    assert answer.data["sendMessage"] == {
        "__typename": "Invalid",
        "field": "conversationId",
        "reason": "Expected the id of a conversation: conversation_01h45…",
    }


async def test_nothing_is_said_in_a_closed_conversation(ask):
    ada, _, conversation = await given_pair()
    async with transaction() as current:
        await actions.close_conversation(current, conversation.id)

    answer = await ask(ada, SEND, to=id_of(conversation), body="Still there?")

    assert answer.data["sendMessage"]["__typename"] == "Conflict"
    assert await Message.all().count() == 0


async def test_pages_go_forwards_and_backwards_and_survive_new_messages(ask):
    ada, _, conversation = await given_pair()
    await given_messages(ada, conversation, "abcde")
    where = id_of(conversation)

    first = (await ask(ada, READ, id=where, first=2)).data["conversation"]["messages"]
    await given_messages(ada, conversation, "f")
    second = (await ask(ada, READ, id=where, first=2, after=first["pageInfo"]["endCursor"])).data
    last = (await ask(ada, READ, id=where, last=2)).data["conversation"]["messages"]
    start = last["pageInfo"]["startCursor"]
    before = (await ask(ada, READ, id=where, last=9, before=start)).data

    def bodies(page):
        return "".join(node["body"] for node in page["nodes"])

    assert bodies(first) == "ab"
    assert first["pageInfo"]["hasNextPage"] is True
    assert bodies(second["conversation"]["messages"]) == "cd"
    assert bodies(last) == "ef"
    assert bodies(before["conversation"]["messages"]) == "abcd"
    assert before["conversation"]["messages"]["pageInfo"]["hasPreviousPage"] is False


async def test_reading_on_lowers_the_unread_count_and_never_raises_it(ask):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abc")

    await ask(bo, MARK, id=id_of(conversation), number=2)
    back = await ask(bo, MARK, id=id_of(conversation), number=1)

    seen = back.data["markRead"]["conversation"]
    assert seen["unreadCount"] == 1
    read = {m["user"]["name"]: m["lastReadNumber"] for m in seen["members"]["nodes"]}
    assert read == {"Ada": 3, "Bo": 2}


async def test_nobody_reads_beyond_the_end_or_for_others(ask):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abc")
    eve = await given_user("Eve")

    beyond = await ask(bo, MARK, id=id_of(conversation), number=4)
    outsider = await ask(eve, MARK, id=id_of(conversation), number=1)

    assert beyond.data["markRead"]["__typename"] == "Invalid"
    assert outsider.data["markRead"]["__typename"] == "NotFound"
    assert (await Member.get(user_id=bo.id)).last_read_number == 0


async def test_an_inbox_costs_one_statement_a_level(ask, queries):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "abcd")
    await ask(bo, INBOX)

    with queries() as count:
        answer = await ask(bo, INBOX)

    assert [
        m["body"] for m in answer.data["viewer"]["conversations"]["nodes"][0]["messages"]["nodes"]
    ] == [
        "b",
        "c",
        "d",
    ]
    # The session, the conversations, the own seats, their members, their messages, who sent them.
    assert count.total == 6, count.statements
