"""Keeping away from somebody, and telling those who can do something about them."""

from actions.safety.blocking import block_user, unblock_user
from actions.safety.reporting import Complaint, report_message, report_user, resolve_report

__all__ = [
    "Complaint",
    "block_user",
    "report_message",
    "report_user",
    "resolve_report",
    "unblock_user",
]
