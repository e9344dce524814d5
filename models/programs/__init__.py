"""Organizations (the tenants), their programs, who takes part, and how people come in."""

from models.programs.importing import ImportLine, ImportStatus, LineOutcome, PeopleImport
from models.programs.inviting import Invitation, InvitationStatus, JoinLink
from models.programs.running import (
    Admission,
    Agreement,
    Enrollment,
    EnrollmentStatus,
    Organization,
    OrganizationRole,
    Program,
    ProgramRole,
    ProgramTemplate,
    Staff,
)

__all__ = [
    "Admission",
    "Agreement",
    "Enrollment",
    "EnrollmentStatus",
    "ImportLine",
    "ImportStatus",
    "Invitation",
    "InvitationStatus",
    "JoinLink",
    "LineOutcome",
    "Organization",
    "OrganizationRole",
    "PeopleImport",
    "Program",
    "ProgramRole",
    "ProgramTemplate",
    "Staff",
]
