"""What a run was, in a few lines that a person reads."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.conversations.history.records import Began, History, Resync, Said, Seen
from tests.conversations.history.run import Run
from tests.conversations.history.verdict import Anomaly, Kind

MOST_SHOWN = 20


def summary(run: Run, anomalies: Sequence[Anomaly]) -> Iterator[str]:
    entries = [entry for diary in run.history.diaries for entry in diary.entries]
    of, kinds = Counter(type(entry) for entry in entries), Counter(a.kind for a in anomalies)
    sent = len({told.said for told in run.history.told})
    yield f"{sent:,} messages acknowledged in {run.seconds:,.0f} s, by {run.servers} servers"
    yield f"seen {of[Seen]:,} times by {len(run.history.diaries)} readers"
    yield f"who subscribed {of[Began]:,} times and read anew {of[Resync]} times"
    yield f"{run.faults.total()} faults: {counted(run.faults)}"
    yield f"tried again: {counted(run.progress.again)}"
    yield f"{len(anomalies)} anomalies: " + ", ".join(f"{kinds[k]} {k.value}" for k in Kind)
    calm, broken = waits(run)
    yield f"acknowledged to seen before the first fault: {quantiles(calm)}"
    yield f"acknowledged to seen after that: {quantiles(broken)}"
    for anomaly in anomalies[:MOST_SHOWN]:
        yield f"{anomaly.kind.value} in {anomaly.where}: {anomaly.what}"


def counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counter.items())) or "none"


def waits(run: Run) -> tuple[list[float], list[float]]:
    """Seconds from each acknowledgement to each reader's seeing it: without and with faults."""
    calm: list[float] = []
    broken: list[float] = []
    for told_at, seen_at in seen_after(run.history):
        (calm if seen_at < run.broken_at else broken).append(max(0.0, seen_at - told_at))
    return calm, broken


def seen_after(history: History) -> Iterator[tuple[float, float]]:
    """When a message was acknowledged, and when somebody saw it who was there by then."""
    told_at: dict[Said | None, float] = {}
    told_at |= {told.said: told.told_at for told in reversed(history.told)}
    for diary in history.diaries:
        for entry in diary.entries:
            if isinstance(entry, Seen) and told_at.get(entry.said, 0.0) > diary.begun_at:
                yield told_at[entry.said], entry.at


def quantiles(seconds: list[float]) -> str:
    if not seconds:
        return "none"
    ordered = sorted(seconds)
    half, most = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    return f"p50 {half * 1_000:,.0f} ms, p99 {most * 1_000:,.0f} ms"
