"""Traces by OpenTelemetry. Imported only where they are asked for: see requirements-otel.lock.

Named as the semantic conventions for GraphQL want it. The document is told by its hash, for its
text may hold values; the name of the operation is not the span's, for clients write it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from opentelemetry.context import Context, attach, detach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import (
    OTELResourceDetector,
    Resource,
    get_aggregated_resources,
)
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    get_current_span,
    set_span_in_context,
)

from gateway.masking import OUR_CODES
from gateway.telemetry.observing import Observation
from gateway.telemetry.operation_log import LONGEST_NAME
from gateway.telemetry.traceparent import parent_of
from models.loaders import batches

EXPORT_SECONDS = 5
GOODBYE_SECONDS = 2


def exporting(endpoint: str) -> "OtelSpans":
    """Spans that go to a collector, from a thread; more than 2,048 that wait are dropped."""
    url = f"{endpoint.rstrip('/')}/v1/traces"
    exporter = OTLPSpanExporter(url, timeout=EXPORT_SECONDS)
    return OtelSpans(BatchSpanProcessor(exporter))


class OtelSpans:
    def __init__(self, processor: SpanProcessor) -> None:
        named = Resource({"service.name": "mentorgraph"})
        resource = get_aggregated_resources([OTELResourceDetector()], named)
        self.provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self.provider.add_span_processor(processor)
        self.tracer = self.provider.get_tracer("mentorgraph")
        batches.watch = self.batch

    def begin(self, seen: Observation) -> None:
        span = self.tracer.start_span(
            seen.kind if seen.prepared else "GraphQL Operation",
            surroundings(seen),
            SpanKind.SERVER,
            attributes(seen),
            start_time=seen.began_at,
        )
        seen.span = span, attach(set_span_in_context(span))

    def end(self, seen: Observation) -> None:
        if seen.span is None:
            self.begin(seen)
        span, token = seen.span
        detach(token)
        span.set_attribute("mentorgraph.outcome", seen.outcome)
        span.set_attribute("mentorgraph.transport", seen.transport)
        if seen.codes:
            span.set_attribute("mentorgraph.codes", sorted(seen.codes))
        if ours := OUR_CODES & seen.codes:
            span.set_attribute("error.type", min(ours))
            span.set_status(StatusCode.ERROR)
        span.end()

    def trace_id(self, seen: Observation) -> str | None:
        return f"{seen.span[0].get_span_context().trace_id:032x}" if seen.span else None

    @contextmanager
    def batch(self, name: str, size: int) -> Iterator[None]:
        """One batch of a loader, below the operation that it is for."""
        if not get_current_span().is_recording():
            yield
            return
        sized = {"mentorgraph.batch.size": size}
        with self.tracer.start_as_current_span(
            f"load {name}", attributes=sized, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                failed(span, error)
                raise

    def close(self) -> None:
        batches.watch = None
        # By itself it waits for half a minute.
        goodbye = Thread(target=self.provider.shutdown, daemon=True)
        goodbye.start()
        goodbye.join(GOODBYE_SECONDS)


def failed(span: Span, error: BaseException) -> None:
    """By its type: the text of an exception quotes values."""
    span.set_attribute("error.type", type(error).__qualname__)
    span.set_status(StatusCode.ERROR)


def surroundings(seen: Observation) -> Context:
    parent = parent_of(seen.headers)
    if parent is None:
        return Context()
    flags = TraceFlags(parent.flags)
    outside = SpanContext(parent.trace_id, parent.span_id, is_remote=True, trace_flags=flags)
    return set_span_in_context(NonRecordingSpan(outside), Context())


def attributes(seen: Observation) -> dict[str, Any]:
    told: dict[str, Any] = {"mentorgraph.request_id": seen.context.request_id}
    if prepared := seen.prepared:
        told["graphql.operation.type"] = seen.kind
        told["graphql.document.hash"] = f"sha256:{prepared.document.digest}"
        told["mentorgraph.cost"] = prepared.cost
        if prepared.definition.name:
            told["graphql.operation.name"] = prepared.definition.name.value[:LONGEST_NAME]
    return told
