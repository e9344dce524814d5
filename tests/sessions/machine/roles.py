"""Steps of roles: applying, deciding, leaving, and appointing."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.sessions.machine.model import Part, Person, Program, Seat, Session
from tests.sessions.machine.signing import somebody_is_signed_in
from tests.sessions.machine.stage import (
    CLIENTS,
    LEAVABLE,
    ORGANIZATIONS,
    PARTS,
    PEOPLE,
    PROGRAMS,
    SEATS,
    Stage,
)

APPLIED_FOR = st.sampled_from(["MENTOR", "MENTEE"])
STAFF_ROLES = st.sampled_from(["OWNER", "ADMIN"])
DECISIONS = {
    "approveEnrollment": ("PENDING", "APPROVED"),
    "declineEnrollment": ("PENDING", "DECLINED"),
    "reopenEnrollment": ("DECLINED", "PENDING"),
}
"""From what to what."""

NOT_FOUND, FORBIDDEN, CONFLICT, INVALID = "NotFound", "Forbidden", "Conflict", "Invalid"
PART, SEAT = "enrollment { id status }", "staff { id }"


def first(*reasons: tuple[bool, str]) -> str:
    """The first reason that holds; none: it is done."""
    return next((refusal for holds, refusal in reasons if holds), "")


class Roles(Stage):
    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, program=PROGRAMS, role=APPLIED_FOR)
    def applies(self, client: Session, program: Program, role: str) -> None:
        had = self.world.part(client.person, program, role)
        expected = first(
            (not self.world.sees_program(client.person, program), NOT_FOUND),
            (had is not None and had.status != "LEFT", CONFLICT),
        )
        capacity = {"capacity": 2} if role == "MENTOR" else {}
        given = {"programId": program.id, "role": role, **capacity}
        done = self.do(client, "enroll", expected, PART, **given)
        self.write(done, expected, client.person, program, role, "PENDING")

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, part=PARTS, decision=st.sampled_from([*DECISIONS]))
    def decides(self, client: Session, part: Part, decision: str) -> None:
        before, after = DECISIONS[decision]
        expected = first(
            (not self.world.sees_part(client.person, part), NOT_FOUND),
            (not self.world.leads(client.person, part.program), FORBIDDEN),
            (part.status != before, CONFLICT),
        )
        self.change(client, part, decision, expected, after)

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, part=PARTS)
    def leaves_what_may_be_anothers(self, client: Session, part: Part) -> None:
        expected = first(
            (not self.world.sees_part(client.person, part), NOT_FOUND),
            (part.person is not client.person, FORBIDDEN),
            (part.status not in ("PENDING", "APPROVED"), CONFLICT),
        )
        self.change(client, part, "leaveProgram", expected, "LEFT")

    @precondition(lambda self: self.world.leavable)
    @rule(part=LEAVABLE)
    def leaves(self, part: Part) -> None:
        client = next(one for one in self.world.usable if one.person is part.person)
        self.change(client, part, "leaveProgram", "", "LEFT")

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, part=PARTS, is_dismissal=st.booleans())
    def removes(self, client: Session, part: Part, is_dismissal: bool) -> None:
        expected = first(
            (not self.world.sees_part(client.person, part), NOT_FOUND),
            (not self.world.leads(client.person, part.program), FORBIDDEN),
            ((part.role == "COORDINATOR") is not is_dismissal, INVALID),
            (part.status != "APPROVED", CONFLICT),
        )
        name = "dismissCoordinator" if is_dismissal else "removeFromProgram"
        self.change(client, part, name, expected, "REMOVED")

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, program=PROGRAMS, person=PEOPLE)
    def appoints_a_coordinator(self, client: Session, program: Program, person: Person) -> None:
        expected = first(
            (not self.world.sees_program(client.person, program), NOT_FOUND),
            (not self.world.leads(client.person, program), FORBIDDEN),
            (not self.world.sees_person(client.person, person), NOT_FOUND),
            (self.world.takes_part(person, program, "COORDINATOR"), CONFLICT),
        )
        given = {"programId": program.id, "userId": person.id}
        done = self.do(client, "appointCoordinator", expected, PART, **given)
        self.write(done, expected, person, program, "COORDINATOR", "APPROVED")

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, organization=ORGANIZATIONS, person=PEOPLE, role=STAFF_ROLES)
    def appoints_staff(self, client: Session, organization: str, person: Person, role: str) -> None:
        expected = first(
            (client.person not in self.world.owners(organization), FORBIDDEN),
            (not self.world.sees_person(client.person, person), NOT_FOUND),
            (self.world.seat(person, organization) is not None, CONFLICT),
        )
        given = {"organizationId": organization, "userId": person.id, "role": role}
        done = self.do(client, "appointStaff", expected, SEAT, **given)
        if not expected:
            self.world.seats.append(Seat(done["staff"]["id"], organization, person, role))

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, seat=SEATS, role=STAFF_ROLES)
    def changes_a_role(self, client: Session, seat: Seat, role: str) -> None:
        owners = self.world.owners(seat.organization)
        expected = first(
            (not self.world.sees_seat(client.person, seat), NOT_FOUND),
            (client.person not in owners, FORBIDDEN),
            (owners == [seat.person] and role != "OWNER", CONFLICT),
        )
        self.do(client, "changeStaffRole", expected, SEAT, staffId=seat.id, role=role)
        seat.role = seat.role if expected else role

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, seat=SEATS)
    def dismisses_or_resigns(self, client: Session, seat: Seat) -> None:
        owners = self.world.owners(seat.organization)
        expected = first(
            (not self.world.sees_seat(client.person, seat), NOT_FOUND),
            (client.person not in (*owners, seat.person), FORBIDDEN),
            (owners == [seat.person], CONFLICT),
        )
        self.do(client, "dismissStaff", expected, staffId=seat.id)
        if not expected:
            self.world.seats.remove(seat)

    def change(self, client: Session, part: Part, name: str, expected: str, after: str) -> None:
        self.do(client, name, expected, PART, enrollmentId=part.id)
        part.status = part.status if expected else after

    def write(
        self,
        done: dict[str, Any],
        expected: str,
        person: Person,
        program: Program,
        role: str,
        status: str,
    ) -> None:
        """A part that was there comes to life again; else there is a new one."""
        if expected:
            return
        part = self.world.part(person, program, role)
        if part is None:
            part = Part(done["enrollment"]["id"], program, person, role, status)
            self.world.parts.append(part)
        assert part.id == done["enrollment"]["id"]
        part.status = status
