"""What people copy is what the tests run, and what the tests install is pinned."""

import re
from textwrap import indent

import orjson
import pytest

from tests.clients.conftest import LOCK
from tests.clients.programs import FOLDER, ROOT

CONNECTED = [file.read_text() for file in (FOLDER / "connect").glob("*.mjs")]


def shown(language):
    page = (ROOT / "docs" / "clients.md").read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def test_the_page_shows_the_modules_that_the_tests_run():
    assert sorted(shown("js")) == sorted(CONNECTED)


@pytest.mark.parametrize(("language", "name"), [("ts", "resume.ts"), ("python", "resume.py")])
def test_the_page_shows_what_resumes(language, name):
    assert shown(language) == [(ROOT / "clients" / name).read_text()]


def test_the_page_shows_the_subscription_that_the_tests_run():
    own = (FOLDER / "documents.mjs").read_text()

    (listen,) = shown("graphql")

    assert indent(listen, "  ") in own


def test_the_lock_holds_hashes_and_no_addresses():
    _, *packages = orjson.loads(LOCK.read_bytes())["packages"].values()

    assert [package for package in packages if "integrity" not in package] == []
    assert "://" not in LOCK.read_text()
