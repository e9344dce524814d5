"""What a part in a program may be, and writing it down."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from actions import checks
from errors import Conflict, Invalid
from models import Enrollment, EnrollmentStatus, Program, ProgramRole, User

LONGEST_NOTE = 2_000

NOT_TAKING_PART = frozenset(EnrollmentStatus) - {EnrollmentStatus.APPROVED}

HAS_ENDED = "This program has ended; nobody comes in any more"


@dataclass(frozen=True, slots=True)
class Terms:
    """How somebody comes into a program, and which parts that ended or wait may be replaced.

    Who left comes again by themselves; who was declined or removed needs somebody who decides so.
    """

    capacity: int = 0
    note: str = ""
    is_approved: bool = False
    replacing: Collection[EnrollmentStatus] = (EnrollmentStatus.LEFT,)


DECIDED = Terms(is_approved=True, replacing=NOT_TAKING_PART)


def own_terms(
    program: Program, role: ProgramRole, capacity: int | None, note: str, *, is_approved: bool
) -> Terms:
    """Of somebody who comes by themselves, as the program's settings want it.

    Who waits already is approved by what approves at once. Invalid for a part nobody gives
    themselves and for a question without an answer, Conflict once the program has ended.
    """
    check_not_ended(program)
    places = checked_places(program, role, capacity)
    note = checks.text("note", note, most=LONGEST_NOTE)
    if program.question and not note:
        raise Invalid("note", f"Answer what the program asks: {program.question}")
    waiting = (EnrollmentStatus.PENDING,) if is_approved else ()
    return Terms(places, note, is_approved, replacing=(EnrollmentStatus.LEFT, *waiting))


def check_not_ended(program: Program) -> None:
    if program.has_ended(datetime.now(UTC).date()):
        raise Conflict(HAS_ENDED)


def checked_places(program: Program, role: ProgramRole, capacity: int | None) -> int:
    """A mentor's capacity, the program's usual one if none is given; 0 for a mentee."""
    if role is ProgramRole.COORDINATOR:
        raise Invalid("role", "Apply as MENTOR or MENTEE; coordinators are not self-appointed")
    if role is ProgramRole.MENTEE and capacity is not None:
        raise Invalid("capacity", "Leave it out: only mentors have a capacity")
    if role is ProgramRole.MENTEE:
        return 0
    places = program.default_capacity if capacity is None else capacity
    return checked_capacity(program, places or 0, least=1)


def checked_capacity(program: Program, capacity: int, *, least: int) -> int:
    if not least <= capacity <= program.most_capacity:
        most = program.most_capacity
        raise Invalid("capacity", f"Say how many mentees at a time, {least} to {most}")
    return capacity


def parts_of(user: User, program_id: UUID | None) -> QuerySet[Enrollment]:
    """Mentors before mentees, as they are locked elsewhere."""
    return Enrollment.filter(user_id=user.id, program_id=program_id).order_by("-role")


def is_refused_since(parts: Iterable[Enrollment], invited_at: datetime) -> bool:
    """Whether somebody was declined or removed after they were invited.

    Then their invitation is worth nothing, and looks to others as before: were it revoked, whoever
    declines an application would learn from it whose address they invited.
    """
    moments = {EnrollmentStatus.DECLINED: "decided_at", EnrollmentStatus.REMOVED: "ended_at"}
    refused = [getattr(part, moments[part.status]) for part in parts if part.status in moments]
    return any(moment and moment > invited_at for moment in refused)


async def write_enrollment(
    user: User, program: Program, role: ProgramRole, terms: Terms
) -> Enrollment:
    """A part in the program; IntegrityError where there is one that this does not replace."""
    part: dict[str, Any] = {"program_id": program.id, "user_id": user.id, "role": role}
    values: dict[str, Any] = {
        "capacity": terms.capacity,
        "note": terms.note,
        "status": EnrollmentStatus.APPROVED if terms.is_approved else EnrollmentStatus.PENDING,
        "decided_at": datetime.now(UTC) if terms.is_approved else None,
    }
    former = Enrollment.filter(**part, status__in=terms.replacing)
    if await former.update(**values, ended_at=None):
        return await Enrollment.get(**part)
    return await Enrollment.create(organization_id=program.organization_id, **part, **values)
