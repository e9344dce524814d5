"""What a message costs, and what is answered where it is not taken."""

import pytest

from actions import conversations as actions
from actions import programs
from actions.conversations.sending import USED
from actions.transaction import transaction
from models import Conversation, ConversationEvent, Enrollment, Member, Message
from schema import ids
from tests.cast import given_mentor, given_messages, given_pair, given_user
from tests.conversations.gathering import given_cohort, given_group
from tests.conversations.talking import given_said, say
from tests.documents import do

TOO_LONG = "x" * 8_001


async def close(conversation):
    async with transaction() as current:
        await actions.close_conversation(current, conversation.id)


@pytest.mark.parametrize(
    "wrong",
    [{"body": TOO_LONG}, {"clientId": ""}, {"rootId": "there"}, {"rootId": "nowhere"}],
    ids=["too long", "no clientId", "a root that is there", "a root that is not"],
)
async def test_a_stranger_is_told_the_same_whatever_they_wrote(ask, wrong):
    _, bo, [message] = await given_said("secret")
    eve, where = await given_user("Eve"), await Conversation.get()
    roots = {"there": ids.encode("message", message.id), "nowhere": ids.encode("message", bo.id)}
    given = {**wrong, **({"rootId": roots[wrong["rootId"]]} if "rootId" in wrong else {})}

    foreign = await say(ask, eve, where, **given)

    assert foreign == await say(ask, eve, where)
    assert foreign["__typename"] == "NotFound"
    assert await Message.all().count() == 1


async def test_a_message_costs_one_statement_beside_the_session(ask, queries):
    ada, _, conversation = await given_pair()
    to = ids.encode("conversation", conversation.id)
    await do(ask, ada, "sendMessage", conversationId=to, clientId="1", body="Hello")

    with queries() as count:
        await do(ask, ada, "sendMessage", conversationId=to, clientId="2", body="Hello again")

    assert count.total == 2, count.statements


async def test_what_was_said_before_is_given_back_where_nothing_is_said_any_more(ask):
    ada, _, conversation = await given_pair()
    once = await say(ask, ada, conversation, "Hello")
    await close(conversation)

    again = await say(ask, ada, conversation, "Hello")
    other = await say(ask, ada, conversation, "Bye", clientId="Hello")

    assert again == once
    assert (other["__typename"], other["reason"]) == ("Conflict", USED)


async def test_what_is_sent_again_writes_nothing(ask):
    ada, _, conversation = await given_pair()
    await say(ask, ada, conversation, "Hello")
    before = await rows()

    await say(ask, ada, conversation, "Hello")

    assert await rows() == before


async def test_a_name_used_where_they_see_nothing_any_more_is_used(ask):
    one, other = await given_cohort(), await given_cohort()
    ada = one["Ada"]
    await given_mentor(other.program, ada)
    elsewhere = await given_group(other, "Mia")
    await actions.add_members(other["Mia"], elsewhere.id, [ada.id])
    first = await say(ask, ada, elsewhere, clientId="1")
    part = await Enrollment.get(program_id=other.program.id, user_id=ada.id)
    await programs.leave_program(ada, part.id)

    again = await say(ask, ada, await given_group(one), clientId="1")

    assert first["__typename"] == "SendMessagePayload"
    assert (again["__typename"], again["reason"]) == ("Conflict", USED)


async def rows():
    models = (Conversation, ConversationEvent, Member, Message)
    return [await model.all().order_by("id").values() for model in models]


async def test_who_has_lost_their_seat_is_told_of_nothing_they_sent(ask):
    ada, _, conversation = await given_pair()
    await given_messages(ada, conversation, ["Hello"])
    await say(ask, ada, conversation, "Once more")
    await Member.filter(user_id=ada.id).delete()

    again = await say(ask, ada, conversation, "Once more")

    assert again["__typename"] == "NotFound"
