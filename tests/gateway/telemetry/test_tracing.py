"""Where a request spends its time: an operation, and below it each batch of its loaders."""

import subprocess
import sys
from collections import Counter

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from gateway import telemetry
from gateway.telemetry import tracing
from gateway.telemetry.otel import OtelSpans
from schema import ids
from schema.scalars import log_cursor
from settings import Settings
from tests.cast import given_messages, given_pair
from tests.edge import Edge
from tests.gateway.faults import SECRET, broken
from tests.gateway.sockets import acknowledged, eventually, heard, subscribe
from tests.gateway.telemetry.test_traceparent import GOOD, SPAN, TRACE
from tests.processes import ROOT

SENDERS = """
query Senders ($id: ID!) {
  node(id: $id) {
    ... on Conversation { messages(first: 10) { nodes { body sender { name } } } }
  }
}
"""
SEND = """
mutation ($to: ID!) {
  sendMessage(input: { conversationId: $to, clientId: "c", body: "Hi" }) { __typename }
}
"""
BODIES = f"""
subscription ($id: ID!, $after: Cursor = "{log_cursor(1, 1)}") {{
  conversationEvents(conversationId: $id, after: $after) {{
    ... on MessageSent {{ message {{ conversation {{ title }} }} }}
  }}
}}
"""
"""From the beginning: without a cursor the server says when 'from now on' is."""


@pytest.fixture
def spans(monkeypatch):
    """Those that ended, in the order in which they did."""
    exporter = InMemorySpanExporter()
    traced = OtelSpans(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "spans", traced)
    yield exporter.get_finished_spans
    traced.close()


@pytest.fixture
async def senders():
    """Variables of `SENDERS`, and who may ask."""
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, "ab")
    await given_messages(bo, conversation, "c")
    return ada, ids.encode("conversation", conversation.id)


@pytest.mark.parametrize("times", [1, 2], ids=["by the standard executor", "by a plan"])
async def test_below_an_operation_stands_each_batch_of_its_loaders(
    edge: Edge, spans, senders, times
):
    ada, where = senders

    for _ in range(times):
        # A plan is made for a document when it is asked for again.
        await edge.ask(ada, f"{SENDERS}# {times} times", id=where)

    operation = spans()[-1]
    assert (operation.name, operation.kind, operation.parent) == ("query", SpanKind.SERVER, None)
    batches = [
        span for span in spans() if span.parent and span.parent.span_id == operation.context.span_id
    ]
    assert Counter(span.name for span in batches)["load User"] == 1
    sizes = {span.name: span.attributes["mentorgraph.batch.size"] for span in batches}
    assert sizes["load User"] == 2
    assert all(span.start_time >= operation.start_time for span in batches)


async def test_a_span_says_what_the_conventions_ask_and_no_more(edge: Edge, spans, senders):
    ada, where = senders

    await edge.ask(ada, SENDERS, id=where)

    told = dict(spans()[-1].attributes)
    assert told.pop("graphql.document.hash").startswith("sha256:")
    assert len(told.pop("mentorgraph.request_id")) == 32
    assert told.pop("mentorgraph.cost") > 0
    assert told == {
        "graphql.operation.type": "query",
        "graphql.operation.name": "Senders",
        "mentorgraph.outcome": "ok",
        "mentorgraph.transport": "http",
    }


async def test_a_caller_s_trace_goes_on(edge: Edge, spans):
    body, headers = {"query": "{ __typename }"}, {"traceparent": GOOD}

    await edge.http.post("/graphql", json=body, headers=headers)
    await edge.http.post("/graphql", json=body, headers={"traceparent": GOOD.upper()})

    known, unknown = spans()
    assert known.context.trace_id == int(TRACE, 16)
    assert known.parent.span_id == int(SPAN, 16)
    assert unknown.parent is None
    assert unknown.context.trace_id != int(TRACE, 16)


async def test_what_is_refused_has_a_span_with_its_code(edge: Edge, spans):
    await edge.ask(None, "{ nothing }")

    [span] = spans()
    assert span.name == "GraphQL Operation"
    assert span.attributes["mentorgraph.codes"] == ("GRAPHQL_VALIDATION_FAILED",)
    assert span.status.status_code is StatusCode.UNSET


async def test_an_error_of_ours_is_one_without_its_words(edge: Edge, spans, monkeypatch, caplog):
    ada, _, conversation = await given_pair()
    monkeypatch.setattr("actions.conversations.send_message", broken)

    await edge.ask(ada, SEND, to=ids.encode("conversation", conversation.id))

    span = spans()[-1]
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes["error.type"] == "INTERNAL_SERVER_ERROR"
    assert SECRET not in span.to_json()
    caplog.clear()


async def test_a_batch_that_fails_is_told_by_the_type(
    edge: Edge, spans, senders, monkeypatch, caplog
):
    ada, where = senders
    monkeypatch.setattr("models.sources.Source.among", broken)

    await edge.ask(ada, SENDERS, id=where)

    failed = [span for span in spans() if span.name == "load User"]
    assert {span.attributes.get("error.type") for span in failed} == {"RuntimeError"}
    assert SECRET not in "".join(span.to_json() for span in spans())
    caplog.clear()


async def test_operations_of_one_socket_are_traces_of_their_own(edge: Edge, spans, senders):
    ada, where = senders

    async with acknowledged(edge, ada) as socket:
        for id in ("1", "2"):
            await subscribe(socket, id, SENDERS, id=where)
            await heard(socket, id)

    operations = [span for span in spans() if span.kind is SpanKind.SERVER]
    assert len({span.context.trace_id for span in operations}) == 2
    batches = [span for span in spans() if span.name == "load User"]
    assert [span.context.trace_id for span in batches] == [
        span.context.trace_id for span in operations
    ]


async def test_batches_of_an_event_stand_below_the_subscription(edge: Edge, spans, listen):
    ada, bo, conversation = await given_pair()

    async with listen(bo, BODIES, id=ids.encode("conversation", conversation.id)) as events:
        await given_messages(ada, conversation, "a")
        await anext(events)

    await eventually(lambda: spans() and spans()[-1].name == "subscription")
    subscription = spans()[-1]
    [batch] = [span for span in spans() if span.name == "load Conversation"]
    assert batch.parent.span_id == subscription.context.span_id
    assert subscription.attributes["mentorgraph.outcome"] == "cancelled"


async def test_a_line_names_its_trace(edge: Edge, spans, said):
    await edge.ask(None, "{ __typename }")

    assert said.operations[0]["trace_id"] == f"{spans()[0].context.trace_id:032x}"


async def test_spans_that_cannot_be_made_take_no_answer_away(edge: Edge, monkeypatch, caplog):
    class Failing:
        begin = end = trace_id = broken

    monkeypatch.setattr(tracing, "spans", Failing())

    answer = await edge.ask(None, "{ __typename }")

    assert answer.data == {"__typename": "Query"}
    assert [record.name for record in caplog.records] == ["mentorgraph.tracing"] * 2
    caplog.clear()


def test_without_traces_nothing_of_them_is_needed():
    # The client of Redis imports what it finds installed, so here nothing is.
    script = (
        "import sys; sys.modules['opentelemetry'] = None; import server; from gateway.telemetry"
        " import tracing; from settings import Settings; tracing.start(Settings());"
        " print(tracing.spans, 'gateway.telemetry.otel' in sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60)

    assert ran.stdout == b"None False\n"


def test_traces_without_what_they_need_say_what_to_run(monkeypatch):
    monkeypatch.setitem(sys.modules, "gateway.telemetry.otel", None)
    monkeypatch.delattr(telemetry, "otel")

    with pytest.raises(SystemExit, match="scripts/setup otel"):
        tracing.start(Settings(otel_exporter_otlp_endpoint="http://127.0.0.1:4318"))
