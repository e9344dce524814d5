"""Founding organizations, running programs, and taking part in them."""

from resolvers.programs.importing import ImportMutations, ImportSubscriptions
from resolvers.programs.inviting import InvitationMutations, InvitationQueries
from resolvers.programs.running import ProgramMutations, ProgramQueries
from resolvers.programs.settings import SettingsMutations, SettingsQueries
from resolvers.programs.staff import StaffMutations

__all__ = [
    "ImportMutations",
    "ImportSubscriptions",
    "InvitationMutations",
    "InvitationQueries",
    "ProgramMutations",
    "ProgramQueries",
    "SettingsMutations",
    "SettingsQueries",
    "StaffMutations",
]
