"""A line for each operation that somebody will ask about."""

import logging
import math
from typing import TYPE_CHECKING, Any

from gateway.telemetry import tracing
from settings import Settings

if TYPE_CHECKING:
    from gateway.telemetry.observing import Observation

log = logging.getLogger("mentorgraph.operations")

LONGEST_NAME = 64
"""The grammar of GraphQL leaves nothing in a name but letters, digits and underscores."""


class OperationLog:
    """What failed by our fault is always told. What clients cause at will is only counted, unless
    all is asked for: nobody fills our disks from outside."""

    def __init__(self) -> None:
        self.slow_seconds = 1.0
        self.is_all = False

    def configure(self, settings: Settings) -> None:
        self.is_all = settings.log_operations == "all"
        is_slow_told = settings.log_operations != "failed"
        self.slow_seconds = settings.slow_operation_seconds if is_slow_told else math.inf

    def wants(self, seen: "Observation") -> bool:
        return self.is_all or seen.outcome == "failed" or self.is_slow(seen)

    def is_slow(self, seen: "Observation") -> bool:
        return seen.seconds >= self.slow_seconds and not seen.is_streaming

    def write(self, seen: "Observation") -> None:
        is_worth_a_look = seen.outcome == "failed" or self.is_slow(seen)
        level = logging.WARNING if is_worth_a_look else logging.INFO
        if log.isEnabledFor(level):
            # What `log.info` does besides, finding out who called it, takes longer than the rest.
            record = logging.LogRecord(log.name, level, "", 0, "operation", None, None)
            record.fields = fields_of(seen)
            log.handle(record)


def fields_of(seen: "Observation") -> dict[str, Any]:
    """As docs/operations.md lists them. Nothing in it is of a person, and no text but the name."""
    fields: dict[str, Any] = {
        "request_id": seen.context.request_id,
        "kind": seen.kind,
        "outcome": seen.outcome,
        "transport": seen.transport,
        "ms": round(seen.seconds * 1_000, 3),
        "signed_in": seen.context.viewer is not None,
    }
    if seen.codes:
        fields["codes"] = sorted(seen.codes)
    if prepared := seen.prepared:
        fields["document"] = prepared.document.digest[:12]
        fields["cost"] = prepared.cost
        if prepared.definition.name:
            fields["operation"] = prepared.definition.name.value[:LONGEST_NAME]
    if tracing.spans:
        fields["trace_id"] = tracing.spans.trace_id(seen)
    return fields


operation_log = OperationLog()
