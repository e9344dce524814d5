"""Who may see which row, said a second time: from the rows themselves, without any policy.

`docs/security.md` says the same in words. It shares no code with `policies/`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from models.row_security import RULES
from tests.walk.canaries import COPIES, Origin

Row = Any

LEADS = ("OWNER", "ADMIN", "COORDINATOR")
OWN_ONLY = {("user_account", "email")}
"""Columns that only the person of the row sees, though others see the row."""


@dataclass
class Facts:
    """All rows, by table and id."""

    tables: dict[str, dict[UUID, Row]]

    def __getitem__(self, table: str) -> Iterable[Row]:
        return self.tables[table].values()

    def row(self, table: str, id: UUID) -> Row:
        return self.tables[table][id]


async def facts(owner: asyncpg.Connection) -> Facts:
    names = RULES.keys() - {*COPIES, "tortoise_migrations"}
    rows = {name: await owner.fetch(f'SELECT * FROM "{name}"') for name in names}
    return Facts({name: {row["id"]: row for row in found} for name, found in rows.items()})


class Viewer:
    """What one person is, and what follows from it; None is somebody who is not signed in."""

    def __init__(self, facts: Facts, id: UUID | None) -> None:
        self.facts = facts
        self.id = id
        self.seats = [seat for seat in facts["staff"] if seat["user_id"] == id]
        self.parts = [part for part in facts["enrollment"] if part["user_id"] == id]
        self.staffed = {seat["organization_id"] for seat in self.seats}
        approved = [part for part in self.parts if part["status"] == "APPROVED"]
        run = {p["id"] for p in facts["program"] if p["organization_id"] in self.staffed}
        self.joined = run | {part["program_id"] for part in approved}
        led = {part["program_id"] for part in approved if part["role"] == "COORDINATOR"}
        self.led = run | led
        self.applied = {part["program_id"] for part in self.parts}
        self.part_ids = {part["id"] for part in self.parts}
        taken = [seat for seat in facts["member"] if seat["user_id"] == id]
        self.member_of = {seat["conversation_id"] for seat in taken}

    def sees(self, origin: Origin) -> bool:
        row = self.facts.row(origin.table, origin.id)
        if (origin.table, origin.column) in OWN_ONLY:
            return bool(row["id"] == self.id)
        return self.id is not None and bool(SEEN[origin.table](self, row))

    def sees_id(self, table: str, id: UUID | None) -> bool:
        return id is not None and self.sees(Origin(table, id))

    def organizations_of(self, programs: set[UUID]) -> set[UUID]:
        return {self.facts.row("program", id)["organization_id"] for id in programs}

    def is_side(self, pair: Row) -> bool:
        return bool(self.part_ids & {pair["mentor_id"], pair["mentee_id"]})

    def pairs(self) -> list[Row]:
        """Matches and requests that they see, and with them who the two are."""
        both = [("match", row) for row in self.facts["match"]]
        both += [("match_request", row) for row in self.facts["match_request"]]
        return [row for table, row in both if self.sees(Origin(table, row["id"]))]


def nobody(viewer: Viewer, row: Row) -> bool:
    return False


def organization(viewer: Viewer, row: Row) -> bool:
    programs = (p for p in viewer.facts["program"] if p["organization_id"] == row["id"])
    return row["id"] in viewer.staffed or any(program(viewer, p) for p in programs)


def program(viewer: Viewer, row: Row) -> bool:
    return row["is_open"] or row["id"] in viewer.joined | viewer.applied


def staff(viewer: Viewer, row: Row) -> bool:
    return row["organization_id"] in viewer.staffed


def enrollment(viewer: Viewer, row: Row) -> bool:
    return (
        row["user_id"] == viewer.id
        or row["program_id"] in viewer.led
        or (row["status"] == "APPROVED" and row["program_id"] in viewer.joined)
        or any(row["id"] in (pair["mentor_id"], pair["mentee_id"]) for pair in viewer.pairs())
    )


def user(viewer: Viewer, row: Row) -> bool:
    """Whoever is one's own, or part of what one sees."""
    id, facts = row["id"], viewer.facts
    return (
        id == viewer.id
        or any(p["user_id"] == id and enrollment(viewer, p) for p in facts["enrollment"])
        or any(s["user_id"] == id and staff(viewer, s) for s in facts["staff"])
        or any(m["user_id"] == id and member(viewer, m) for m in facts["member"])
        or any(m["sender_id"] == id and member(viewer, m) for m in facts["message"])
        or any(
            id in (e["user_id"], e["member_id"]) and member(viewer, e)
            for e in facts["conversation_event"]
        )
        or any(r["publisher_id"] == id and resource(viewer, r) for r in facts["resource"])
    )


def of_user(viewer: Viewer, row: Row) -> bool:
    return viewer.sees_id("user_account", row["user_id"])


def own(viewer: Viewer, row: Row) -> bool:
    return bool(row["user_id"] == viewer.id)


def everybodys(viewer: Viewer, row: Row) -> bool:
    return True


def skill(viewer: Viewer, row: Row) -> bool:
    """What is known by name, and what others call it who are seen."""
    held = (one for one in viewer.facts["user_skill"] if one["skill_id"] == row["id"])
    return row["number"] is not None or any(of_user(viewer, one) for one in held)


def invitation(viewer: Viewer, row: Row) -> bool:
    if row["program_id"]:
        return row["program_id"] in viewer.led
    owned = {seat["organization_id"] for seat in viewer.seats if seat["role"] == "OWNER"}
    return row["organization_id"] in owned


def import_line(viewer: Viewer, row: Row) -> bool:
    return viewer.sees_id("people_import", row["people_import_id"])


def join_link(viewer: Viewer, row: Row) -> bool:
    return row["program_id"] in viewer.led


def question(viewer: Viewer, row: Row) -> bool:
    asked = viewer.staffed | viewer.organizations_of(viewer.applied)
    return row["organization_id"] in asked


def answer(viewer: Viewer, row: Row) -> bool:
    asked, facts = viewer.facts.row("question", row["question_id"]), viewer.facts
    parts = [
        part
        for part in facts["enrollment"]
        if (part["user_id"], part["organization_id"]) == (row["user_id"], row["organization_id"])
    ]
    approved = [part["program_id"] for part in parts if part["status"] == "APPROVED"]
    is_led = any(part["program_id"] in viewer.led for part in parts)
    is_shown = asked["visibility"] == "PROGRAM" and viewer.joined.intersection(approved)
    return row["user_id"] == viewer.id or is_led or bool(is_shown)


def match(viewer: Viewer, row: Row) -> bool:
    return viewer.is_side(row) or row["program_id"] in viewer.led


def signature(viewer: Viewer, row: Row) -> bool:
    return viewer.sees_id("match", row["match_id"])


def agreement(viewer: Viewer, row: Row) -> bool:
    """Texts are kept for those who signed them; what holds now stands in the program's settings."""
    signed = (one for one in viewer.facts["signature"] if one["agreement_id"] == row["id"])
    return any(signature(viewer, one) for one in signed)


def conversation(viewer: Viewer, row: Row) -> bool:
    return row["id"] in viewer.member_of


def member(viewer: Viewer, row: Row) -> bool:
    return row["conversation_id"] in viewer.member_of


def of_message(viewer: Viewer, row: Row) -> bool:
    return viewer.sees_id("message", row["message_id"])


def attachment(viewer: Viewer, row: Row) -> bool:
    return member(viewer, row) and (row["message_id"] is not None or own(viewer, row))


def presence(viewer: Viewer, row: Row) -> bool:
    seats = (seat for seat in viewer.facts["member"] if seat["user_id"] == row["user_id"])
    return any(member(viewer, seat) for seat in seats)


def goal(viewer: Viewer, row: Row) -> bool:
    pair = viewer.facts.row("match", row["match_id"])
    return row["owner_id"] == viewer.id or pair["mentor_id"] in viewer.part_ids


def of_goal(viewer: Viewer, row: Row) -> bool:
    return viewer.sees_id("goal", row["goal_id"])


def report(viewer: Viewer, row: Row) -> bool:
    return row["program_id"] in viewer.led and row["reported_id"] != viewer.id


def reported_words(viewer: Viewer, row: Row) -> bool:
    return viewer.sees_id("report", row["report_id"])


def resource(viewer: Viewer, row: Row) -> bool:
    library = row["organization_id"]
    joined = viewer.staffed | viewer.organizations_of(viewer.joined)
    leads = viewer.staffed | viewer.organizations_of(viewer.led)
    is_own = row["publisher_id"] == viewer.id and library in joined
    return library in leads or is_own or (row["status"] == "PUBLISHED" and library in joined)


SEEN: dict[str, Callable[[Viewer, Row], bool]] = {
    "agreement": agreement,
    "attachment": attachment,
    "attempt_window": nobody,
    "api_key": staff,
    "answer": answer,
    "availability_slot": of_user,
    "block": own,
    "check_in": of_goal,
    "conversation": conversation,
    "conversation_event": member,
    "credential": nobody,
    "deletion_request": own,
    "device": nobody,
    "draft": own,
    "email_change": nobody,
    "enrollment": enrollment,
    "extra_time": of_user,
    "goal": goal,
    "idempotency_key": nobody,
    "import_line": import_line,
    "invitation": invitation,
    "join_link": join_link,
    "match": match,
    "match_request": Viewer.is_side,
    "member": member,
    "mention": of_message,
    "message": member,
    "message_revision": of_message,
    "milestone": of_goal,
    "organization": organization,
    "outbox_entry": nobody,
    "password_reset": nobody,
    "picture": of_user,
    "people_import": join_link,
    "pin": of_message,
    "presence": presence,
    "program": program,
    "question": question,
    "reaction": of_message,
    "registration": nobody,
    "recovery_code": own,
    "report": report,
    "reported_words": reported_words,
    "resource": resource,
    "session": own,
    "sign_in_challenge": nobody,
    "skill": skill,
    "skill_label": everybodys,
    "signature": signature,
    "spent_token": nobody,
    "staff": staff,
    "taxonomy": nobody,
    "time_away": of_user,
    "totp": own,
    "translation": of_message,
    "user_account": user,
    "user_language": of_user,
    "user_skill": of_user,
}
"""By table; a new one needs a line here."""
