"""What people copy is what the tests run, and what the tests install is pinned."""

import re
from textwrap import indent

import orjson

from tests.clients.conftest import LOCK
from tests.clients.programs import FOLDER, ROOT

CONNECTED = {file.name: file.read_text() for file in (FOLDER / "connect").iterdir()}


def test_the_page_shows_the_modules_that_the_tests_run():
    page = (ROOT / "docs" / "clients.md").read_text()

    shown = re.findall(r"^```js\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)

    assert sorted(shown) == sorted(CONNECTED.values())


def test_the_page_shows_the_subscription_that_the_tests_run():
    page, own = (ROOT / "docs" / "clients.md").read_text(), (FOLDER / "documents.mjs").read_text()

    (shown,) = re.findall(r"^```graphql\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)

    assert indent(shown, "  ") in own


def test_the_lock_holds_hashes_and_no_addresses():
    _, *packages = orjson.loads(LOCK.read_bytes())["packages"].values()

    assert [package for package in packages if "integrity" not in package] == []
    assert "://" not in LOCK.read_text()
