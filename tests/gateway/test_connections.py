"""Sockets and streams are counted, capped, and told when the server stops."""

import asyncio
from contextlib import ExitStack
from uuid import uuid4

import pytest

from gateway import connections
from gateway.connections import Connections, Crowded
from gateway.cookies import TWO_PROOFS
from settings import Settings
from tests.cast import given_user, token_of
from tests.edge import Edge, hear, say
from tests.gateway.sockets import acknowledged, closing, connected, eventually

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def _two_each(settings: Settings, monkeypatch):
    """Two connections for each address, and one for each person."""
    few = settings.model_copy(update={"max_live_per_address": 2, "max_live_per_viewer": 1})
    monkeypatch.setattr(connections, "get_settings", lambda: few)


def nothing() -> None:
    pass


@pytest.mark.usefixtures("_two_each")
def test_one_address_does_not_keep_others_out():
    live = Connections()

    with live.entered(HERE, nothing), live.entered(HERE, nothing):
        with pytest.raises(Crowded), live.entered(HERE, nothing):
            pass
        with live.entered(THERE, nothing):
            everybody = len(live.places)
    with live.entered(HERE, nothing):
        afterwards = len(live.places)

    assert (everybody, afterwards) == (3, 1)


@pytest.mark.usefixtures("_two_each")
def test_one_person_does_not_keep_others_out():
    live, ada, bo = Connections(), uuid4(), uuid4()

    with live.entered(HERE, nothing) as first, live.entered(THERE, nothing) as second:
        live.belongs(first, ada)
        with pytest.raises(Crowded):
            live.belongs(second, ada)
        live.belongs(second, bo)
    with live.entered(HERE, nothing) as again:
        live.belongs(again, ada)

    assert (live.by_viewer, live.by_address, live.places) == ({}, {}, set())


async def test_everybody_is_told_once_and_waited_for():
    live, told = Connections(), []
    stack = ExitStack()

    def leave() -> None:
        told.append(HERE)
        if len(told) == 3:
            asyncio.get_running_loop().call_soon(stack.close)

    for _ in range(3):
        stack.enter_context(live.entered(HERE, leave))
    await live.drain(0.05)

    assert (len(told), live.places) == (3, set())


async def test_who_comes_while_all_leave_is_told_too():
    live = Connections()
    await live.drain(0)
    is_told = asyncio.Event()

    with live.entered(HERE, is_told.set):
        await asyncio.wait_for(is_told.wait(), 1)


@pytest.mark.usefixtures("_two_each")
async def test_a_person_s_second_socket_comes_back_later(edge: Edge):
    ada = await given_user()

    async with acknowledged(edge, ada), connected(edge) as second:
        payload = {"authorization": f"Bearer {await token_of(ada)}"}
        await say(second, type="connection_init", payload=payload)
        code, reason = await closing(second)

    assert code == 1013
    assert "for one person" in reason


@pytest.mark.usefixtures("_two_each")
async def test_an_address_s_third_socket_comes_back_later(edge: Edge):
    async with connected(edge), connected(edge), connected(edge) as third:
        code, reason = await closing(third)

    assert code == 1013
    assert "for one address" in reason


async def test_a_socket_that_is_told_to_leave_closes_with_1012(edge: Edge):
    async with acknowledged(edge) as socket:
        [place] = connections.live.places
        place.leave()
        place.leave()
        code, _ = await closing(socket)

    assert code == 1012
    await eventually(lambda: not connections.live.places)


async def test_a_socket_with_a_cookie_and_a_token_is_nobody_s(edge: Edge):
    token = await token_of(await given_user())
    headers = {"cookie": "__Host-sid=abc"}

    async with connected(edge, additional_headers=headers) as socket:
        await say(socket, type="connection_init", payload={"authorization": f"Bearer {token}"})
        code, reason = await closing(socket)

    assert code == 4400
    assert reason == TWO_PROOFS


async def test_a_socket_with_a_cookie_alone_is_opened(edge: Edge):
    async with connected(edge, additional_headers={"cookie": "__Host-sid=abc"}) as socket:
        await say(socket, type="connection_init")

        assert await hear(socket) == {"type": "connection_ack"}
