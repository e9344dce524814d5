"""Decides whether a history is one that was promised; it knows nothing of how it came about.

After Jepsen (https://jepsen.io): what writers were told and what readers saw is compared with what
the database has in the end.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from tests.conversations.history.diaries import of_diary
from tests.conversations.history.records import History, Line, Said, Told
from tests.conversations.history.verdict import Anomaly, Kind


def judge(history: History) -> list[Anomaly]:
    """Every anomaly; none, if all that was promised was kept."""
    found = [anomaly for where, log in history.logs.items() for anomaly in of_log(where, log)]
    found += of_told(history)
    for where in history.logs:
        found += in_time(where, [told for told in history.told if told.said.conversation == where])
    for diary in history.diaries:
        where = diary.conversation
        found += of_diary(diary, history.logs[where], history.epochs[where])
    return found


def of_log(where: str, log: list[Line]) -> Iterator[Anomaly]:
    """Lines from 1 without a gap, and so the messages among them."""
    messages = [line.said for line in log if line.said]
    yield from consecutive(where, "line", [line.seq for line in log])
    yield from consecutive(where, "message", [said.number for said in messages])
    for said in messages:
        if said.conversation != where:
            yield Anomaly(Kind.FOREIGN, where, f"the log holds {said}")


def consecutive(where: str, what: str, numbers: list[int]) -> Iterator[Anomaly]:
    times = Counter(numbers)
    for number in range(1, max(numbers, default=0) + 1):
        if times[number] != 1:
            kind = Kind.REPEATED if times[number] else Kind.LOST
            yield Anomaly(kind, where, f"the log has {what} {number} {times[number]} times")
    for before, now in pairwise(numbers):
        if now < before:
            yield Anomaly(Kind.OUT_OF_ORDER, where, f"the log has {what} {now} after {before}")


def of_told(history: History) -> Iterator[Anomaly]:
    """What was acknowledged is in its log once, as it was told; and nothing else is in there."""
    stored: dict[str, list[Said]] = defaultdict(list)
    for line in (line for log in history.logs.values() for line in log):
        if line.said:
            stored[line.said.client_id].append(line.said)
    for said in dict.fromkeys(told.said for told in history.told):
        yield from of_one(said, stored[said.client_id])
    known = {told.said.client_id for told in history.told}
    for client_id in stored.keys() - known:
        for said in stored[client_id]:
            yield Anomaly(Kind.FOREIGN, said.conversation, f"nobody was told of {said}")


def of_one(told: Said, stored: list[Said]) -> Iterator[Anomaly]:
    """What the logs hold of one message, beside what its writer was told."""
    where = told.conversation
    if not stored:
        yield Anomaly(Kind.LOST, where, f"the log does not have {told}, which was acknowledged")
    elif len(stored) > 1:
        yield Anomaly(Kind.REPEATED, where, f"{told} is in the logs as {stored}")
    elif stored[0].conversation != where:
        yield Anomaly(Kind.FOREIGN, where, f"{told} is in the logs as {stored}")
    elif stored[0] != told:
        yield Anomaly(Kind.OUT_OF_ORDER, where, f"{told} is in the log as {stored}")


def in_time(where: str, tellings: Iterable[Told]) -> Iterator[Anomaly]:
    """Whatever was asked for after another was acknowledged stands behind it."""
    by_end = sorted(tellings, key=lambda told: told.told_at)
    newest, ended = None, iter(by_end)
    following = next(ended, None)
    for told in sorted(by_end, key=lambda told: told.asked_at):
        while following and following.told_at < told.asked_at:
            newest = max(newest, following, key=number_of) if newest else following
            following = next(ended, None)
        if newest and newest.said.number > told.said.number:
            what = f"{told} was asked for after {newest} was acknowledged"
            yield Anomaly(Kind.OUT_OF_ORDER, where, what)


def number_of(told: Told) -> int:
    return told.said.number
