"""What frontends send in place of a document: its hash, or the id their compiler gave it."""

from typing import Any

import pytest

from gateway.trusted import Trusted
from gateway.trusted.manifests import id_of
from schema import ids
from tests.cast import given_messages, given_pair, given_token
from tests.clients.programs import relay_compiled
from tests.processes import server_process

VIEWER = "{ __typename viewer { email } }"


async def nobody() -> None:
    return None


def task_of(server, conversation):
    where = ids.encode("conversation", conversation.id)
    return {"url": f"{server.url}/graphql", "conversation": where}


async def test_apollo_sends_the_text_of_a_query_once(run, empty, database_url):
    _, bo, conversation = await given_pair()

    with server_process(database_url, AUTOMATIC_PERSISTED_QUERIES="true") as server:
        task = task_of(server, conversation)
        async with run("apollo-persisted", lambda: given_token(bo), **task) as program:
            first = [await program.hear("sent"), await program.hear("sent")]
            read = [await program.hear("read")]
            second = [await program.hear("sent")]
            read.append(await program.hear("read"))
            await program.end()

    assert (first, second) == (["hash", "text"], ["hash"])
    assert read == ["Bo", "Bo"]


async def test_apollo_sends_hashes_no_more_to_a_server_that_keeps_no_texts(run, edge):
    _, bo, conversation = await given_pair()

    task = task_of(edge, conversation)
    async with run("apollo-persisted", lambda: given_token(bo), **task) as program:
        first = [await program.hear("sent"), await program.hear("sent")]
        read = [await program.hear("read")]
        second = [await program.hear("sent")]
        read.append(await program.hear("read"))
        await program.end()

    assert (first, second) == (["hash", "text"], ["text"])
    assert read == ["Bo", "Bo"]


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        (f"sha256:{id_of(VIEWER)}", {"__typename": "Query", "viewer": None}),
        ("sha256:" + "0" * 64, ["PERSISTED_QUERY_NOT_FOUND"]),
    ],
)
async def test_urql_asks_by_the_id_of_a_document(run, edge, monkeypatch, tmp_path, id, answer):
    (tmp_path / "viewer.graphql").write_text(VIEWER)
    known = Trusted()
    known.load(tmp_path)
    monkeypatch.setattr("gateway.trusted.trusted", known)

    async with run("urql-trusted", nobody, url=f"{edge.url}/graphql", document=id) as program:
        told = await program.hear("told")
        await program.end()

    assert told == answer


@pytest.fixture
def compiled(node, tmp_path):
    """Relay's modules, which hold ids, and the folder of the manifest with the texts to these."""
    modules, manifest = tmp_path / "modules", tmp_path / "manifests" / "relay.json"
    modules.mkdir()
    manifest.parent.mkdir()
    manifest.write_text("{}")
    persisted = {"file": str(manifest), "algorithm": "SHA256"}
    return relay_compiled(modules, persistConfig=persisted), str(manifest.parent)


async def test_relay_runs_where_only_what_it_compiled_is_taken(run, empty, database_url, compiled):
    ada, bo, conversation = await given_pair()
    artifacts, manifests = compiled
    only = {"DOCUMENTS_FOLDER": manifests, "ONLY_TRUSTED_DOCUMENTS": "true"}
    production: dict[str, Any] = {"ENVIRONMENT": "production", **only}

    with server_process(database_url, **production) as server:
        task = task_of(server, conversation) | {"artifacts": artifacts}
        async with run("relay", lambda: given_token(bo), **task) as program:
            read, sent = await program.hear("read"), await program.hear("sent")
            own = await program.hear("heard")
            await given_messages(ada, conversation, ["Goodbye"])
            last = await program.hear("heard")
            await program.end()

    assert (read, sent["body"]) == (["Bo"], "Hello")
    assert [own["body"], last["body"]] == ["Hello", "Goodbye"]
