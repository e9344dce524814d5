"""What is read as a picture, and what becomes of it."""

import asyncio
import struct
import threading
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters import pictures
from adapters.pictures import BadPicture, Desk, squares
from errors import TooMany
from tests.pictures.drawing import BLUE, RED, drawn, is_near, opened, saved, with_camera_data


def test_every_size_is_a_square_of_the_middle() -> None:
    made = squares(drawn(size=(300, 100)), [64, 512])

    small, large = opened(made[64]), opened(made[512])
    assert (small.size, large.size) == ((64, 64), (512, 512))
    assert is_near(large.getpixel((40, 256)), RED)
    assert is_near(large.getpixel((470, 256)), BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_whatever_comes_goes_as_webp(kind: str) -> None:
    assert opened(squares(drawn(kind), [64])[64]).format == "WEBP"


def test_what_the_camera_wrote_turns_it_upright_and_is_lost() -> None:
    raw = with_camera_data()

    made = squares(raw, [64])[64]

    assert b"anary" in raw
    assert b"anary" not in made
    assert {b"EXIF", b"ICCP", b"XMP "} & {made[n : n + 4] for n in range(len(made))} == set()
    # A quarter turn clockwise puts what was left above.
    assert is_near(opened(made).getpixel((32, 5)), RED)
    assert is_near(opened(made).getpixel((32, 58)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixels_is_read(mode: str) -> None:
    assert opened(squares(saved(Image.new(mode, (70, 70)), "PNG"), [64])[64]).mode == "RGB"


def test_what_can_be_seen_through_is_white() -> None:
    raw = saved(Image.new("RGBA", (70, 70), (0, 0, 0, 0)), "PNG")

    assert opened(squares(raw, [64])[64]).getpixel((32, 32)) == (255, 255, 255)


def chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def bomb(side: int) -> bytes:
    """A PNG whose head promises more pixels than anybody wants to see."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body


@pytest.mark.parametrize("side", [5_001, 7_100, 50_000])
def test_a_picture_of_too_many_pixels_is_not_even_unpacked(side: int) -> None:
    with pytest.raises(BadPicture):
        squares(bomb(side), [64])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"GIF89a" + b"\0" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\xff\xd8\xff",
        drawn("JPEG")[:200],
        drawn("PNG")[:-30],
        drawn("WEBP")[:60],
    ],
)
def test_what_is_no_whole_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(BadPicture):
        squares(raw, [64])


@settings(deadline=None, max_examples=60)
@given(
    raw=st.sampled_from([drawn("JPEG"), drawn("PNG"), drawn("WEBP"), with_camera_data()]),
    place=st.floats(0, 1, exclude_max=True),
    junk=st.binary(min_size=1, max_size=12),
)
def test_a_broken_picture_is_read_or_refused_and_nothing_else(
    raw: bytes, place: float, junk: bytes
) -> None:
    at = int(place * len(raw))
    broken = raw[:at] + junk + raw[at + len(junk) :]

    with suppress(BadPicture):
        assert opened(squares(broken, [64])[64]).size == (64, 64)


class Watched(Desk):
    """Says when a thread has ended."""

    def __init__(self) -> None:
        super().__init__()
        self.has_ended = asyncio.Event()

    def left(self, reading: asyncio.Future[Any]) -> None:
        super().left(reading)
        self.has_ended.set()


async def test_what_takes_too_long_is_let_go_and_counts_until_it_has_ended(monkeypatch) -> None:
    desk, waits = Watched(), threading.Event()
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    monkeypatch.setattr(pictures, "squares", lambda *_: waits.wait(30) and {})

    with pytest.raises(BadPicture, match="too long"):
        await desk.squares(b"", [64])

    assert desk.held == 1
    waits.set()
    await desk.has_ended.wait()
    assert desk.held == 0


async def test_beyond_those_who_may_wait_people_are_told_to_come_back(monkeypatch) -> None:
    desk, waits = Desk(), threading.Event()
    monkeypatch.setattr(pictures, "squares", lambda *_: waits.wait(30) and {})
    waiting = [asyncio.ensure_future(desk.squares(b"", [64])) for _ in range(20)]
    await asyncio.sleep(0)

    with pytest.raises(TooMany):
        await desk.squares(b"", [64])

    waits.set()
    assert await asyncio.gather(*waiting) == [{}] * 20
