"""Weekly availability, from the clocks people live by to one real week in UTC."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, reduce
from operator import or_
from zoneinfo import ZoneInfo

MINUTES = 15
PER_DAY = 24 * 60 // MINUTES
PER_WEEK = 7 * PER_DAY


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one weekday, every week, on the person's own clock.

    `weekday` counts from Monday, 0 to 6; the minutes count from midnight, 0 to 1440, and the end
    is not included. A slot that runs past midnight is two slots. Raises ValueError otherwise.
    """

    weekday: int
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"Weekday {self.weekday}: count from 0 (Monday) to 6 (Sunday)")
        if not 0 <= self.start_minute < self.end_minute <= 1440:
            raise ValueError(
                f"Slot {self.start_minute} to {self.end_minute}: end after the start, "
                "both within 0 to 1440, and split at midnight"
            )

    @property
    def quarters(self) -> int:
        """The quarter hours of the local week that lie wholly inside, Monday 00:00 in bit 0."""
        first = -(-self.start_minute // MINUTES)
        length = max(self.end_minute // MINUTES - first, 0)
        return ((1 << length) - 1) << (self.weekday * PER_DAY + first)


def free_time(slots: Iterable[Slot], time_zone: str, week_of: date) -> int:
    """The quarter hours of one UTC week that fall into the slots, as a 672-bit mask.

    The week is the one from Monday 00:00 UTC that holds `week_of`, bit 0 its first quarter hour.
    A quarter hour is free when the wall clock in `time_zone` shows a time inside a slot all
    through it. So an hour skipped in spring gives nothing, an hour repeated in autumn gives two,
    and what a local week has before or after the UTC week comes round at its other end. Exact
    wherever offsets and clock changes fall on quarter hours: in every zone since 2023. Raises
    ValueError for a zone that is not in the IANA database.
    """
    local = reduce(or_, (slot.quarters for slot in slots), 0)
    monday = date.fromisocalendar(*week_of.isocalendar()[:2], 1)
    stretches = _offsets(time_zone, monday)
    return reduce(or_, (_in_utc(local, ahead) & holds for ahead, holds in stretches))


def overlap_minutes(a: int, b: int) -> int:
    """Minutes in which both are free, of two masks of the same week."""
    return (a & b).bit_count() * MINUTES


@lru_cache(maxsize=1024)
def _offsets(time_zone: str, monday: date) -> tuple[tuple[int, int], ...]:
    """Each offset in force that week: quarters ahead of UTC, and the mask of when it holds."""
    zone = zone_of(time_zone)
    start = datetime.combine(monday, time(), UTC)
    holds: defaultdict[int, int] = defaultdict(int)
    for quarter in range(PER_WEEK):
        shown = (start + timedelta(minutes=quarter * MINUTES)).astimezone(zone)
        minute = (shown.weekday() * 24 + shown.hour) * 60 + shown.minute
        holds[(minute // MINUTES - quarter) % PER_WEEK] |= 1 << quarter
    return tuple(holds.items())


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as unknown:
        raise ValueError(
            f"Unknown time zone {name!r}: give an IANA name such as Europe/Berlin"
        ) from unknown


def _in_utc(local: int, ahead: int) -> int:
    """The same week seen from UTC: what passes Monday 00:00 comes round on Sunday."""
    return local >> ahead | local << (PER_WEEK - ahead)
