"""One operation, seen from outside: counted, logged and traced, whatever becomes of it.

    with Observation("http", context) as seen:
        seen.runs(prepared)         once it is known what it is
        seen.answered(answer)       its one answer, or the refusal in its place

        seen.streams()              for a subscription
        seen.told(event)            each event
        seen.ended()                when there are no more

Nothing here raises, nor hides what is raised in the block. A block in which nothing was asked for
leaves no trace.
"""

from time import perf_counter, time_ns
from typing import Any

from graphql import OperationType

from context import Context
from gateway.documents import Prepared
from gateway.execution import Answer
from gateway.masking import OUR_CODES
from gateway.telemetry import tracing
from gateway.telemetry.counts import counts
from gateway.telemetry.operation_log import operation_log
from gateway.telemetry.traceparent import Headers


class Observation:
    """`outcome` is how it ended:

    ok          with all its data
    errors      with errors that its client can do something about
    refused     before it began
    failed      with an error of ours, or out of time
    cancelled   by its client, who left or said so: how most subscriptions end
    """

    __slots__ = (
        "began",
        "codes",
        "context",
        "headers",
        "is_streaming",
        "kind",
        "outcome",
        "prepared",
        "seconds",
        "span",
        "transport",
    )

    def __init__(self, transport: str, context: Context, headers: Headers = ()) -> None:
        self.transport = transport
        self.context = context
        self.headers = headers
        self.prepared: Prepared | None = None
        self.kind = "unknown"
        """query, mutation or subscription; unknown for what was refused before it was read."""
        self.outcome: str | None = None
        self.codes: frozenset[str] = frozenset()
        self.is_streaming = False
        self.span: Any = None
        self.seconds = 0.0
        self.began = perf_counter()

    def __enter__(self) -> "Observation":
        return self

    def __exit__(self, *exception: object) -> None:
        if self.prepared is None and self.outcome is None:
            return
        self.seconds = perf_counter() - self.began
        if self.outcome is None:
            self.outcome = "cancelled"
        self.count()
        if operation_log.wants(self):
            operation_log.write(self)
        if tracing.spans:
            tracing.end(self)

    @property
    def began_at(self) -> int:
        """Nanoseconds since 1970."""
        return time_ns() - int((perf_counter() - self.began) * 1e9)

    def runs(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.kind = kind_of(prepared.definition.operation)
        if tracing.spans:
            tracing.begin(self)

    def streams(self, transport: str | None = None) -> None:
        """It is a subscription, over this transport if not over the one it was asked by."""
        self.transport = transport or self.transport
        self.is_streaming = True
        counts.subscriptions[self.transport] += 1

    def answered(self, answer: Answer) -> None:
        if errors := answer.body.get("errors"):
            self.met(errors, answer.is_refused)
        elif self.outcome is None:
            self.outcome = "ok"

    def told(self, event: Answer) -> None:
        if event.is_refused:
            return self.answered(event)
        counts.messages[self.transport] += 1
        if errors := event.body.get("errors"):
            self.met(errors)

    def ended(self) -> None:
        if self.outcome is None:
            self.outcome = "ok"

    def met(self, errors: list[dict[str, Any]], is_refused: bool = False) -> None:
        codes = frozenset(error["extensions"]["code"] for error in errors)
        counts.codes(codes)
        self.codes |= codes
        if not OUR_CODES.isdisjoint(self.codes):
            self.outcome = "failed"
        else:
            self.outcome = "refused" if is_refused else "errors"

    def count(self) -> None:
        assert self.outcome
        kind = self.kind
        counts.operation(kind, self.outcome, self.transport, self.seconds)
        if self.prepared and self.outcome != "refused":
            counts.cost[kind] += self.prepared.cost
        if self.is_streaming:
            counts.subscriptions[self.transport] -= 1


def kind_of(operation: OperationType) -> str:
    """Its value, in a third of the time that an enumeration takes to say it."""
    if operation is OperationType.QUERY:
        return "query"
    return "mutation" if operation is OperationType.MUTATION else "subscription"
