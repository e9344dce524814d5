"""Founding organizations, running programs, and taking part in them."""

from actions.programs.enrolling import (
    approve_enrollment,
    change_capacity,
    decline_enrollment,
    enroll,
    write_enrollment,
)
from actions.programs.founding import NewProgram, create_organization, create_program
from actions.programs.leaving import dismiss_coordinator, leave_program, remove_from_program
from actions.programs.staff import (
    appoint_coordinator,
    appoint_staff,
    change_staff_role,
    dismiss_staff,
)

__all__ = [
    "NewProgram",
    "appoint_coordinator",
    "appoint_staff",
    "approve_enrollment",
    "change_capacity",
    "change_staff_role",
    "create_organization",
    "create_program",
    "decline_enrollment",
    "dismiss_coordinator",
    "dismiss_staff",
    "enroll",
    "leave_program",
    "remove_from_program",
    "write_enrollment",
]
