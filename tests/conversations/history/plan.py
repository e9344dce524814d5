"""What breaks in a run and in which order: by chance, and the same again from the same seed."""

from tests.conversations.history.faults import EVERYWHERE, FAULTS, WITH_REDIS
from tests.generated.dice import Dice

TOGETHER = 0.25
"""How often two things are broken at once."""

NEVER_TOGETHER = {"Redis dies", "Redis cut"}

Plan = list[list[str]]
"""Kinds of faults: one after the other, those in one list together."""


def plans(dice: Dice, number: int) -> dict[str, Plan]:
    """By what carries the hints; together so many faults, each kind before any comes again."""
    kinds: list[str] = []
    while len(kinds) < number:
        kinds += dice.sample([*FAULTS], len(FAULTS))
    shares: dict[str, list[str]] = {"redis": [], "postgres": []}
    for kind in kinds[:number]:
        shares[bus_for(kind, shares)].append(kind)
    return {bus: grouped(dice, share) for bus, share in shares.items()}


def bus_for(kind: str, shares: dict[str, list[str]]) -> str:
    """What breaks everywhere is broken where less is."""
    if kind in EVERYWHERE:
        return min(shares, key=lambda bus: len(shares[bus]))
    return "redis" if kind in WITH_REDIS else "postgres"


def may_join(kind: str, others: list[str]) -> bool:
    """Two at once at most, and to a Redis that is dead nothing is connected that could be cut."""
    return len(others) == 1 and kind not in others and {kind, *others} != NEVER_TOGETHER


def grouped(dice: Dice, kinds: list[str]) -> Plan:
    planned: Plan = []
    for kind in kinds:
        if planned and may_join(kind, planned[-1]) and dice.chance(TOGETHER):
            planned[-1].append(kind)
        else:
            planned.append([kind])
    return planned
