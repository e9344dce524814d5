"""Files on their way in: how large, how slow, how often, and by whom."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from gateway import receiving
from gateway.deadlines import watch
from models import Attachment, Conversation, OutboxEntry
from settings import get_settings
from tests.attachments.sending import (
    PDF,
    PNG,
    get,
    id_in,
    objects,
    path_of,
    proof,
    put,
    request,
    send,
    upload,
)
from tests.cast import given_pair, given_user
from tests.gateway.sockets import eventually


@pytest.fixture
def limits(monkeypatch):
    """Sets some of the settings."""

    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, str(value))
        get_settings.cache_clear()

    yield put
    monkeypatch.undo()
    get_settings.cache_clear()


async def test_nobody_uploads_what_another_asked_for(edge):
    ada, bo, where = await given_pair()
    eve, asked = await given_user("Eve"), await request(edge, ada, where)

    answers = [await put(edge, one, asked["uploadUrl"]) for one in (bo, eve, None)]
    nothing = await put(edge, eve, asked["uploadUrl"][:-4] + "0000")

    assert [answer.status_code for answer in answers] == [404, 404, 401]
    assert answers[0].content == answers[1].content == nothing.content
    assert not await OutboxEntry.exists()


@pytest.mark.parametrize(
    ("name", "size", "field"),
    [
        ("", 9, "name"),
        ("x" * 256, 9, "name"),
        ("..", 9, "name"),
        ("a/..", 9, "name"),
        ("photo\u202egpj.exe", 9, "name"),
        ("a\r\nb.png", 9, "name"),
        ("a\0.png", 9, "name"),
        ("a.png", 0, "byteCount"),
        ("a.png", -1, "byteCount"),
        ("a.png", 26_214_401, "byteCount"),
    ],
)
async def test_a_name_or_a_size_that_cannot_be_is_refused(edge, name, size, field):
    ada, _, where = await given_pair()

    answer = await request(edge, ada, where, name, size)

    assert (answer["__typename"], answer["field"]) == ("Invalid", field)
    assert await Attachment.all().count() == 0


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.png", "C:\\Users\\ada\\passwd.png", "/passwd.png", " passwd.png "]
)
async def test_of_a_path_the_name_is_left_and_no_file_is_called_so(edge, name):
    ada, _, where = await given_pair()
    before = objects()

    file = await upload(edge, ada, where, name=name)
    shown = await get(edge, ada, file["url"])

    row = await Attachment.get(id=id_in(file))
    assert (file["name"], objects() - before) == ("passwd.png", {str(row.object_id)})
    assert shown.headers["content-disposition"] == "inline; filename*=UTF-8''passwd.png"


async def chunks(*parts):
    for part in parts:
        yield part


@pytest.mark.parametrize("raw", [PNG + b"x", PNG[:-1], b""])
@pytest.mark.parametrize("is_announced", [True, False])
async def test_just_as_many_bytes_are_taken_as_were_announced(edge, raw, is_announced):
    ada, _, where = await given_pair()
    asked, before = await request(edge, ada, where), objects()

    answer = await put(edge, ada, asked["uploadUrl"], raw if is_announced else chunks(raw))
    whole = await put(edge, ada, asked["uploadUrl"], chunks(PNG[:40], PNG[40:]))

    assert answer.status_code == (413 if len(raw) > len(PNG) else 400)
    assert whole.status_code == 201
    assert len(objects() - before) == 1


async def test_what_is_packed_is_not_taken(edge):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)

    answer = await put(edge, ada, asked["uploadUrl"], **{"content-encoding": "gzip"})

    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


async def test_a_file_is_as_large_as_the_setting_says_and_more_than_other_bodies(edge, limits):
    ada, _, where = await given_pair()
    limits(MAX_FILE_BYTES=5_000_000)
    large = b"a line of text\n" * 300_000

    file = await upload(edge, ada, where, large, "a.txt")
    asked = await request(edge, ada, where, "a.txt", len(large))
    in_chunks = await put(
        edge, ada, asked["uploadUrl"], chunks(large[:3_000_000], large[3_000_000:])
    )
    more = await request(edge, ada, where, "a.txt", 5_000_001)

    assert len((await get(edge, ada, file["url"])).content) == len(large)
    assert in_chunks.status_code == 201
    assert (more["__typename"], more["field"]) == ("Invalid", "byteCount")


async def test_nobody_uploads_more_in_a_day_than_they_may(edge, limits):
    ada, bo, where = await given_pair()
    limits(UPLOAD_BYTES_PER_DAY=200_000)

    answers = [await request(edge, ada, where, "a.png", size) for size in (100_000, 90_000, 9)]
    of_bo = await request(edge, bo, where, "a.png", 100_000)

    kinds = [answer["__typename"] for answer in answers]
    assert kinds == ["RequestUploadPayload", "RequestUploadPayload", "TooMany"]
    assert of_bo["__typename"] == "RequestUploadPayload"


async def test_an_upload_begins_within_a_quarter_of_an_hour(edge):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)
    expires_at = datetime.fromisoformat(asked["expiresAt"])
    await Attachment.all().update(expires_at=datetime.now(UTC) - timedelta(seconds=1))

    late = await put(edge, ada, asked["uploadUrl"])

    assert timedelta(minutes=14) < expires_at - datetime.now(UTC) <= timedelta(minutes=15)
    assert (late.status_code, late.json()["errors"][0]["extensions"]["code"]) == (409, "CONFLICT")
    assert (await Attachment.get()).stored_at is None


async def test_what_is_stored_is_not_uploaded_again(edge):
    ada, _, where = await given_pair()
    file = await upload(edge, ada, where)

    again = await put(edge, ada, file["url"])

    assert again.status_code == 409


async def test_of_uploads_to_one_address_at_once_one_is_stored(edge):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where, "a.pdf", len(PDF))

    answers = await asyncio.gather(
        *(put(edge, ada, asked["uploadUrl"], PDF[:-1] + b"%d" % n) for n in range(3))
    )
    shown = await get(edge, ada, asked["uploadUrl"])

    codes = [answer.status_code for answer in answers]
    assert sorted(codes) == [201, 409, 409]
    assert shown.content == PDF[:-1] + b"%d" % codes.index(201)


async def test_an_upload_that_was_cut_off_is_done_again(edge):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)
    sent = asyncio.Event()

    async def half():
        yield PNG[:40]
        sent.set()
        await asyncio.Event().wait()

    cut = asyncio.ensure_future(put(edge, ada, asked["uploadUrl"], half()))
    await sent.wait()
    cut.cancel()
    await asyncio.gather(cut, return_exceptions=True)
    whole = await put(edge, ada, asked["uploadUrl"])

    assert whole.status_code == 201
    sending = await send(edge, ada, where, asked["attachment"])
    assert sending["__typename"] == "SendMessagePayload"


async def begun(edge, ada, address):
    """An upload of which the server has the first bytes, and knows whose it is."""
    host, port = edge.url.removeprefix("http://").split(":")
    token = (await proof(ada))["authorization"]
    head = f"PUT {path_of(address)} HTTP/1.1\r\nhost: {host}\r\nauthorization: {token}\r\n"
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"{head}content-length: {len(PNG)}\r\n\r\n".encode() + PNG[:40])
    await eventually(lambda: any(getattr(one, "slow", None) for one in watch.watched))
    return reader, writer


async def status(reader):
    return int((await reader.readline()).split()[1])


@pytest.mark.parametrize(("seconds", "wanted"), [(110, 201), (121, 408)])
async def test_a_file_may_come_slowly_and_not_for_ever(edge, seconds, wanted):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)
    reader, writer = await begun(edge, ada, asked["uploadUrl"])

    watch.end_late(asyncio.get_running_loop().time() + seconds)
    writer.write(PNG[40:])
    answer = await status(reader)
    writer.close()

    assert answer == wanted
    await eventually(lambda: not receiving.sending)
    assert ((await Attachment.get()).stored_at is not None) == (wanted == 201)


async def test_one_person_sends_three_files_at_a_time(edge, monkeypatch):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)
    receiving.sending[ada.id] = 3

    mine = await put(edge, ada, asked["uploadUrl"])
    del receiving.sending[ada.id]
    monkeypatch.setattr(receiving, "MOST_AT_ONCE", 0)
    full = await put(edge, ada, asked["uploadUrl"])

    assert (mine.status_code, full.status_code) == (429, 429)
    assert {mine.headers["retry-after"], full.headers["retry-after"]} == {"5"}


async def test_nothing_is_uploaded_to_a_closed_conversation(edge):
    ada, _, where = await given_pair()
    file = await upload(edge, ada, where)
    await Conversation.all().update(closed_at=datetime.now(UTC))

    asked, sent = await request(edge, ada, where), await send(edge, ada, where, file)

    assert (asked["__typename"], sent["__typename"]) == ("Conflict", "Conflict")
    assert (await Attachment.get()).message_id is None


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://x.example"}]
)
async def test_pages_of_elsewhere_upload_nothing(edge, headers):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)

    answer = await put(edge, ada, asked["uploadUrl"], **headers)

    assert answer.status_code == 403
    assert not await OutboxEntry.exists()


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
async def test_a_file_is_put_and_got_and_nothing_else(edge, method):
    ada, _, where = await given_pair()
    file = await upload(edge, ada, where)
    path = "/attachments/" + file["id"]

    answer = await edge.http.request(method, path, headers=await proof(ada))

    assert answer.status_code == 405
