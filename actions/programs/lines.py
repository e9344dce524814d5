"""What a line of an import means, and what would come of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from actions.programs.inviting import is_overtaken
from actions.programs.parts import checked_capacity
from actions.sessions import address_of
from adapters.files import Refused, Row
from errors import Invalid
from models import (
    Enrollment,
    EnrollmentStatus,
    ImportLine,
    Invitation,
    LineOutcome,
    Program,
    ProgramRole,
)

JUDGED = ("address", "part", "places", "outcome", "reason")

CHANGED = "Something about this person changed just now; import the line again"

OF_PARTS = {
    EnrollmentStatus.APPROVED: LineOutcome.UNCHANGED,
    EnrollmentStatus.PENDING: LineOutcome.ENROLL,
}
"""What comes of who has a part already; all others are invited."""

Key = tuple[str, ProgramRole]
Parts = dict[str, list[Enrollment]]


def written(row: Row | Refused) -> dict[str, object]:
    """The cells of a line as columns; a line that could not be read is bad already."""
    if isinstance(row, Refused):
        return {"outcome": LineOutcome.BAD, "reason": row.reason}
    lengths = {"email": 300, "role": 40, "capacity": 20}
    return {name: cell(row, name)[:most] for name, most in lengths.items()}


def cell(row: Row, name: str) -> str:
    return str(row.values.get(name) or "").replace("\x00", "").strip()


async def judge(program: Program, some: Sequence[ImportLine]) -> None:
    """Says of each line, in their order, what would come of it now; nothing is written."""
    for line in some:
        understand(program, line)
    readable = [line for line in some if line.outcome is None]
    if not readable:
        return
    addresses = [line.address for line in readable]
    first = await first_numbers(readable[0].people_import_id, addresses)
    parts = await parts_of(program, addresses)
    statuses = {(who, part.role): part.status for who in parts for part in parts[who]}
    invited = await invited_in(program, addresses, parts)
    for line in readable:
        key = key_of(line)
        if (number := first.setdefault(key, line.number)) < line.number:
            refuse(line, f"email: line {number} has the same address and role")
        elif key in statuses and statuses[key] in OF_PARTS:
            line.outcome = OF_PARTS[statuses[key]]
        else:
            line.outcome = of_invited(line, invited)


def understand(program: Program, line: ImportLine) -> None:
    """Fills in what the texts mean, or says what is wrong with one of them."""
    if line.outcome is LineOutcome.BAD:
        return
    line.outcome, line.reason = None, ""  # type: ignore[assignment]
    try:
        line.part = role_of(line.role)
        line.places = places_of(program, line.part, line.capacity)
        line.address = address_of(line.email)
    except Invalid as error:
        refuse(line, f"{error.field}: {error.reason}")


def refuse(line: ImportLine, reason: str) -> None:
    line.outcome, line.reason = LineOutcome.BAD, reason


def role_of(text: str) -> ProgramRole:
    """Coordinators are invited one by one."""
    known = {"MENTOR": ProgramRole.MENTOR, "MENTEE": ProgramRole.MENTEE}
    if text.upper() not in known:
        raise Invalid("role", f"{text!r} is none of {', '.join(known)}")
    return known[text.upper()]


def places_of(program: Program, role: ProgramRole, text: str) -> int | None:
    if not text:
        return None
    if role is not ProgramRole.MENTOR:
        raise Invalid("capacity", "Leave it empty: only mentors have a capacity")
    if not (text.isascii() and text.isdecimal()):
        raise Invalid("capacity", f"{text!r} is no number")
    return checked_capacity(program, int(text), least=1)


def key_of(line: ImportLine) -> Key:
    assert line.address
    assert line.part
    return line.address, line.part


async def first_numbers(import_id: UUID, addresses: Sequence[str | None]) -> dict[Key, int]:
    """Where each address stood first in each role, among the lines judged before."""
    known = ImportLine.filter(people_import_id=import_id, address__in=addresses)
    before = await known.order_by("-number").values_list("address", "part", "number")
    return {(address, part): number for address, part, number in before}


async def parts_of(program: Program, addresses: Sequence[str | None]) -> Parts:
    """What each of them is or was in the program, in any role."""
    found = Enrollment.filter(program_id=program.id, user__email__in=addresses)
    parts: Parts = defaultdict(list)
    for part in await found.select_related("user"):
        parts[part.user.email].append(part)
    return parts


async def invited_in(
    program: Program, addresses: Sequence[str | None], parts: Parts
) -> dict[Key, int | None]:
    """The capacities of the invitations that can be accepted still."""
    found = Invitation.filter(
        program_id=program.id, email__in=addresses, accepted_at=None, revoked_at=None
    )
    open_ones = [one for one in await found if one.role and one.status.value == "PENDING"]
    good = [one for one in open_ones if not is_overtaken(one, parts.get(one.email, ()))]
    return {(one.email, one.role): one.capacity for one in good}


def of_invited(line: ImportLine, invited: Mapping[Key, int | None]) -> LineOutcome:
    key = key_of(line)
    if key not in invited:
        return LineOutcome.INVITE
    return LineOutcome.UNCHANGED if line.places == invited[key] else LineOutcome.CHANGE
