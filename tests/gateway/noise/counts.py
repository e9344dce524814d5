"""How much noise is made, and which: set by the environment, so that a run can be repeated."""

import os
from collections.abc import Iterator

SEED = int(os.environ.get("FUZZ_SEED", "1"))
OPERATIONS = int(os.environ.get("FUZZ_OPERATIONS", "300"))
MALFORMED = int(os.environ.get("FUZZ_MALFORMED", "300"))
STEPS = int(os.environ.get("FUZZ_STEPS", "2000"))
TALKS = int(os.environ.get("FUZZ_TALKS", "400"))
LARGEST_SHARE = 5_000

REPEAT = (
    f"FUZZ_SEED={SEED} FUZZ_OPERATIONS={OPERATIONS} FUZZ_MALFORMED={MALFORMED} FUZZ_STEPS={STEPS}"
    f" FUZZ_TALKS={TALKS}"
)
"""What makes the same noise again."""


def shares(total: int, largest: int = LARGEST_SHARE) -> list[tuple[int, int]]:
    """The seed and the number of each share: processes of a run take them one by one."""
    return list(parts(total, largest))


def parts(total: int, largest: int) -> Iterator[tuple[int, int]]:
    for place, start in enumerate(range(0, total, largest)):
        yield SEED * 1_000 + place, min(largest, total - start)
