"""A listener of the bench counts frames however they arrive."""

from uuid import UUID

import orjson
import pytest

from bench.crowd import Crowd
from bench.listener import PONG, Listener, body_with, frame
from bench.rows import Person
from bench.servers import KINDS, Server


@pytest.fixture
async def listener() -> Listener:
    server = Server(KINDS["ours"], 0, 0)
    crowd = Crowd(server, size=1)
    listener = Listener(crowd, server, Person(UUID(int=0), ""), "")
    listener.is_open = True
    crowd.listeners.append(listener)
    return listener


class Written:
    """What a listener writes."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def write(self, frame: bytes) -> None:
        self.frames.append(frame)


def frame_of(listener: Listener, number: int) -> bytes:
    """An event as a server sends it: unmasked, longer than 125 bytes."""
    while len(listener.crowd.sent) <= number:
        listener.crowd.sending()
    payload = {"data": {"body": body_with(number), "why": "longer than " * 10}}
    text = orjson.dumps({"id": "1", "type": "next", "payload": payload})
    return b"\x81\x7e" + len(text).to_bytes(2, "big") + text


@pytest.mark.parametrize("size", [1, 7, 10_000])
async def test_frames_are_heard_once_however_they_are_cut(listener, size):
    data = b"".join(frame_of(listener, number) for number in range(3))

    for start in range(0, len(data), size):
        listener.data_received(data[start : start + size])

    assert listener.crowd.heard == [1, 1, 1]
    assert (listener.crowd.missing(), listener.crowd.repeated) == (0, 0)


async def test_what_is_left_out_is_missed(listener):
    listener.data_received(frame_of(listener, 0) + frame_of(listener, 2))

    assert listener.crowd.missing() == 1


async def test_what_has_not_come_by_the_end_is_missed(listener):
    listener.data_received(frame_of(listener, 0))
    listener.crowd.sending()

    assert listener.crowd.missing() == 1


async def test_what_comes_twice_is_noticed(listener):
    listener.data_received(frame_of(listener, 0) * 2)

    assert listener.crowd.repeated == 1
    assert listener.crowd.heard == [1]


async def test_a_ping_is_answered_with_what_is_in_it_and_is_no_message(listener):
    transport = listener.transport = Written()

    listener.data_received(frame_of(listener, 0) + b'\x89\x04x"#x')

    assert listener.crowd.heard == [1]
    assert transport.frames == [frame(PONG, b'x"#x')]
