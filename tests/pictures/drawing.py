"""Pictures as people send them."""

from io import BytesIO
from typing import Any

from PIL import Image

RED, BLUE = (220, 30, 30), (20, 40, 200)


def drawn(kind: str = "PNG", size: tuple[int, int] = (90, 60), **options: Any) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return saved(picture, kind, **options)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    written = BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))


def is_near(color: Any, wanted: tuple[int, int, int]) -> bool:
    """A picture is not kept to the last bit."""
    return all(abs(a - b) < 30 for a, b in zip(color, wanted, strict=True))


def with_camera_data() -> bytes:
    """Lying on its side, with where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Canary camera"
    exif.get_ifd(0x8825)[1] = "N"
    return drawn("JPEG", exif=exif, comment=b"canary comment", icc_profile=b"canary profile")
