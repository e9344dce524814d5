"""Histories by hand, each with one thing wrong."""

from dataclasses import replace

import pytest

from tests.conversations.history.checker import judge
from tests.conversations.history.records import (
    Anew,
    Began,
    Diary,
    History,
    Line,
    Quiet,
    Resync,
    Said,
    Seen,
    Told,
)
from tests.conversations.history.verdict import Kind

HERE, ELSEWHERE = "here", "elsewhere"
A, B, C = (Said(HERE, number, name) for number, name in enumerate("abc", 1))
LOG = [Line(1), Line(2, A), Line(3, B), Line(4), Line(5, C)]


def seen(*seqs):
    """Lines of the log as a reader hears them."""
    return [Seen((1, seq), LOG[seq - 1].said, 0.0) for seq in seqs]


def history(*entries, log=LOG, told=(A, B, C)):
    """In which every message was asked for after the one before it was acknowledged."""
    tellings = [Told(said, 2.0 * at, 2.0 * at + 1) for at, said in enumerate(told)]
    diary = Diary("reader", HERE, (1, 0), entries=[*entries])
    return History({HERE: 1}, {HERE: [*log]}, tellings, [diary])


def kinds(found):
    return [anomaly.kind for anomaly in judge(found)]


@pytest.mark.parametrize(
    "entries",
    [
        seen(1, 2, 3, 4, 5),
        [*seen(1, 2), Began((1, 2), 2, "x"), *seen(3, 4, 5)],
        [*seen(1, 2, 3, 4, 5), Quiet((1, 5))],
        [*seen(1), Resync((1, 5)), Anew((1, 5), (A, B, C))],
        [Resync((1, 4)), Anew((1, 4), (B, C)), *seen(5)],
    ],
    ids=["at once", "resumed", "quiet", "anew", "anew with more than its place"],
)
def test_what_was_promised_is_no_anomaly(entries):
    assert kinds(history(*entries)) == []


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (seen(1, 2, 4, 5), [Kind.LOST]),
        (seen(1, 2, 3, 4), [Kind.LOST]),
        ([], [Kind.LOST] * 5),
        (seen(1, 2, 2, 3, 4, 5), [Kind.REPEATED]),
        (seen(1, 3, 2, 4, 5), [Kind.OUT_OF_ORDER]),
        ([*seen(1, 2), Began((1, 2), 2, "x"), *seen(2, 3, 4, 5)], [Kind.REPEATED]),
        ([*seen(1, 2), Began((1, 1), 2, "x"), *seen(3, 4, 5)], [Kind.OUT_OF_ORDER]),
        ([*seen(1, 2), Quiet((1, 3)), *seen(4, 5)], [Kind.LOST]),
        ([*seen(1, 2, 3, 4, 5), Quiet((1, 4))], [Kind.OUT_OF_ORDER]),
        ([Resync((1, 5)), Anew((1, 5), (A, B))], [Kind.LOST]),
        ([Resync((1, 5)), Anew((1, 5), (A, C))], [Kind.LOST]),
        ([Resync((1, 4)), Anew((1, 3), (A, B)), *seen(5)], [Kind.LOST]),
        ([*seen(1, 2), Seen((1, 3), A, 0.0), *seen(4, 5)], [Kind.FOREIGN, Kind.LOST]),
        ([*seen(1, 2, 3, 4, 5), Seen((1, 6), A, 0.0)], [Kind.FOREIGN]),
        ([*seen(1, 2, 3, 4, 5), Seen((2, 1), None, 0.0)], [Kind.FOREIGN]),
    ],
)
def test_what_a_reader_saw_amiss_is_found(entries, expected):
    assert kinds(history(*entries)) == expected


@pytest.mark.parametrize(
    ("log", "told", "expected"),
    [
        (LOG, (A, B, C, Said(HERE, 4, "d")), [Kind.LOST]),
        (LOG, (A, B), [Kind.FOREIGN]),
        (LOG, (B, A, C), [Kind.OUT_OF_ORDER]),
        (LOG, (A, B, replace(C, number=4)), [Kind.OUT_OF_ORDER]),
        (LOG, (A, B, replace(C, conversation=ELSEWHERE)), [Kind.FOREIGN]),
        ([*LOG, Line(6, replace(C, number=4))], (A, B, C), [Kind.REPEATED]),
        ([*LOG[:3], Line(5, C)], (A, B, C), [Kind.LOST]),
        ([*LOG[:3], Line(4), Line(4), LOG[4]], (A, B, C), [Kind.REPEATED]),
        ([Line(1), Line(2, B), Line(3, A), *LOG[3:]], (A, B, C), [Kind.OUT_OF_ORDER]),
    ],
)
def test_what_a_log_has_amiss_is_found(log, told, expected):
    found = history(log=log, told=told)
    found.diaries.clear()

    assert kinds(found) == expected
