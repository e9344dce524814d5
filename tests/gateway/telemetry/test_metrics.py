"""What Prometheus reads, and who else may."""

import asyncio
import subprocess
import sys
from platform import python_version

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.telemetry import counts as counting
from gateway.telemetry import outbox as asking
from gateway.telemetry import page
from gateway.telemetry.counts import Counts, counts
from gateway.telemetry.outbox import outbox
from jobs import worker
from models import OutboxEntry
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_messages, given_pair, given_user
from tests.edge import Edge
from tests.gateway.faults import broken
from tests.gateway.sockets import acknowledged, connected, eventually
from tests.processes import ROOT
from tests.settings import settings_with

TOKEN = "only prometheus knows this"
SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""
BODIES = f"""
subscription ($id: ID!, $after: Cursor = "{log_cursor(1, 1)}") {{
  conversationEvents(conversationId: $id, after: $after) {{
    ... on MessageSent {{ message {{ body }} }}
  }}
}}
"""
"""From the beginning: without a cursor the server says when 'from now on' is."""


@pytest.fixture(autouse=True)
def token(monkeypatch):
    monkeypatch.setattr(page, "get_settings", settings_with(metrics_token=TOKEN))
    monkeypatch.setattr(outbox, "asked_at", -asking.FRESH_SECONDS)


async def scraped(edge: Edge, authorization=f"Bearer {TOKEN}"):
    return await edge.http.get("/metrics", headers={"authorization": authorization})


async def read(edge: Edge):
    """Each sample by its name, and by the values of its labels if it has some."""
    text = (await scraped(edge)).text
    return {
        (sample.name.removeprefix("mentorgraph_"), *values(sample.labels)): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def values(labels):
    return [value for _, value in sorted(labels.items())]


@pytest.fixture
async def change(edge: Edge):
    """What a sample has become more by since the test began."""
    before = await read(edge)

    async def more(*name):
        return (await read(edge)).get(name, 0) - before.get(name, 0)

    return more


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer None", "Bearer wrong", TOKEN, "Bearer é"]
)
async def test_who_has_not_the_token_finds_no_such_page(edge: Edge, authorization):
    refused = await scraped(edge, authorization.encode())
    missing = await edge.http.get("/nothing")

    assert (refused.status_code, refused.text) == (missing.status_code, missing.text)


async def test_without_a_token_there_is_no_such_page(edge: Edge, monkeypatch):
    monkeypatch.setattr(page, "get_settings", settings_with(metrics_token=None))

    answers = [await scraped(edge), await scraped(edge, "Bearer None")]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_an_operation_is_counted_by_its_kind_and_outcome(ask, change):
    ada = await given_user()

    await ask(ada, "{ viewer { user { name } } }")

    assert await change("operations_total", "query", "ok", "http") == 1
    assert await change("operation_seconds_count", "query", "ok") == 1
    assert await change("operation_seconds_bucket", "query", "+Inf", "ok") == 1
    assert await change("operation_seconds_sum", "query", "ok") > 0
    assert await change("cost_points_total", "query") > 0


async def test_a_refusal_is_counted_by_its_code(edge: Edge, ask, change):
    await ask(None, "{ nothing }")
    await edge.http.post("/graphql", content=b"[")

    assert await change("operations_total", "unknown", "refused", "http") == 2
    assert await change("errors_total", "GRAPHQL_VALIDATION_FAILED") == 1
    assert await change("errors_total", "BAD_REQUEST") == 1
    assert await change("cost_points_total", "unknown") == 0


async def test_a_page_for_browsers_is_no_operation(edge: Edge, change):
    await edge.http.get("/graphql", headers={"accept": "text/html"})

    assert await change("operations_total", "unknown", "ok", "http") == 0
    assert await change("operations_total", "unknown", "cancelled", "http") == 0


async def test_an_error_of_ours_counts_as_failed(ask, change, monkeypatch, caplog):
    ada, _, conversation = await given_pair()
    monkeypatch.setattr("actions.conversations.send_message", broken)

    await ask(ada, SEND, to=ids.encode("conversation", conversation.id))

    assert await change("operations_total", "mutation", "failed", "http") == 1
    assert await change("errors_total", "INTERNAL_SERVER_ERROR") == 1
    caplog.clear()


async def test_who_listens_is_counted_while_they_do(edge: Edge, listen, change):
    ada, bo, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)

    async with listen(bo, BODIES, id=where) as events:
        await given_messages(ada, conversation, "a")
        await anext(events)
        during = [await change("subscriptions_running", "ws"), await change("sockets_open")]
        listening = await change("listeners")

    await eventually(lambda: counts.sockets == 0)
    assert during == [1, 1]
    assert listening > 0
    assert await change("messages_sent_total", "ws") >= 1
    assert await change("subscriptions_running", "ws") == 0
    assert await change("operations_total", "subscription", "cancelled", "ws") == 1


async def test_a_socket_is_counted_by_the_code_it_closed_with(edge: Edge, change):
    async with connected(edge, "another-protocol") as socket:
        await socket.wait_closed()
    async with acknowledged(edge) as socket:
        await socket.close(4999)

    await eventually(lambda: counts.sockets == 0)
    assert await change("sockets_closed_total", "4406") == 1
    assert await change("sockets_closed_total", "other") == 1
    assert await change("sockets_closed_total", "4999") == 0


def test_codes_make_no_more_series_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(counting, "MOST_CODES", 2)
    numbers = Counts()

    for code in ("A", "B", "C", "A", "D"):
        numbers.codes([code])

    assert numbers.errors == {"A": 2, "B": 1, "other": 2}


async def test_a_document_asked_for_again_is_one_that_is_remembered(ask, change):
    document = "query Unheard_of_so_far { __typename }"

    for _ in range(3):
        await ask(None, document)

    assert await change("documents_total", "read") == 1
    assert await change("documents_total", "remembered") == 2
    assert await change("plans_total", "kept") >= 1


async def test_what_waits_in_the_outbox_is_told_by_kind(edge: Edge, monkeypatch):
    await given_entries(waiting=2, dead=1)

    told = await read(edge)

    assert told["outbox_known",] == 1
    assert told["outbox_waiting", "note"] == 2
    assert told["outbox_dead", "note"] == 1
    assert told["outbox_late_seconds",] > 0


async def given_entries(*, waiting, dead):
    for _ in range(waiting):
        await OutboxEntry.create(kind="note", payload={})
    for _ in range(dead):
        entry = await OutboxEntry.create(kind="note", payload={})
        await OutboxEntry.filter(id=entry.id).update(dead_at=entry.created_at)


@pytest.mark.parametrize("fetch", [broken, lambda sql: asyncio.sleep(30)], ids=["gone", "slow"])
async def test_a_database_that_does_not_answer_is_not_waited_for(edge: Edge, monkeypatch, fetch):
    monkeypatch.setattr(asking, "fetch", fetch)
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 0.1)

    told = await read(edge)

    assert told["outbox_known",] == 0
    assert ("outbox_late_seconds",) not in told


async def test_the_database_is_asked_once_for_all_who_scrape_at_once(edge: Edge, queries):
    await read(edge)

    with queries() as count:
        await asyncio.gather(*(scraped(edge) for _ in range(5)))

    assert count.total == 0


async def test_what_jobs_came_to_is_counted(edge: Edge, change, monkeypatch):
    monkeypatch.setitem(worker.HANDLERS, "note", lambda entries: asyncio.sleep(0))
    await given_entries(waiting=2, dead=0)

    await worker.work()

    assert await change("jobs_total", "note", "done") == 2


def test_before_anything_is_connected_there_is_no_pool():
    script = "from models import database; print(database.pool())"

    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60)

    assert ran.stdout == b"None\n"


async def test_the_pool_and_the_bus_are_told(edge: Edge):
    told = await read(edge)

    assert told["database_connections", "idle"] >= 1
    assert told["database_waiting",] == 0
    assert told["bus_connected",] in (0, 1)
    assert told["bus_silent_seconds",] >= 0
    assert told["build_info", python_version(), "0.1.0"] == 1
