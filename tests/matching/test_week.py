import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching import Slot, free_time, overlap_minutes

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
JANUARY = date(2026, 1, 12)
WHOLE_WEEK = [Slot(day, 0, 1440) for day in range(7)]
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
    "Africa/Casablanca",
]

quarters = st.integers(0, 96).map(lambda quarter: quarter * 15)
minutes = st.integers(0, 1440)
stretches = st.tuples(quarters, quarters) | st.tuples(minutes, minutes)
slots = st.builds(
    lambda weekday, ends: Slot(weekday, min(ends), max(ends)),
    st.integers(MON, SUN),
    stretches.filter(lambda ends: ends[0] != ends[1]),
)
weeks = st.dates(date(2023, 1, 1), date(2037, 12, 31)) | st.sampled_from(
    [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 25), date(2026, 2, 15)]
)
masks = st.integers(0, 2**672 - 1)


def day(weekday: int, start: int, end: int) -> Slot:
    """A slot in whole hours."""
    return Slot(weekday, start * 60, end * 60)


def spans(free: int) -> list[str]:
    """The stretches of a mask, to be read: `Mon 08:00-09:15`."""
    stretches = re.finditer("1+", f"{free:b}"[::-1])
    return [f"{name(stretch.start())}-{name(stretch.end())[4:]}" for stretch in stretches]


def name(quarter: int) -> str:
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon")[quarter // 96]
    return f"{weekday} {quarter // 4 % 24:02}:{quarter % 4 * 15:02}"


@pytest.mark.parametrize(
    ("time_zone", "slot", "in_utc"),
    [
        ("UTC", day(MON, 9, 10), "Mon 09:00-10:00"),
        ("Europe/Berlin", day(MON, 9, 10), "Mon 08:00-09:00"),
        ("America/New_York", day(FRI, 17, 24), "Fri 22:00-05:00"),
        ("America/St_Johns", day(MON, 9, 10), "Mon 12:30-13:30"),
        ("Asia/Kathmandu", day(MON, 9, 10), "Mon 03:15-04:15"),
        ("Pacific/Chatham", day(WED, 14, 15), "Wed 00:15-01:15"),
    ],
)
def test_a_local_slot_lands_on_its_quarter_hours_in_utc(
    time_zone: str, slot: Slot, in_utc: str
) -> None:
    assert spans(free_time([slot], time_zone, JANUARY)) == [in_utc]


@pytest.mark.parametrize(
    ("time_zone", "slot", "in_utc"),
    [
        ("Pacific/Auckland", day(MON, 8, 9), ["Sun 19:00-20:00"]),
        ("America/Los_Angeles", day(SUN, 20, 21), ["Mon 04:00-05:00"]),
        ("Asia/Kathmandu", day(MON, 5, 7), ["Mon 00:00-01:15", "Sun 23:15-00:00"]),
    ],
)
def test_what_passes_the_edge_of_the_week_comes_round_at_its_other_end(
    time_zone: str, slot: Slot, in_utc: list[str]
) -> None:
    assert spans(free_time([slot], time_zone, JANUARY)) == in_utc


@pytest.mark.parametrize("offset", range(7))
def test_any_day_of_a_week_names_the_whole_of_it(offset: int) -> None:
    free = free_time([day(MON, 9, 10)], "Europe/Berlin", JANUARY + timedelta(days=offset))

    assert spans(free) == ["Mon 08:00-09:00"]


@pytest.mark.parametrize(
    ("slot", "in_utc"),
    [
        (day(SUN, 2, 3), []),
        (day(SUN, 1, 4), ["Sun 00:00-02:00"]),
        (day(SUN, 3, 4), ["Sun 01:00-02:00"]),
    ],
)
def test_an_hour_skipped_in_spring_gives_no_time(slot: Slot, in_utc: list[str]) -> None:
    assert spans(free_time([slot], "Europe/Berlin", date(2026, 3, 29))) == in_utc


def test_an_hour_repeated_in_autumn_gives_both_of_its_hours() -> None:
    free = free_time([day(SUN, 2, 3)], "Europe/Berlin", date(2026, 10, 25))

    assert spans(free) == ["Sun 00:00-02:00"]


def test_a_clock_that_moves_by_half_an_hour_repeats_half_an_hour() -> None:
    free = free_time([Slot(SUN, 90, 120)], "Australia/Lord_Howe", date(2026, 4, 5))

    assert spans(free) == ["Sat 14:30-15:30"]


def test_after_a_change_within_the_week_monday_is_the_one_at_its_utc_end() -> None:
    free = free_time([day(MON, 8, 9)], "Pacific/Auckland", date(2026, 4, 5))

    assert spans(free) == ["Sun 20:00-21:00"]


@pytest.mark.parametrize(
    ("week_of", "hours"),
    [(JANUARY, 10), (date(2026, 3, 8), 10), (date(2026, 3, 9), 15), (date(2026, 3, 30), 10)],
)
def test_berlin_and_new_york_share_an_hour_more_while_only_america_has_changed(
    week_of: date, hours: int
) -> None:
    office = [day(weekday, 9, 17) for weekday in range(MON, SAT)]

    berlin = free_time(office, "Europe/Berlin", week_of)
    new_york = free_time(office, "America/New_York", week_of)

    assert overlap_minutes(berlin, new_york) == hours * 60


@pytest.mark.parametrize(
    ("weekday", "shared"), [(SAT, "Sat 14:00-16:00"), (SUN, "Sun 13:00-16:00")]
)
def test_on_the_day_america_changes_only_that_day_is_different(weekday: int, shared: str) -> None:
    berlin = free_time([day(weekday, 9, 17)], "Europe/Berlin", date(2026, 3, 8))
    new_york = free_time([day(weekday, 9, 17)], "America/New_York", date(2026, 3, 8))

    assert spans(berlin & new_york) == [shared]


@pytest.mark.parametrize(
    ("start", "end", "in_utc"),
    [
        (545, 590, ["Mon 09:15-09:45"]),
        (541, 550, []),
        (546, 554, []),
        (1426, 1440, []),
        (1425, 1440, ["Mon 23:45-00:00"]),
    ],
)
def test_a_slot_counts_only_the_quarter_hours_it_holds_wholly(
    start: int, end: int, in_utc: list[str]
) -> None:
    assert spans(free_time([Slot(MON, start, end)], "UTC", JANUARY)) == in_utc


def test_overlapping_slots_count_their_time_once() -> None:
    free = free_time([day(MON, 9, 11), day(MON, 10, 12)], "UTC", JANUARY)

    assert spans(free) == ["Mon 09:00-12:00"]


def test_nobody_without_slots_is_free() -> None:
    assert free_time([], "Europe/Berlin", JANUARY) == 0


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_week_has_seven_days(weekday: int) -> None:
    with pytest.raises(ValueError, match=r"count from 0 \(Monday\) to 6 \(Sunday\)"):
        Slot(weekday, 0, 60)


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (60, 60), (120, 60), (1380, 1441)])
def test_a_slot_ends_after_it_starts_and_on_the_same_day(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="split at midnight"):
        Slot(MON, start, end)


@pytest.mark.parametrize(
    "time_zone", ["Mars/Olympus", "", "Europe", "../Berlin", "Europe/Berlin\0"]
)
def test_an_unknown_time_zone_is_refused_with_an_example_of_a_known_one(time_zone: str) -> None:
    with pytest.raises(ValueError, match="give an IANA name such as Europe/Berlin"):
        free_time([day(MON, 9, 10)], time_zone, JANUARY)


@given(time_zone=st.sampled_from(ZONES), week_of=weeks)
def test_whoever_is_always_free_is_free_all_week_whatever_the_clocks_do(
    time_zone: str, week_of: date
) -> None:
    assert free_time(WHOLE_WEEK, time_zone, week_of) == 2**672 - 1


@settings(deadline=None, max_examples=60)
@example(slots=[day(SUN, 1, 4)], time_zone="Europe/Berlin", week_of=date(2026, 3, 29))
@example(slots=[day(SUN, 1, 4)], time_zone="Antarctica/Troll", week_of=date(2026, 10, 25))
@example(slots=[day(SUN, 1, 4)], time_zone="Africa/Casablanca", week_of=date(2026, 2, 15))
@given(slots=st.lists(slots, max_size=6), time_zone=st.sampled_from(ZONES), week_of=weeks)
def test_free_time_is_what_the_wall_clock_says_minute_by_minute(
    slots: list[Slot], time_zone: str, week_of: date
) -> None:
    shown = wall_clock(time_zone, week_of - timedelta(days=week_of.weekday()))

    free = free_time(slots, time_zone, week_of)

    assert free == sum(
        1 << quarter
        for quarter in range(672)
        if any(all(holds(slot, *at) for at in shown[quarter * 15 :][:15]) for slot in slots)
    )


@lru_cache
def wall_clock(time_zone: str, monday: date) -> list[tuple[int, int]]:
    """Weekday and minute of the day that a clock there shows, for each minute of the UTC week."""
    start, zone = datetime.combine(monday, time(), UTC), ZoneInfo(time_zone)
    shown = [(start + timedelta(minutes=minute)).astimezone(zone) for minute in range(10080)]
    return [(at.weekday(), at.hour * 60 + at.minute) for at in shown]


def holds(slot: Slot, weekday: int, minute: int) -> bool:
    return slot.weekday == weekday and slot.start_minute <= minute < slot.end_minute


@given(a=masks, b=masks)
def test_time_shared_is_the_same_for_both_and_never_more_than_either_has(a: int, b: int) -> None:
    shared = overlap_minutes(a, b)

    assert shared == overlap_minutes(b, a) == sum(15 for q in range(672) if a & b & 1 << q)
    assert 0 <= shared <= min(overlap_minutes(a, a), overlap_minutes(b, b))
