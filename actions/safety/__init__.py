"""Keeping away from somebody."""

from actions.safety.blocking import block_user, unblock_user

__all__ = ["block_user", "unblock_user"]
