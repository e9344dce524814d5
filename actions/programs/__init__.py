"""Founding organizations, running programs, and taking part in them."""

from actions.programs.agreeing import sign_agreement
from actions.programs.configuring import (
    Comparison,
    SettingChange,
    change_settings,
    compare_settings,
    duplicate_program,
    export_settings,
    import_settings,
    mark_template,
)
from actions.programs.enrolling import (
    approve_enrollment,
    change_capacity,
    decline_enrollment,
    enroll,
    reopen_enrollment,
)
from actions.programs.founding import NewProgram, create_organization, create_program
from actions.programs.importing import apply_import, go_on, import_people
from actions.programs.inviting import (
    Offer,
    accept_invitation,
    invite_to_program,
    invite_to_staff,
    new_link,
    offer_of_invitation,
    revoke_invitation,
)
from actions.programs.joining import (
    NewLink,
    create_join_link,
    join_program,
    offer_of_link,
    revoke_join_link,
)
from actions.programs.leaving import dismiss_coordinator, leave_program, remove_from_program
from actions.programs.parts import DECIDED, Terms, write_enrollment
from actions.programs.settings import Settings
from actions.programs.staff import (
    appoint_coordinator,
    appoint_staff,
    change_staff_role,
    dismiss_staff,
)
from actions.programs.templates import TEMPLATES

__all__ = [
    "DECIDED",
    "TEMPLATES",
    "Comparison",
    "NewLink",
    "NewProgram",
    "Offer",
    "SettingChange",
    "Settings",
    "Terms",
    "accept_invitation",
    "apply_import",
    "appoint_coordinator",
    "appoint_staff",
    "approve_enrollment",
    "change_capacity",
    "change_settings",
    "change_staff_role",
    "compare_settings",
    "create_join_link",
    "create_organization",
    "create_program",
    "decline_enrollment",
    "dismiss_coordinator",
    "dismiss_staff",
    "duplicate_program",
    "enroll",
    "export_settings",
    "go_on",
    "import_people",
    "import_settings",
    "invite_to_program",
    "invite_to_staff",
    "join_program",
    "leave_program",
    "mark_template",
    "new_link",
    "offer_of_invitation",
    "offer_of_link",
    "remove_from_program",
    "reopen_enrollment",
    "revoke_invitation",
    "revoke_join_link",
    "sign_agreement",
    "write_enrollment",
]
