"""Clients that send the id or the hash of a document get the answer of its text."""

import pytest

from gateway import admission
from gateway.trusted import Trusted, automatic
from gateway.trusted.manifests import id_of
from tests.settings import settings_with

VIEWER = "{ __typename viewer { email } }"


async def nobody() -> None:
    return None


@pytest.fixture(autouse=True)
def kept_anew() -> None:
    automatic.by_hash.clear()


async def test_apollo_sends_a_text_once_to_a_server_that_keeps_it(edge, run, monkeypatch):
    keeping = settings_with(automatic_persisted_queries=True)
    monkeypatch.setattr(admission, "get_settings", keeping)

    async with run("persisted", nobody, url=f"{edge.url}/graphql") as program:
        told = [await program.hear("told"), await program.hear("told")]
        sent = await program.hear("sent")
        await program.end()

    assert told == ["Query", "Query"]
    assert sent == ["hash", "text", "hash"]


async def test_apollo_sends_texts_only_to_a_server_that_keeps_none(edge, run):
    async with run("persisted", nobody, url=f"{edge.url}/graphql") as program:
        told = [await program.hear("told"), await program.hear("told")]
        sent = await program.hear("sent")
        await program.end()

    assert told == ["Query", "Query"]
    assert sent == ["hash", "text", "text"]


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        (f"sha256:{id_of(VIEWER)}", {"__typename": "Query", "viewer": None}),
        ("sha256:" + "0" * 64, ["PERSISTED_QUERY_NOT_FOUND"]),
    ],
)
async def test_urql_asks_for_a_trusted_document_by_its_id(
    edge, run, monkeypatch, tmp_path, id, answer
):
    (tmp_path / "viewer.graphql").write_text(VIEWER)
    known = Trusted()
    known.load(tmp_path)
    monkeypatch.setattr("gateway.trusted.trusted", known)

    async with run("trusted", nobody, url=f"{edge.url}/graphql", document=id) as program:
        told = await program.hear("told")
        await program.end()

    assert told == answer
