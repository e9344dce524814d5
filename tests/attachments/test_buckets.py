"""Files in a bucket: a real server of S3's protocol, where there is one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from actions.retention import tidy
from adapters import storage
from jobs import worker
from models import Message
from settings import get_settings
from tests.attachments.sending import PDF, PNG, get, given_sent, put, request
from tests.cast import given_pair
from tests.conversations.talking import change
from tests.processes import free_port, wait_for_port

KEY, SECRET = "mentorgraph", "a secret of tests"
LARGE = b"a line of text\n" * 800_000
"""Of several parts."""


@pytest.fixture(scope="module")
def versitygw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server that checks signatures, and the folder of its one bucket."""
    program = os.environ.get("VERSITYGW_BINARY") or shutil.which("versitygw")
    if program is None:
        pytest.skip("no versitygw on the PATH; VERSITYGW_BINARY can name one")
    folder, port = tmp_path_factory.mktemp("s3"), free_port()
    (folder / "files").mkdir()
    command = [program, "--access", KEY, "--secret", SECRET, "--port", f"127.0.0.1:{port}"]
    running = subprocess.Popen(
        [*command, "posix", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}", folder / "files"
    finally:
        running.terminate()
        running.wait(10)


@contextmanager
def configured(monkeypatch: pytest.MonkeyPatch, **env: str) -> Iterator[None]:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    storage.bucket.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()
    storage.bucket.cache_clear()


@pytest.fixture
def bucket(versitygw, monkeypatch) -> Iterator[Path]:
    address, folder = versitygw
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    place = {"FILES_URL": "s3://files/of/tests", "AWS_ENDPOINT_URL": address}
    with configured(monkeypatch, AWS_REGION="us-east-1", **keys, **place):
        yield folder / "of" / "tests"


def objects(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("raw", "name"), [(PDF, "a.pdf"), (LARGE, "a.txt")])
async def test_a_file_goes_into_the_bucket_and_comes_out_of_it(edge, bucket, raw, name):
    ada, bo, where = await given_pair()
    file = await given_sent(edge, ada, where, raw, name)

    whole, part = [await get(edge, bo, file["url"], range=each) for each in ("", "bytes=5-9")]

    assert (whole.content, part.content) == (raw, raw[5:10])
    assert (whole.status_code, part.status_code) == (200, 206)
    assert len(objects(bucket)) >= 1


async def test_what_is_taken_back_goes_from_the_bucket(edge, bucket):
    ada, bo, where = await given_pair()
    before = len(objects(bucket))
    file = await given_sent(edge, ada, where, PNG)
    there = len(objects(bucket))

    await change(edge.ask, ada, "retractMessage", await Message.get())
    await tidy()
    await worker.work()

    assert (there, len(objects(bucket))) == (before + 1, before)
    assert (await get(edge, bo, file["url"])).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"FILES_URL": "s3://nowhere"}, {"AWS_SECRET_ACCESS_KEY": "wrong"}],
)
async def test_a_bucket_that_takes_nothing_is_a_503_and_the_file_waits(
    edge, bucket, monkeypatch, caplog, wrong
):
    ada, _, where = await given_pair()
    asked = await request(edge, ada, where)

    with configured(monkeypatch, **wrong):
        refused = await put(edge, ada, asked["uploadUrl"])

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert SECRET not in caplog.text
