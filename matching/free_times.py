"""When somebody is free between two moments, by their weeks and what is different on some days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from matching.week import Slot, zone_of

LONGEST_OFFSET = timedelta(days=1)
STEP = timedelta(hours=1)
"""Clocks are never changed twice within it."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Away:
    """Days, the last one included, on which no weekly slot counts."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Extra:
    """A free stretch of one day, in minutes from midnight, 0 to 1440; also while away."""

    on: date
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Somebody's weeks and single days, on their own clock."""

    time_zone: str
    slots: tuple[Slot, ...] = ()
    away: tuple[Away, ...] = ()
    extra: tuple[Extra, ...] = ()


def free_times(calendar: Calendar, start: datetime, end: datetime) -> list[Span]:
    """The free stretches from `start` to `end`, all aware: in UTC, in order, apart from each other.

    A moment is free when the wall clock of the time zone shows a time that is: an hour skipped in
    spring gives nothing, one repeated in autumn gives two, as in `free_time`. Work grows with the
    days between. Raises ValueError for a zone that is not in the IANA database.
    """
    zone = zone_of(calendar.time_zone)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    days = days_between(start - LONGEST_OFFSET, end + LONGEST_OFFSET)
    shown = [stretch for day in days for stretch in _of_day(calendar, day)]
    found = (
        (max(first - offset, since), min(last - offset, until))
        for since, until, offset in _offsets(zone, start, end)
        for first, last in shown
    )
    return _joined(sorted(span for span in found if span[0] < span[1]))


def days_between(start: datetime, end: datetime) -> list[date]:
    return [start.date() + timedelta(days=n) for n in range((end.date() - start.date()).days + 1)]


def _of_day(calendar: Calendar, day: date) -> Iterator[Span]:
    """What is free on a day, as the clock on the wall shows it (written as if it were in UTC)."""
    midnight = datetime.combine(day, time(), UTC)
    is_away = any(one.starts_on <= day <= one.ends_on for one in calendar.away)
    weekly = () if is_away else (s for s in calendar.slots if s.weekday == day.weekday())
    extra = (one for one in calendar.extra if one.on == day)
    for one in (*weekly, *extra):
        first, last = timedelta(minutes=one.start_minute), timedelta(minutes=one.end_minute)
        yield midnight + first, midnight + last


def _offsets(
    zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Stretches of one offset each, and how far the clocks are ahead of UTC in it."""
    steps = [start + n * STEP for n in range((end - start) // STEP + 1)]
    changes = [_change(zone, a, b) for a, b in pairwise([*steps, end]) if _ahead(zone, a, b)]
    for since, until in pairwise([start, *changes, end]):
        yield since, until, _offset(zone, since)


def _ahead(zone: ZoneInfo, a: datetime, b: datetime) -> bool:
    return _offset(zone, a) != _offset(zone, b)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second at which the offset is that of `after`."""
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (before, middle) if _ahead(zone, before, middle) else (middle, after)
    return after.replace(microsecond=0)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Of sorted spans, those that touch or overlap as one."""
    whole: list[Span] = []
    for first, last in spans:
        if whole and first <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], last)
        else:
            whole.append((first, last))
    return whole
