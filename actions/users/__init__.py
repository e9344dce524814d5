"""Telling others who you are, when you have time, and that you take a pause."""

from actions.users.pausing import pause_mentoring, resume_mentoring
from actions.users.profile import (
    OwnSkill,
    ProfileChange,
    Spoken,
    known_language,
    known_time_zone,
    update_profile,
)

__all__ = [
    "OwnSkill",
    "ProfileChange",
    "Spoken",
    "known_language",
    "known_time_zone",
    "pause_mentoring",
    "resume_mentoring",
    "update_profile",
]
