"""Pictures for a conversation: as they were sent, without what was written beside the pixels."""

import os
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence

from adapters.pictures import MOST_PIXELS, BadPicture, desk
from errors import TooMany

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
"""By media type: what is made anew, and in what format."""

MOVING = ("GIF", "WEBP")

KEPT = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "RGB", "I;16"}, "WEBP": {"RGB"}}
"""Kinds of pixels that stay what they are; others become RGB, or RGBA."""

WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90},
    "GIF": {},
}
USUAL_MS = 100
"""That a frame is shown, where it does not say."""


@dataclass(frozen=True, slots=True)
class Remade:
    content: bytes
    width: int
    height: int


async def remake(file: IO[bytes], kind: str) -> Remade:
    """As `remade`, in one of the few threads for that. BadPicture also after ten seconds."""
    # A descriptor of its own: whoever sent the file may leave before the thread is done with it.
    own = os.fdopen(os.dup(file.fileno()), "rb")
    try:
        return await desk.done(partial(remade, own, FORMATS[kind]))
    except TooMany:
        own.close()
        raise


def remade(own: IO[bytes], form: str) -> Remade:
    """The picture upright, from its pixels alone, and all frames of one that moves.

    BadPicture for what cannot be read, or has more than 25 million pixels in all its frames.
    """
    try:
        with own:
            own.seek(0)
            with Image.open(own, formats=[form]) as picture:
                frames = getattr(picture, "n_frames", 1) if form in MOVING else 1
                if picture.width * picture.height * frames > MOST_PIXELS:
                    raise BadPicture(f"Send at most {MOST_PIXELS // 10**6} million pixels")
                return moving(picture, form) if frames > 1 else still(picture, form)
    except BadPicture:
        raise
    except Exception as error:
        # Broken files make its decoders raise nearly anything: IndexError, struct.error, zlib's.
        raise BadPicture("This picture is broken; save it anew and send that") from error


def still(picture: Image.Image, form: str) -> Remade:
    whole = ImageOps.exif_transpose(picture)
    mode = whole.mode if whole.mode in KEPT.get(form, ()) else "RGB"
    if whole.has_transparency_data and form != "JPEG":
        mode = "RGBA"
    return written([bare(whole, mode)], form)


def moving(picture: Image.Image, form: str) -> Remade:
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        frames.append(bare(frame, "RGBA"))
        times.append(frame.info.get("duration") or USUAL_MS)
    repeated = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    return written(frames, form, save_all=True, duration=times, **repeated)


def bare(picture: Image.Image, mode: str) -> Image.Image:
    """From its bytes: a copy would take along what was written beside them."""
    plain = picture if picture.mode == mode else picture.convert(mode)
    return Image.frombytes(mode, plain.size, plain.tobytes())


def written(frames: list[Image.Image], form: str, **options: Any) -> Remade:
    first, *others = frames
    if others:
        options["append_images"] = others
    file = BytesIO()
    first.save(file, form, **WRITTEN[form], **options)
    return Remade(file.getvalue(), *first.size)
