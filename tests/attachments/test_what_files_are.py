"""What is in a file is looked at, whatever it is called, and pictures are made anew."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from adapters import kinds, remaking
from adapters.pictures import BadPicture
from models import Attachment
from settings import get_settings
from tests.attachments.sending import PDF, PNG, get, given_sent, objects, put, request, zipped
from tests.cast import given_pair
from tests.pictures.drawing import BLUE, RED, drawn, is_near, opened, saved, with_camera_data
from tests.pictures.test_reading_pictures import bomb

HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PROGRAM = b"MZ\x90\0" + b"\0" * 200
HEIC = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 60
MP4 = struct.pack(">I", 24) + b"ftypisom\0\0\2\0isomiso2" + b"\0" * 60
DOCX = zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")


async def offered(edge, raw, name):
    """What becomes of a file of Ada, and what is in the store then that was not before."""
    ada, _, where = await given_pair()
    asked, before = await request(edge, ada, where, name, len(raw)), objects()
    answer = await put(edge, ada, asked["uploadUrl"], raw)
    return answer, objects() - before


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (PNG, "a.PNG", "image/png"),
        (drawn("JPEG"), "a.jpeg", "image/jpeg"),
        (drawn("WEBP"), "a.webp", "image/webp"),
        (drawn("GIF"), "a.gif", "image/gif"),
        (PDF, "a.pdf", "application/pdf"),
        (DOCX, "a.docx", f"{kinds.OFFICE}.wordprocessingml.document"),
        (zipped("a.txt"), "a.zip", "application/zip"),
        (MP4, "a.mp4", "video/mp4"),
        ("Grüße,\tworld\r\n".encode(), "a.csv", "text/plain"),
        ("Grüße".encode("latin-1"), "a.txt", "text/plain"),
        (b"print('hello')", "a.py", "text/plain"),
        (b"#!/bin/sh\n", "Makefile", "text/plain"),
    ],
)
async def test_a_file_is_what_its_bytes_say(edge, raw, name, kind):
    answer, kept = await offered(edge, raw, name)

    assert answer.status_code == 201, answer.text
    assert answer.json()["attachment"]["mediaType"] == kind
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (HTML, "a.png"),
        (SVG, "a.png"),
        (PNG, "a.jpg"),
        (PNG, "a.html"),
        (PNG, "png"),
        (PDF, "a.png"),
        (PDF, "a.hta"),
        (DOCX, "a.xlsx"),
        (zipped("META-INF/MANIFEST.MF"), "a.jar"),
        (PROGRAM, "a.exe"),
        (PROGRAM, "a.png"),
        (b"\x7fELF\2\1\1" + b"\0" * 99, "a"),
        (b"\0" * 99, "a.txt"),
        (HEIC, "a.heic"),
        (saved(Image.new("RGB", (9, 9)), "TIFF"), "a.tiff"),
        (saved(Image.new("RGB", (9, 9)), "BMP"), "a.bmp"),
        (PNG[:-30], "a.png"),
        (drawn("JPEG")[:200], "a.jpg"),
        (drawn("GIF")[:30], "a.gif"),
        (b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)", "a.gif"),
        (bomb(5_001), "a.png"),
        (bomb(50_000), "a.png"),
    ],
)
async def test_what_is_not_what_it_is_called_or_not_taken_is_refused(edge, raw, name):
    answer, kept = await offered(edge, raw, name)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert kept == set()
    assert (await Attachment.get()).stored_at is None


@pytest.mark.parametrize(
    ("raw", "name"),
    [(HTML, "a.html"), (SVG, "a.svg"), (b"<html>\n" + PDF, "a.htm"), (PDF + HTML, "a.pdf")],
)
async def test_what_could_run_in_a_browser_is_given_to_be_kept_and_never_shown(edge, raw, name):
    ada, bo, where = await given_pair()
    file = await given_sent(edge, ada, where, raw, name)

    shown = await get(edge, bo, file["url"])

    assert shown.content == raw
    assert shown.headers["content-type"] in ("text/plain", "application/pdf")
    assert shown.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"].endswith("sandbox")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_of_a_picture_nothing_is_kept_but_the_pixels(edge, kind):
    ada, bo, where = await given_pair()
    raw = drawn(kind) + zipped("evil.class") + HTML
    name = f"a.{kind.lower()}"

    shown = await get(edge, bo, (await given_sent(edge, ada, where, raw, name))["url"])

    assert opened(shown.content).size == (90, 60)
    assert opened(shown.content).format == kind
    assert b"script" not in shown.content
    assert b"evil" not in shown.content


async def test_where_a_picture_was_taken_is_forgotten_and_it_stands_upright(edge):
    ada, bo, where = await given_pair()
    raw = with_camera_data()

    shown = await get(edge, bo, (await given_sent(edge, ada, where, raw, "a.jpg"))["url"])

    picture = opened(shown.content)
    assert b"anary" in raw
    assert b"anary" not in shown.content
    assert (dict(picture.getexif()), picture.size) == ({}, (60, 90))
    assert is_near(picture.convert("RGB").getpixel((30, 5)), RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_a_picture_says_in_words_is_forgotten(kind):
    exif = Image.Exif()
    exif[0x010F] = "Canary camera"
    raw = drawn(kind, exif=exif, icc_profile=b"canary profile")

    made = remaking.remade(BytesIO(raw), kind)

    assert b"anary" in raw
    assert b"anary" not in made.content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixels_is_read(mode):
    picture = Image.new(mode, (70, 50))

    made = remaking.remade(BytesIO(saved(picture, "PNG")), "PNG")

    assert opened(made.content).size == (made.width, made.height) == (70, 50)


def test_what_can_be_seen_through_stays_so():
    raw = saved(Image.new("RGBA", (7, 5), (0, 0, 0, 0)), "PNG")

    made = remaking.remade(BytesIO(raw), "PNG")

    assert opened(made.content).getpixel((3, 3)) == (0, 0, 0, 0)


def moving(kind, frames=3, side=20):
    first, *others = [Image.new("RGB", (side, side), each) for each in (RED, BLUE, RED)[:frames]]
    return saved(first, kind, save_all=True, append_images=others, duration=[100, 200, 300], loop=0)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving(kind):
    made = opened(remaking.remade(BytesIO(moving(kind)), kind).content)

    colors = [each.convert("RGB").getpixel((9, 9)) for each in ImageSequence.Iterator(made)]
    assert len(colors) == 3
    assert made.info["loop"] == 0
    assert is_near(colors[0], RED)
    assert is_near(colors[1], BLUE)


def test_all_frames_together_have_as_many_pixels_as_one_may(monkeypatch):
    monkeypatch.setattr(remaking, "MOST_PIXELS", 1_000)

    with pytest.raises(BadPicture, match="pixels"):
        remaking.remade(BytesIO(moving("GIF")), "GIF")


async def test_a_picture_that_grows_beyond_the_limit_is_refused(edge, monkeypatch):
    monkeypatch.setenv("MAX_FILE_BYTES", "1024")
    get_settings.cache_clear()
    noise = Image.effect_noise((64, 64), 90)
    raw = saved(noise.convert("P").quantize(2), "PNG")
    monkeypatch.setitem(remaking.WRITTEN, "PNG", {"compress_level": 0})

    answer, kept = await offered(edge, raw, "a.png")
    monkeypatch.undo()
    get_settings.cache_clear()

    assert len(raw) <= 1024
    assert (answer.status_code, kept) == (400, set())
