"""A demonstration program: people, matches and their history, so that every query shows something.

The content is in `data`, for everybody to change; the acts go through `actions`, as people's do.
"""

from jobs.demonstration.loading import load
from jobs.demonstration.welcome import COORDINATOR, PASSWORD, SIGN_IN, welcome

__all__ = ["COORDINATOR", "PASSWORD", "SIGN_IN", "load", "welcome"]
