"""A client that leaves early is nobody's error."""

import asyncio

from gateway import execution
from gateway.execution import executed
from tests.edge import Edge
from tests.gateway.sockets import raw
from tests.gateway.test_requests import HEAD, TYPENAME


async def test_a_client_that_leaves_before_its_body_is_sent_is_nobody_s_error(edge: Edge, caplog):
    async with raw(edge) as (_, writer):
        writer.write(HEAD + b"{")
    await edge.http.get("/livez")

    assert [record.name for record in caplog.get_records("call") if record.name != "httpx"] == []


async def test_a_client_that_leaves_before_its_answer_is_nobody_s_error(edge: Edge, monkeypatch):
    is_asked, has_left = asyncio.Event(), asyncio.Event()

    async def late(*asked):
        is_asked.set()
        await has_left.wait()
        return await executed(*asked)

    monkeypatch.setattr(execution, "executed", late)
    async with raw(edge) as (_, writer):
        writer.write(HEAD + TYPENAME.encode().ljust(100))
        await is_asked.wait()
        writer.transport.abort()
    await edge.http.get("/livez")
    has_left.set()
    await edge.http.get("/livez")
