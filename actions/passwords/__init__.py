"""Passwords: how good one must be, and how it is kept."""

from actions.passwords.hashing import hash_of, is_outdated, matches
from actions.passwords.policy import LONGEST, check, check_length

__all__ = ["LONGEST", "check", "check_length", "hash_of", "is_outdated", "matches"]
