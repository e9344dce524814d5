"""What can be wrong with a history."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    LOST = "lost"
    """Missing where it should be."""
    REPEATED = "repeated"
    """There twice."""
    OUT_OF_ORDER = "out of order"
    """Elsewhere than it was promised to be."""
    FOREIGN = "foreign"
    """Not what the log holds there, or of another conversation, or nobody's."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """`where` is a conversation; `what` says all that is needed to find it in the history."""

    kind: Kind
    where: str
    what: str
