"""Nothing stays of what was not sent or was taken back, whatever was cut short on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from actions import attachments as actions
from actions.retention import tidy
from adapters import storage
from jobs import worker
from models import Attachment, Message, OutboxEntry
from tests.attachments.sending import (
    PNG,
    get,
    given_sent,
    id_in,
    objects,
    put,
    request,
    send,
    upload,
)
from tests.cast import given_pair
from tests.conversations.talking import change


@pytest.fixture(autouse=True)
def before():
    """What other tests left in the store."""
    return objects()


async def do_what_is_late():
    """What was to be done in an hour is done now."""
    await OutboxEntry.all().update(due_at=datetime.now(UTC) - timedelta(seconds=1))
    await worker.work()


async def a_day_later():
    await Attachment.all().update(created_at=datetime.now(UTC) - timedelta(hours=25))
    await tidy()
    await worker.work()


async def test_the_bytes_go_once_a_message_is_taken_back(edge, before):
    ada, _, where = await given_pair()
    await given_sent(edge, ada, where)
    there = objects() - before

    await change(edge.ask, ada, "retractMessage", await Message.get())
    await worker.work()

    assert len(there) == 1
    assert objects() - before == set()


async def test_what_was_not_sent_within_a_day_goes_and_what_was_sent_stays(edge, before):
    ada, bo, where = await given_pair()
    sent = await given_sent(edge, ada, where)
    forgotten = await upload(edge, ada, where)
    await request(edge, ada, where)

    await a_day_later()

    [left] = await Attachment.all()
    assert left.id == id_in(sent)
    assert objects() - before == {str(left.object_id)}
    assert (await get(edge, bo, sent["url"])).status_code == 200
    assert (await get(edge, ada, forgotten["url"])).status_code == 404


async def test_what_was_uploaded_today_is_not_swept(edge):
    ada, _, where = await given_pair()
    file = await upload(edge, ada, where)

    await tidy()
    sent = await send(edge, ada, where, file)

    assert sent["__typename"] == "SendMessagePayload"


async def test_what_is_stored_is_looked_at_and_left(edge, before):
    ada, _, where = await given_pair()
    sent = await given_sent(edge, ada, where)
    waiting = await upload(edge, ada, where)

    await do_what_is_late()

    assert len(objects() - before) == 2
    assert [(await get(edge, ada, each["url"])).status_code for each in (sent, waiting)] == [
        200
    ] * 2
    assert await OutboxEntry.all().count() == 0


async def test_bytes_of_an_upload_that_was_cut_short_behind_them_are_found_and_removed(
    edge, before, monkeypatch
):
    """The server ends between writing the bytes and saying that they are there."""
    ada, _, where = await given_pair()
    asked, write = await request(edge, ada, where), storage.put

    async def write_and_end(*given):
        await write(*given)
        raise storage.StorageUnavailable

    monkeypatch.setattr(storage, "put", write_and_end)
    cut = await put(edge, ada, asked["uploadUrl"])
    monkeypatch.undo()
    left = objects() - before
    whole = await put(edge, ada, asked["uploadUrl"])
    await do_what_is_late()

    assert (cut.status_code, len(left), whole.status_code) == (503, 1, 201)
    assert objects() - before == {str((await Attachment.get()).object_id)}


async def test_an_attempt_that_is_overtaken_leaves_nothing(edge, before):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)
    file = await actions.begin_upload(ada, id_in(asked["attachment"]))
    await storage.put(actions.removing.place_of(file), PNG)

    whole = await put(edge, ada, asked["uploadUrl"])
    await do_what_is_late()

    assert whole.status_code == 201
    assert objects() - before == {str((await Attachment.get()).object_id)}


async def test_bytes_that_cannot_be_removed_now_are_removed_later(edge, before, monkeypatch):
    ada, _, where = await given_pair()
    await given_sent(edge, ada, where)
    await change(edge.ask, ada, "retractMessage", await Message.get())

    async def away(place):
        raise storage.StorageUnavailable

    monkeypatch.setattr(storage, "remove", away)
    await worker.work()
    monkeypatch.undo()
    failed = objects() - before
    await do_what_is_late()

    assert len(failed) == 1
    assert objects() - before == set()
