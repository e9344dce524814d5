"""Reading how a program is doing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from errors import Invalid, NotFound
from models import Program, User
from policies import analytics as policy

MOST_WEEKS = 104


@dataclass(frozen=True, slots=True)
class Report:
    """A program, and the Mondays of the first and the last week looked at."""

    program: Program
    first_monday: date
    last_monday: date


async def open_report(viewer: User, program_id: UUID, weeks: int) -> Report:
    """The last weeks of a program, this one included.

    NotFound unless the viewer coordinates it, Invalid for anything but 1 to 104 weeks.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise Invalid("weeks", f"Ask for 1 to {MOST_WEEKS}")
    program = await policy.measured_for(viewer).get_or_none(id=program_id)
    if program is None:
        raise NotFound("There is no such program, or none that you coordinate")
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday())
    return Report(program, monday - timedelta(weeks=weeks - 1), monday)
