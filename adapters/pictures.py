"""Pictures that anybody may have made, read with care and made anew from their pixels."""

import asyncio
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import TypeVar

from PIL import Image, ImageOps

from errors import TooMany

R = TypeVar("R")

MOST_PIXELS = 25_000_000
SECONDS = 10.0
MOST_WAITING = 20
QUALITY = 82
ENOUGH = 1_024

BEGINNINGS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# Between this and twice as many it only warns; we count ourselves.
warnings.simplefilter("ignore", Image.DecompressionBombWarning)

workers = ThreadPoolExecutor(2, thread_name_prefix="pictures")
"""Not asyncio's own threads: one that is late keeps its place here, and no others wait for it."""


class BadPicture(ValueError):
    """What was sent is no picture that we read; the text says what to send."""


class Desk:
    """How many pictures are being read, or wait for it."""

    def __init__(self) -> None:
        self.held = 0

    async def squares(self, raw: bytes, sides: Sequence[int]) -> dict[int, bytes]:
        """As `squares`, in a thread; see `done`."""
        return await self.done(partial(squares, raw, sides))

    async def done(self, job: Callable[[], R]) -> R:
        """What the job gives, in a thread. BadPicture after ten seconds, TooMany if many wait."""
        if self.held >= MOST_WAITING:
            raise TooMany("Many pictures are being read; try again in a few seconds", 5)
        self.held += 1
        reading = asyncio.get_running_loop().run_in_executor(workers, job)
        reading.add_done_callback(self.left)
        try:
            async with asyncio.timeout(SECONDS):
                return await asyncio.shield(reading)
        except TimeoutError:
            raise BadPicture("Reading it took too long; send a smaller picture") from None

    def left(self, reading: asyncio.Future[R]) -> None:
        """A thread cannot be stopped: it counts until it has ended, whoever still waits."""
        self.held -= 1
        if not reading.cancelled():
            # It may have failed after everybody left, which is no reason to warn.
            reading.exception()


desk = Desk()


def squares(raw: bytes, sides: Sequence[int]) -> dict[int, bytes]:
    """The middle of the picture as a WebP of each side length, in pixels.

    What the camera wrote beside the pixels turns it upright and is lost. BadPicture for anything
    but a JPEG, PNG or WebP of at most 25 million pixels.
    """
    kind = kind_of(raw)
    try:
        with Image.open(BytesIO(raw), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(f"Send at most {MOST_PIXELS // 10**6} million pixels")
            whole = flat(ImageOps.exif_transpose(least(picture)))
            return {side: encoded(whole, side) for side in sides}
    except BadPicture:
        raise
    except Exception as error:
        # Broken files make its decoders raise nearly anything: IndexError, struct.error, zlib's.
        raise BadPicture("This file is broken; save the picture anew and send that") from error


def kind_of(raw: bytes) -> str:
    """By how it begins, whatever it is called."""
    for beginning, kind in BEGINNINGS.items():
        if raw.startswith(beginning):
            return kind
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WEBP"
    raise BadPicture("Send a JPEG, PNG or WebP picture")


def least(picture: Image.Image) -> Image.Image:
    """No larger than is good for the largest square: each copy of 25 million pixels is 75 MB."""
    picture.draft("RGB", (ENOUGH, ENOUGH))
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    whole = picture if picture.mode == mode else picture.convert(mode)
    return whole.reduce(max(min(whole.size) // ENOUGH, 1))


def flat(picture: Image.Image) -> Image.Image:
    """On white, where it could be seen through."""
    if picture.mode == "RGB":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def encoded(whole: Image.Image, side: int) -> bytes:
    square = ImageOps.fit(whole, (side, side), Image.Resampling.LANCZOS)
    # From its bytes: a copy would take along what was written beside them.
    bare = Image.frombytes("RGB", square.size, square.tobytes())
    written = BytesIO()
    bare.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()
