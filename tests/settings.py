"""Settings other than those of the environment, for one module."""

from collections.abc import Callable
from typing import Any

from settings import Settings, get_settings


def settings_with(**changes: Any) -> Callable[[], Settings]:
    """What to put in place of a module's `get_settings`."""
    changed = get_settings().model_copy(update=changes)
    return lambda: changed
