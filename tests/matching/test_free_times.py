from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching import Away, Calendar, Extra, Slot, free_times

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Antarctica/Troll")
SUN = 6
BERLINS_SPRING, BERLINS_AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


def shown(calendar: Calendar, start: str, end: str) -> list[str]:
    spans = free_times(calendar, at(start), at(end))
    return [f"{a:%d %H:%M}-{b:%d %H:%M}" for a, b in spans]


def test_weekly_slots_come_back_on_their_days() -> None:
    calendar = Calendar("Europe/Berlin", (Slot(0, 540, 600), Slot(2, 0, 60)))

    assert shown(calendar, "2026-01-05T00:00", "2026-01-13T00:00") == [
        "05 08:00-05 09:00",
        "06 23:00-07 00:00",
        "12 08:00-12 09:00",
    ]


def test_what_is_asked_for_cuts_what_is_free() -> None:
    calendar = Calendar("UTC", (Slot(0, 540, 600),))

    assert shown(calendar, "2026-01-05T09:20", "2026-01-05T09:40") == ["05 09:20-05 09:40"]


def test_nobody_away_is_free_but_for_what_they_say_of_a_day() -> None:
    slots = tuple(Slot(day, 540, 600) for day in range(7))
    away = (Away(date(2026, 1, 6), date(2026, 1, 8)),)
    extra = (Extra(date(2026, 1, 7), 700, 720), Extra(date(2026, 1, 9), 600, 660))

    assert shown(Calendar("UTC", slots, away, extra), "2026-01-05T00:00", "2026-01-10T00:00") == [
        "05 09:00-05 10:00",
        "07 11:40-07 12:00",
        "09 09:00-09 11:00",
    ]


@pytest.mark.parametrize(
    ("day", "first", "hours"),
    [(BERLINS_SPRING, "2026-03-29T00:30", 1), (BERLINS_AUTUMN, "2026-10-24T23:30", 3)],
)
def test_an_hour_skipped_gives_nothing_and_one_repeated_gives_two(
    day: date, first: str, hours: int
) -> None:
    half_past_one_to_half_past_three = Extra(day, 90, 210)
    calendar = Calendar("Europe/Berlin", extra=(half_past_one_to_half_past_three,))

    spans = free_times(calendar, at(f"{day}T00:00") - timedelta(days=1), at(f"{day}T12:00"))

    assert spans == [(at(first), at(first) + timedelta(hours=hours))]


slots = st.builds(
    lambda day, start, length: Slot(day, start, min(start + length, 1440)),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 600),
)
days = st.sampled_from([BERLINS_SPRING, BERLINS_AUTUMN, date(2026, 11, 1), date(2026, 6, 1)])
away = st.builds(
    lambda day, n, m: Away(day + timedelta(days=n), day + timedelta(days=n + m)),
    days,
    st.integers(-3, 3),
    st.integers(0, 3),
)
extra = st.builds(
    lambda day, start, length: Extra(day, start, min(start + length, 1440)),
    days,
    st.integers(0, 1439),
    st.integers(1, 600),
)
calendars = st.builds(
    Calendar,
    st.sampled_from(ZONES),
    st.lists(slots, max_size=5).map(tuple),
    st.lists(away, max_size=2).map(tuple),
    st.lists(extra, max_size=2).map(tuple),
)


@lru_cache
def wall_clock(zone: str, start: datetime) -> list[datetime]:
    moments = [start + timedelta(minutes=15 * n) for n in range(3 * 96)]
    return [moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in moments]


def is_free(calendar: Calendar, clock: datetime) -> bool:
    day, minute = clock.date(), clock.hour * 60 + clock.minute
    if any(e.on == day and e.start_minute <= minute < e.end_minute for e in calendar.extra):
        return True
    if any(one.starts_on <= day <= one.ends_on for one in calendar.away):
        return False
    return any(
        s.weekday == day.weekday() and s.start_minute <= minute < s.end_minute
        for s in calendar.slots
    )


@settings(deadline=None, max_examples=80)
@example(calendar=Calendar("Europe/Berlin", (Slot(SUN, 60, 240),)), day=BERLINS_SPRING)
@example(calendar=Calendar("Antarctica/Troll", (Slot(SUN, 0, 300),)), day=BERLINS_AUTUMN)
@given(calendar=calendars, day=days)
def test_a_moment_is_free_when_the_clock_on_the_wall_says_so(calendar: Calendar, day: date) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    end = start + timedelta(days=3)

    spans = free_times(calendar, start, end)

    assert all(a < b for a, b in spans)
    assert all(b < c for (_, b), (c, _) in pairwise(spans))
    for n, clock in enumerate(wall_clock(calendar.time_zone, start)):
        moment = start + timedelta(minutes=15 * n)
        assert any(a <= moment < b for a, b in spans) == is_free(calendar, clock)


@given(calendar=calendars, day=days, hours=st.integers(1, 71))
def test_two_halves_of_a_stretch_are_the_whole_of_it(
    calendar: Calendar, day: date, hours: int
) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    middle, end = start + timedelta(hours=hours), start + timedelta(days=3)

    halves = [*free_times(calendar, start, middle), *free_times(calendar, middle, end)]

    assert length(halves) == length(free_times(calendar, start, end))


def length(spans: list[tuple[datetime, datetime]]) -> timedelta:
    return sum((b - a for a, b in spans), timedelta())


def test_a_time_zone_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="give an IANA name"):
        free_times(Calendar("Mars/Olympus"), at("2026-01-01T00:00"), at("2026-01-02T00:00"))
