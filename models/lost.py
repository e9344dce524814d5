"""What the database says where a row, or the right to it, goes between two statements."""

import asyncpg
from tortoise.exceptions import DoesNotExist, OperationalError

ROW_CHECKED = "ExecWithCheckOptions"
"""Where PostgreSQL refuses a row by its policy. Other missing privileges are a fault of ours."""


def is_lost(error: Exception | None) -> bool:
    """Whether a row is not to be seen, or not to be written any more, that was a moment ago."""
    if isinstance(error, OperationalError) and error.args:
        return is_lost(error.args[0])
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return getattr(error, "server_source_function", None) == ROW_CHECKED
    return isinstance(error, DoesNotExist)
