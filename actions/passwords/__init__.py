"""Passwords: how good one must be, and how it is kept."""

from actions.passwords.hashing import hash_of, is_outdated, matches
from actions.passwords.policy import LONGEST, check

__all__ = ["LONGEST", "check", "hash_of", "is_outdated", "matches"]
