"""Whatever is said on a socket, it ends with a close frame of the protocol, and a reason."""

import asyncio

import orjson
import pytest

from tests.cast import given_user, token_of
from tests.edge import Edge
from tests.gateway.noise.counts import MALFORMED, REPEAT, shares
from tests.gateway.noise.frames import INIT, Said, beginning, handshake, malformed
from tests.gateway.noise.judging import wrong_with_answer
from tests.gateway.noise.websocket import End, end_of
from tests.generated.dice import Dice

AT_ONCE = 4

OF_PROTOCOL = {4400, 4401, 4403, 4406, 4409, 4429}
OF_TRANSPORT = {1002, 1003, 1007, 1009}
TYPES = {"connection_ack", "next", "error", "complete", "ping", "pong"}


def complaints(said: Said, end: End) -> list[str]:
    if end.code is None:
        return [] if said.is_cut else ["The socket ended without a close frame"]
    wrong = []
    if end.code not in OF_PROTOCOL | OF_TRANSPORT | {*said.closes}:
        wrong.append(f"Closed with {end.code} {end.reason}")
    if end.code in OF_PROTOCOL and end.code not in said.closes and not end.reason:
        wrong.append(f"Closed with {end.code} without a reason")
    return wrong + [text for message in end.messages for text in wrong_with_message(message)]


def wrong_with_message(text: bytes) -> list[str]:
    message = orjson.loads(text)
    if message.get("type") not in TYPES:
        return [f"Type {message.get('type')}"]
    if message["type"] == "next":
        return wrong_with_answer(message["payload"])
    if message["type"] == "error":
        return wrong_with_answer({"errors": message["payload"]})
    return []


@pytest.mark.parametrize(("seed", "number"), shares(MALFORMED - MALFORMED // 2))
async def test_every_socket_ends_with_a_close_frame(edge: Edge, seed, number):
    dice = Dice(seed)
    begun = beginning(await token_of(await given_user()))
    waiting = iter([malformed(dice, INIT, begun) for _ in range(number)])

    async def say_all() -> None:
        for said in waiting:
            # What has not ended the socket yet, two beginnings do.
            data = said.data if said.is_cut else said.data + INIT + INIT
            end = await end_of(edge.url, data, is_cut=said.is_cut)
            wrong = complaints(said, end)
            assert not wrong, f"\n{wrong}\n{said.data[:2_000]!r}\n{end}\nagain: {REPEAT}"

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(say_all())
    alive = await edge.ask(None, "{ __typename }")

    assert alive.data == {"__typename": "Query"}


async def test_every_handshake_is_answered(edge: Edge):
    dice = Dice(1)
    for _ in range(100):
        lines = handshake(dice)

        end = await end_of(edge.url, INIT + INIT, is_cut=False, handshake=lines)

        is_open = end.status == 101 and end.code in {4406, 4429}
        assert is_open or 400 <= end.status < 500, (lines, end)
