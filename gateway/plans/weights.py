"""What a plan takes in memory."""

from dataclasses import fields
from typing import Any

from gateway.plans.compiler import Compiled
from gateway.plans.objects import Projection

FIELD_BYTES = 1_000
"""For each field, once it has run: 400 to 800 measured, and more for each class of sources."""
OURS = "gateway.plans."


def weight_of_plan(plan: Compiled) -> int:
    """The bytes it takes, roughly."""
    return FIELD_BYTES * fields_of(plan)


def fields_of(plan: Compiled) -> int:
    """Those of all objects of the plan: of an interface, the fields of each of its types."""
    found, seen, waiting = 0, set[int](), list[Any]([plan.objects])
    while waiting:
        part = waiting.pop()
        if id(part) not in seen:
            seen.add(id(part))
            found += len(part.parts) if isinstance(part, Projection) else 0
            waiting += parts_of(part)
    return found


def parts_of(part: Any) -> list[Any]:
    if isinstance(part, dict):
        return list(part.values())
    if isinstance(part, list | tuple):
        return list(part)
    if type(part).__module__.startswith(OURS):
        return [getattr(part, each.name) for each in fields(part)]
    return []
