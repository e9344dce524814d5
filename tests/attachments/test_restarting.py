"""A server that is killed while a file comes in."""

import asyncio
from pathlib import Path

from models import OutboxEntry
from tests.attachments.sending import get, proof, put, request, send
from tests.cast import given_pair
from tests.edge import Edge
from tests.processes import server_process

TEXT = b"a line of text\n" * 10_000


async def half_and_wait(begun):
    yield TEXT[:100_000]
    await begun.wait()
    await asyncio.Event().wait()


async def test_what_a_killed_server_was_taking_in_is_sent_again_to_the_next(
    empty, database_url, tmp_path: Path
):
    ada, bo, where = await given_pair()
    there = str(tmp_path)

    with server_process(database_url, DATA_FOLDER=there) as first:
        async with Edge(first.url) as edge:
            asked, begun = await request(edge, ada, where, "a.txt", len(TEXT)), asyncio.Event()
            coming = asyncio.ensure_future(
                put(edge, ada, asked["uploadUrl"], half_and_wait(begun), **await proof(ada))
            )
            while not await OutboxEntry.exists():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            first.kill()
            begun.set()
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
    with server_process(database_url, DATA_FOLDER=there) as second:
        async with Edge(second.url) as edge:
            whole = await put(edge, ada, asked["uploadUrl"], TEXT)
            sent = await send(edge, ada, where, asked["attachment"])
            shown = await get(edge, bo, asked["uploadUrl"])

    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert (whole.status_code, sent["__typename"]) == (201, "SendMessagePayload")
    assert shown.content == TEXT
    assert [path.stat().st_size for path in kept] == [len(TEXT)]
