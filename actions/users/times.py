"""When somebody is free: every week, and on some days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from actions import checks
from errors import Invalid
from matching import Away, Extra, Slot
from models import AvailabilitySlot, ExtraTime, TimeAway, User

MOST_SLOTS = 42
MOST_DATED = 50
"""Stretches away, and as many times on single days."""
LONGEST_AWAY = timedelta(days=366)
FURTHEST = timedelta(days=2 * 366)


def checked_slots(slots: Sequence[tuple[int, int, int]] | None) -> list[Slot] | None:
    if slots is None:
        return None
    checks.at_most("availability", slots, MOST_SLOTS)
    try:
        return [Slot(*slot) for slot in slots]
    except ValueError as error:
        raise Invalid("availability", str(error)) from None


async def replace_availability(user: User, slots: list[Slot] | None) -> None:
    if slots is None:
        return
    await AvailabilitySlot.filter(user_id=user.id).delete()
    await AvailabilitySlot.bulk_create(
        AvailabilitySlot(
            user_id=user.id,
            weekday=slot.weekday,
            start_minute=slot.start_minute,
            end_minute=slot.end_minute,
        )
        for slot in slots
    )


def checked_away(stretches: Sequence[Away] | None) -> list[Away] | None:
    """Those that are not over yet; Invalid if too many, too long or too far ahead."""
    if stretches is None:
        return None
    checks.at_most("timesAway", stretches, MOST_DATED)
    for one in stretches:
        if not timedelta() <= one.ends_on - one.starts_on <= LONGEST_AWAY:
            raise Invalid("timesAway", f"End after the start, within {LONGEST_AWAY.days} days")
        check_near("timesAway", one.ends_on)
    return [one for one in stretches if not is_over(one.ends_on)]


def checked_extra(extra: Sequence[Extra] | None) -> list[Extra] | None:
    """Those that are not over yet; Invalid if too many or too far ahead."""
    if extra is None:
        return None
    checks.at_most("extraTimes", extra, MOST_DATED)
    for one in extra:
        if not 0 <= one.start_minute < one.end_minute <= 1440:
            raise Invalid("extraTimes", "End after the start, both within 0 to 1440 of one day")
        check_near("extraTimes", one.on)
    return [one for one in extra if not is_over(one.on)]


def check_near(field: str, day: date) -> None:
    if day > datetime.now(UTC).date() + FURTHEST:
        raise Invalid(field, "Say it when it is less than two years ahead")


def is_over(day: date) -> bool:
    """Whether it has ended everywhere: clocks are up to 12 hours behind UTC."""
    return day < datetime.now(UTC).date() - timedelta(days=1)


async def replace_away(user: User, stretches: list[Away] | None) -> None:
    if stretches is None:
        return
    await TimeAway.filter(user_id=user.id).delete()
    await TimeAway.bulk_create(
        TimeAway(user_id=user.id, starts_on=one.starts_on, ends_on=one.ends_on) for one in stretches
    )


async def replace_extra(user: User, extra: list[Extra] | None) -> None:
    if extra is None:
        return
    await ExtraTime.filter(user_id=user.id).delete()
    await ExtraTime.bulk_create(
        ExtraTime(
            user_id=user.id, day=one.on, start_minute=one.start_minute, end_minute=one.end_minute
        )
        for one in extra
    )
