"""Where traces go in. `spans` is None where nobody asked for traces: then they cost one look."""

import logging
import sys
from typing import TYPE_CHECKING, Protocol

from settings import Settings

if TYPE_CHECKING:
    from gateway.telemetry.observing import Observation

log = logging.getLogger("mentorgraph.tracing")

NOT_INSTALLED = (
    "mentorgraph: OTEL_EXPORTER_OTLP_ENDPOINT: what traces need is not installed; run "
    "`scripts/setup otel`, or unset it"
)


class Spans(Protocol):
    """Keeps one span for each observation; whatever runs in its block stands below it."""

    def begin(self, seen: "Observation") -> None: ...

    def end(self, seen: "Observation") -> None: ...

    def trace_id(self, seen: "Observation") -> str | None: ...

    def close(self) -> None:
        """Hand over what was not yet, in two seconds at most."""


spans: Spans | None = None


def begin(seen: "Observation") -> None:
    """What OpenTelemetry raises is no reason not to answer."""
    try:
        if spans:
            spans.begin(seen)
    except Exception:
        log.exception("A span could not be begun")


def end(seen: "Observation") -> None:
    try:
        if spans:
            spans.end(seen)
    except Exception:
        log.exception("A span could not be ended")


def start(settings: Settings) -> None:
    """Trace from now on, if there is somebody who gets the traces."""
    global spans
    if settings.otel_exporter_otlp_endpoint is None:
        return
    try:
        from gateway.telemetry import otel
    except ImportError:
        sys.exit(NOT_INSTALLED)
    spans = otel.exporting(settings.otel_exporter_otlp_endpoint)


def stop() -> None:
    if spans:
        spans.close()
