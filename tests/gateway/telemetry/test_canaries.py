"""No secret of anybody is logged, whatever a request looks like and whatever becomes of it."""

import json
import re
from pathlib import Path
from typing import Any

from jobs import worker
from models import OutboxEntry
from schema import ids
from tests.cast import given_pair, given_user, token_of
from tests.edge import Edge
from tests.gateway.sockets import eventually
from tests.gateway.telemetry.canaries import CANARY, plant_over_http, plant_over_sockets
from tests.processes import server_process

SEND = """
mutation ($to: ID!, $body: String!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: $body }) { __typename }
}
"""
LOUD = {
    "ENVIRONMENT": "production",
    "LOG_LEVEL": "debug",
    "LOG_OPERATIONS": "all",
    "METRICS_TOKEN": f"{CANARY} for metrics",
    "WORKER": "true",
}


async def test_nothing_that_a_request_holds_is_logged(empty, database_url, tmp_path: Path):
    ada = await given_user()
    token = await token_of(ada)
    log = tmp_path / "log"

    with log.open("wb") as file:
        env: dict[str, Any] = {**LOUD, "DATA_FOLDER": str(tmp_path), "stderr": file.fileno()}
        with server_process(database_url, **env) as server:
            async with Edge(server.url) as edge:
                answered = await plant_over_http(edge, token)
                await plant_over_sockets(edge, token)
                metrics = await scraped(edge)
                await eventually(lambda: links_of(tmp_path))
    told = log.read_text("utf-8")

    assert answered > 60
    assert told.count('"transport":"http"') > 60
    assert told.count('"transport":"ws"') > 20
    assert all(json.loads(line)["time"] for line in told.splitlines())
    secrets = [CANARY, token, ada.email, str(ada.id), "127.0.0.1", *links_of(tmp_path)]
    assert len(secrets) > 5
    for secret in secrets:
        assert secret not in told
        assert secret not in metrics


def links_of(folder: Path) -> list[str]:
    """What the mails that were sent prove an address by."""
    mails = [path.read_text() for path in (folder / "mail").glob("*.eml")]
    return [found for mail in mails for found in re.findall(r"/verify#(\S{16})", mail)]


async def scraped(edge: Edge) -> str:
    headers = {"authorization": f"Bearer {CANARY} for metrics"}
    return (await edge.http.get("/metrics", headers=headers)).text


async def test_nor_is_what_an_error_of_ours_quotes(edge: Edge, said, monkeypatch, caplog):
    ada, _, conversation = await given_pair()

    async def quoting(*arguments):
        try:
            raise ValueError(f"no {CANARY}")
        except ValueError as error:
            raise RuntimeError(str(arguments)) from error

    monkeypatch.setattr("actions.conversations.send_message", quoting)

    where = ids.encode("conversation", conversation.id)
    answer = await edge.ask(ada, SEND, to=where, body=CANARY)

    assert answer.codes == ["INTERNAL_SERVER_ERROR"]
    assert [line["logger"] for line in said.all] == [
        "mentorgraph.gateway",
        "mentorgraph.operations",
    ]
    types = [error["type"] for error in said.all[0]["error"]]
    assert types == ["builtins.RuntimeError", "builtins.ValueError"]
    assert CANARY not in str(said.lines)
    caplog.clear()


async def test_nor_is_what_a_mail_server_quotes(empty, said, monkeypatch):
    async def refusing(entries):
        raise RuntimeError(f"550 no such user: {CANARY}@example.org")

    monkeypatch.setitem(worker.HANDLERS, "note", refusing)
    entry = await OutboxEntry.create(kind="note", payload={})

    await worker.work()

    [line] = said.all
    assert line["message"] == f"note {entry.id} failed: RuntimeError"
