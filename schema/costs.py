"""What fields cost beyond what their answers hold, said where the fields are declared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COST = "cost"


@dataclass(frozen=True, slots=True)
class Declared:
    work: int = 0
    """Points for what is done before anything can be answered; a usual field is 1."""
    lengths: Mapping[str, int] = field(default_factory=dict)
    """Arguments that each say how long the list of their name is, and the longest it can be."""


NOTHING = Declared()


def costing(work: int = 0, **lengths: int) -> dict[str, Any]:
    """For the `metadata` of a field."""
    return {COST: Declared(work, lengths)}


def declared_of(definition: Any) -> Declared:
    """What was said of a field, by its Strawberry definition; None is a field of the protocol."""
    declared: Declared = definition.metadata.get(COST, NOTHING) if definition else NOTHING
    return declared
