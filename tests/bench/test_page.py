"""Each bench writes its own part of the page."""

import pytest

from bench import page
from bench.tables import Table

KEPT = page.PAGE.read_text("utf-8")
TABLE = Table("Rows", ["server", "rate"], [["ours", "1"]], "How to read it.")


@pytest.fixture(autouse=True)
def written(tmp_path, monkeypatch):
    monkeypatch.setattr(page, "ROOT", tmp_path)
    monkeypatch.setattr(page, "PAGE", tmp_path / "benchmarks.md")
    page.PAGE.write_text("", "utf-8")


def test_a_part_is_replaced_and_the_other_is_left_alone():
    page.write("chat", "## Chat", [TABLE], "18.0")
    page.write("edge", "## The gateway", [TABLE], "18.0", "### What was asked")
    before = parts()

    page.write("chat", "## Chat, again", [TABLE], "18.0")

    after = parts()
    assert list(after) == ["edge", "chat"]
    assert after["edge"] == before["edge"]
    assert after["chat"] == before["chat"].replace("## Chat", "## Chat, again")


def parts():
    return dict(page.PART.findall(page.PAGE.read_text("utf-8")))


def test_the_page_that_is_kept_begins_as_it_is_written():
    assert KEPT.startswith(page.HEAD)
    assert "edge" in dict(page.PART.findall(KEPT))
