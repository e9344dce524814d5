"""All that Prometheus is told, read where it is kept. docs/operations.md explains each name."""

import platform
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from time import monotonic
from typing import Any

from prometheus_client import CollectorRegistry, GCCollector, Metric, ProcessCollector
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
)
from prometheus_client.registry import Collector

from events.hub import hub
from gateway.connections import live
from gateway.documents import remembered
from gateway.telemetry.counts import BOUNDS, Tally, counts
from gateway.telemetry.outbox import outbox
from jobs import worker
from models import database
from settings import ROOT

Numbers = Mapping[Any, float]
"""By the values of the labels."""

TIMED = ("query", "mutation")
"""How long somebody listened says nothing of us."""


class Everything(Collector):
    def collect(self) -> Iterator[Metric]:
        yield from of_operations()
        yield from of_listeners()
        yield from of_the_database()
        yield from of_this_process()


def of_operations() -> Iterator[Metric]:
    ended = {key: tally.total for key, tally in counts.operations.items()}
    labels = ("kind", "outcome", "transport")
    yield counter("operations", "Operations that ended", labels, ended)
    yield histogram("operation_seconds", "From asked to answered", ("kind", "outcome"), timed())
    yield counter("cost_points", "Cost of operations that ran", ("kind",), one(counts.cost))
    yield counter("errors", "Answers that held the code", ("code",), one(counts.errors))
    found = {("remembered",): remembered.hits, ("read",): counts.documents_read}
    yield counter("documents", "Documents looked for", ("found",), found)
    yield counter("plans", "Executions by a compiled plan", ("result",), one(counts.plans))


def of_listeners() -> Iterator[Metric]:
    transport = ("transport",)
    yield gauge("sockets_open", "WebSockets", counts.sockets)
    yield counter("sockets_closed", "Closed WebSockets", ("code",), one(counts.closed))
    yield gauge("live_connections", "WebSockets and streams", len(live.places))
    running = one(counts.subscriptions)
    yield gauges("subscriptions_running", "Subscriptions", transport, running)
    yield counter("messages_sent", "Events sent to listeners", transport, one(counts.messages))
    listening = sum(len(signals) for signals in hub.signals.values())
    yield gauge("listeners", "Who waits for something to happen", listening)
    if bus := hub.bus:
        yield gauge("bus_connected", "1 while other processes are heard", bus.is_connected)
        silent = monotonic() - bus.heard_at
        yield gauge("bus_silent_seconds", "Since the bus was last heard", silent)


def of_the_database() -> Iterator[Metric]:
    if pool := database.pool():
        states = {("idle",): pool.idle, ("busy",): pool.size - pool.idle}
        yield gauges("database_connections", "Connections of the pool", ("state",), states)
        yield gauge("database_waiting", "Tasks that wait for a connection", pool.waiting)
    state = outbox.state
    yield gauge("outbox_known", "0 while the database does not say", state.is_known)
    if state.is_known:
        yield gauges("outbox_waiting", "Entries to be done", ("kind",), one(state.waiting))
        yield gauges("outbox_dead", "Entries given up", ("kind",), one(state.dead))
        yield gauge("outbox_late_seconds", "Since the oldest was due", state.late_seconds)
    yield counter("jobs", "Entries attempted here", ("kind", "result"), worker.attempts)


def of_this_process() -> Iterator[Metric]:
    yield histogram("loop_lag_seconds", "How late the event loop was", (), {(): counts.lag})
    yield gauge("draining", "1 once it was told to stop", live.is_draining)
    yield counter("log_lines_dropped", "Nobody read them", (), {(): counts.lines_dropped})
    info = InfoMetricFamily("mentorgraph_build", "What runs here")
    info.add_metric([], {"version": version(), "python": platform.python_version()})
    yield info


def timed() -> dict[tuple[str, ...], Tally]:
    """Over all transports."""
    found: dict[tuple[str, ...], Tally] = {}
    for (kind, outcome, _), tally in counts.operations.items():
        if kind in TIMED:
            found.setdefault((kind, outcome), Tally()).join(tally)
    return found


def one(numbers: Mapping[str, float]) -> Numbers:
    return {(value,): number for value, number in numbers.items()}


def counter(name: str, help: str, labels: tuple[str, ...], numbers: Numbers) -> Metric:
    family = CounterMetricFamily(f"mentorgraph_{name}", help, labels=labels)
    for values, number in sorted(numbers.items()):
        family.add_metric(values, number)
    return family


def gauges(name: str, help: str, labels: tuple[str, ...], numbers: Numbers) -> Metric:
    family = GaugeMetricFamily(f"mentorgraph_{name}", help, labels=labels)
    for values, number in sorted(numbers.items()):
        family.add_metric(values, number)
    return family


def gauge(name: str, help: str, number: float) -> Metric:
    return gauges(name, help, (), {(): number})


def histogram(
    name: str, help: str, labels: tuple[str, ...], tallies: Mapping[tuple[str, ...], Tally]
) -> Metric:
    family = HistogramMetricFamily(f"mentorgraph_{name}", help, labels=labels)
    bounds = [*map(str, BOUNDS), "+Inf"]
    for values, tally in sorted(tallies.items()):
        buckets = list(zip(bounds, accumulate(tally.numbers), strict=True))
        family.add_metric(values, buckets, tally.seconds)
    return family


@cache
def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


registry = CollectorRegistry()
registry.register(Everything())
ProcessCollector(registry=registry)
GCCollector(registry=registry)
