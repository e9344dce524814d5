"""Files with messages: who uploads, who sends, and what becomes of them."""

import asyncio

import pytest

from actions import conversations as actions
from models import Attachment, Conversation, Enrollment, Member, Message, OutboxEntry
from schema import ids
from tests.attachments.sending import (
    PDF,
    PNG,
    get,
    given_sent,
    id_in,
    put,
    request,
    send,
    upload,
)
from tests.cast import given_match, given_mentee, given_pair, given_user
from tests.conversations.talking import change, say
from tests.documents import do

READ = """
query ($id: ID!) { conversation(id: $id) { messages(first: 50) { nodes {
  body attachments { id status name mediaType byteCount width height url }
} } } }
"""


async def read(ask, viewer, where):
    answer = await ask(viewer, READ, id=ids.encode("conversation", where.id))
    return answer.data["conversation"]["messages"]["nodes"]


async def test_an_outsider_cannot_upload_and_cannot_tell_that_there_is_a_conversation(edge):
    _, _, where = await given_pair()
    eve = await given_user("Eve")

    foreign = await request(edge, eve, where)
    missing = await do(
        edge.ask,
        eve,
        "requestUpload",
        conversationId=ids.encode("conversation", eve.id),
        name="a.png",
        byteCount=len(PNG),
    )

    assert foreign["__typename"] == "NotFound"
    assert foreign == missing
    assert await Attachment.all().count() == 0


async def test_a_file_is_uploaded_sent_and_read_by_the_other(edge):
    ada, bo, where = await given_pair()
    asked = await request(edge, ada, where, "Plan 1.png")

    stored = await put(edge, ada, asked["uploadUrl"])
    sent = await send(edge, ada, where, asked["attachment"], body="Look")
    [message] = await read(edge.ask, bo, where)
    [file] = message["attachments"]
    shown = await get(edge, bo, file["url"])

    assert (asked["attachment"]["status"], asked["attachment"]["mediaType"]) == ("WAITING", None)
    assert (stored.status_code, sent["__typename"]) == (201, "SendMessagePayload")
    assert (file["status"], file["name"], file["mediaType"]) == ("SENT", "Plan 1.png", "image/png")
    assert (file["width"], file["height"]) == (90, 60)
    assert (shown.status_code, len(shown.content)) == (200, file["byteCount"])


async def test_a_message_may_be_files_and_no_words(edge):
    ada, bo, where = await given_pair()
    files = [await upload(edge, ada, where, name=f"{n}.png") for n in range(3)]

    sent = await send(edge, ada, where, *reversed(files), body="", clientId="c")
    [message] = await read(edge.ask, bo, where)
    nothing = await say(edge.ask, ada, where, "", clientId="d")

    assert sent["message"]["body"] == ""
    assert [file["name"] for file in message["attachments"]] == ["2.png", "1.png", "0.png"]
    assert nothing["__typename"] == "Invalid"


async def test_sending_again_sends_once_and_other_files_are_another_message(edge):
    ada, _, where = await given_pair()
    one, other = await upload(edge, ada, where), await upload(edge, ada, where)

    once = await send(edge, ada, where, one, body="Look")
    again = await send(edge, ada, where, one, body="Look")
    different = await send(edge, ada, where, other, body="Look")
    without = await say(edge.ask, ada, where, "Look")

    assert once == again
    assert (different["__typename"], without["__typename"]) == ("Conflict", "Conflict")
    assert await Message.all().count() == 1


async def test_of_two_messages_at_once_one_has_the_file(edge):
    ada, _, where = await given_pair()
    file = await upload(edge, ada, where)

    answers = await asyncio.gather(
        *(send(edge, ada, where, file, body=f"{n}", clientId=f"{n}") for n in range(8))
    )

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["Invalid"] * 7 + ["SendMessagePayload"]
    assert await Message.all().count() == 1
    assert (await Conversation.get()).last_number == 1


async def test_twenty_retries_at_once_send_the_file_once(edge):
    ada, _, where = await given_pair()
    file = await upload(edge, ada, where)

    answers = await asyncio.gather(*(send(edge, ada, where, file) for _ in range(20)))

    assert {answer["message"]["number"] for answer in answers} == {1}
    assert await Attachment.filter(message_id=(await Message.get()).id).count() == 1


async def given_elsewhere(edge, ada, bo, where):
    """Files that Ada cannot send here, by why."""
    program = await (await where.match).program
    other = await given_other_conversation(program, ada)
    waiting = (await request(edge, ada, where))["attachment"]
    return {
        "not uploaded": waiting,
        "of somebody else": await upload(edge, bo, where),
        "of another conversation": await upload(edge, ada, other),
        "sent already": await given_sent(edge, ada, where),
        "not there": {"id": ids.encode("attachment", ada.id)},
    }


async def given_other_conversation(program, ada):
    mentor = await Enrollment.get(program_id=program.id, user_id=ada.id)
    match = await given_match(mentor, await given_mentee(program, "Cy"))
    return await Conversation.get(match_id=match.id)


async def test_only_ones_own_that_are_there_and_were_not_sent_are_sent(edge):
    ada, bo, where = await given_pair()
    good, said = await upload(edge, ada, where), await Message.all().count()

    refused = {
        why: await send(edge, ada, where, good, file, body=why)
        for why, file in (await given_elsewhere(edge, ada, bo, where)).items()
    }
    twice = await send(edge, ada, where, good, good, body="twice")

    assert {each["__typename"] for each in [*refused.values(), twice]} == {"Invalid"}
    assert {each["reason"] for each in refused.values()} == {twice["reason"]}
    assert await Message.all().count() == said + 1
    assert (await Attachment.get(id=id_in(good))).message_id is None


async def test_at_most_ten_files_are_sent_with_a_message(edge):
    ada, _, where = await given_pair()
    files = [{"id": ids.encode("attachment", ada.id)}] * 11

    answer = await send(edge, ada, where, *files)

    assert (answer["__typename"], answer["field"]) == ("Invalid", "attachmentIds")
    assert await Message.all().count() == 0


async def test_a_message_without_files_is_one_statement_as_before(edge, queries):
    ada, _, where = await given_pair()
    said = actions.NewMessage(where.id, "c", "Hello")

    with queries() as count:
        await actions.send_message(ada, said)

    assert count.total == 1


async def test_files_go_with_the_message_that_is_taken_back(edge):
    ada, bo, where = await given_pair()
    file = await given_sent(edge, ada, where)
    await change(edge.ask, ada, "retractMessage", await Message.get())

    [message], gone = await read(edge.ask, bo, where), await get(edge, bo, file["url"])

    assert (message["attachments"], gone.status_code) == ([], 404)
    assert await Attachment.all().count() == 0
    assert (await Message.get()).attachment_count == 0
    assert await OutboxEntry.filter(kind="remove_unused_object").count() == 2


async def test_a_message_of_files_may_lose_its_words(edge):
    ada, _, where = await given_pair()
    await send(edge, ada, where, await upload(edge, ada, where), body="Look")
    await say(edge.ask, ada, where, "Hello")
    with_file, without = await Message.all().order_by("number")

    emptied = await change(edge.ask, ada, "editMessage", with_file, body=" ")
    refused = await change(edge.ask, ada, "editMessage", without, body=" ")

    assert (emptied["message"]["body"], refused["__typename"]) == ("", "Invalid")


async def test_files_of_many_messages_are_one_statement(edge, queries):
    ada, bo, where = await given_pair()
    for n in range(4):
        await send(edge, ada, where, await upload(edge, ada, where), body=f"{n}")
    await read(edge.ask, bo, where)

    with queries() as count:
        messages = await read(edge.ask, bo, where)

    assert [len(message["attachments"]) for message in messages] == [1, 1, 1, 1]
    # The session, the conversation, its messages, their files.
    assert count.total == 4


async def test_whoever_lost_their_seat_neither_uploads_nor_reads(edge):
    ada, bo, where = await given_pair()
    file, asked = await given_sent(edge, ada, where), await request(edge, bo, where)
    await Member.filter(user_id=bo.id).delete()

    stored = await put(edge, bo, asked["uploadUrl"])
    shown = await get(edge, bo, file["url"])

    assert (stored.status_code, shown.status_code) == (404, 404)
    assert (await Attachment.get(id=id_in(asked["attachment"]))).stored_at is None


@pytest.mark.parametrize("raw", [PNG, PDF])
async def test_what_is_not_sent_yet_is_its_uploaders_alone(edge, raw):
    ada, bo, where = await given_pair()
    name = "a.png" if raw is PNG else "a.pdf"
    file = await upload(edge, ada, where, raw, name)
    node = "query ($id: ID!) { node(id: $id) { ... on Attachment { status } } }"

    own, others = await get(edge, ada, file["url"]), await get(edge, bo, file["url"])
    seen, unseen = [(await edge.ask(one, node, id=file["id"])).data for one in (ada, bo)]

    assert (own.status_code, others.status_code) == (200, 404)
    assert (seen, unseen) == ({"node": {"status": "STORED"}}, {"node": None})
