"""`scripts/bench documents`: how long the worst documents hold the event loop before execution.

The corpus is the tests' own. Beside us: graphql-core's `parse` and `validate` without limits, and
the same with Strawberry's limiters (tokens, depth, aliases) set to our numbers. Milliseconds of the
processor's time, the best of a few runs; a peer that takes longer than `PATIENCE` is given up.
"""

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graphql import GraphQLError, parse, specified_rules, validate
from graphql.validation.rules import overlapping_fields_can_be_merged as overlapping
from strawberry.extensions import MaxAliasesLimiter, QueryDepthLimiter
from tqdm import tqdm

from gateway.documents import GRAPHQL, Rejected, remembered, valid
from gateway.reading import ANYBODY
from tests.gateway.hostile import HOSTILE

RUNS = 5
PATIENCE = 5.0
SHOWN = 25
THEIR_BUDGET = 500_000
"""What graphql-core comes with."""

Reading = Callable[[str], object]
Row = tuple[str, int, list[float | str]]

LIMITERS = (
    *QueryDepthLimiter(max_depth=ANYBODY.limits.depth).validation_rules,
    *MaxAliasesLimiter(max_alias_count=ANYBODY.limits.aliases).validation_rules,
)


class GivenUp(Exception):
    pass


def ours(query: str) -> None:
    remembered.clear()
    valid(query)


def plain(query: str) -> None:
    overlapping.MAX_COMPLEXITY_BUDGET = THEIR_BUDGET
    validate(GRAPHQL, parse(query), specified_rules)


def strawberry(query: str) -> None:
    overlapping.MAX_COMPLEXITY_BUDGET = THEIR_BUDGET
    document = parse(query, max_tokens=ANYBODY.tokens)
    validate(GRAPHQL, document, [*specified_rules, *LIMITERS])


@contextmanager
def patience() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise GivenUp

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


READERS: tuple[Reading, ...] = (ours, plain, strawberry)


def measured(read: Reading, query: str) -> float | str:
    """Milliseconds, or how it ended if not with an answer to the client."""
    best = float("inf")
    for _ in range(RUNS):
        began = time.process_time()
        try:
            with patience():
                read(query)
        except GivenUp:
            return f"> {PATIENCE:,.0f} s"
        except (GraphQLError, Rejected):
            pass
        except Exception as error:
            return type(error).__name__
        best = min(best, (time.process_time() - began) * 1000)
    return best


def main() -> None:
    # As the server does at its start: otherwise its collections would be measured, too.
    gc.collect()
    gc.freeze()
    rows = [
        (name, len(hostile.query), [measured(read, hostile.query) for read in READERS])
        for name, hostile in tqdm(HOSTILE.items(), leave=False)
    ]
    print(f"{'milliseconds':36}{'bytes':>8}{'ours':>10}{'graphql-core':>14}{'strawberry':>12}")
    for name, size, (own, core, limited) in sorted(rows, key=worst, reverse=True)[:SHOWN]:
        print(f"{name:36}{size:8,}{shown(own):>10}{shown(core):>14}{shown(limited):>12}")
    print(f"{'the worst of all':36}{shown(max(number(took[0]) for _, _, took in rows)):>18}")


def worst(row: Row) -> float:
    return max(number(took) for took in row[2])


def number(value: float | str) -> float:
    return value if isinstance(value, float) else PATIENCE * 1_000


def shown(value: float | str) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else value


if __name__ == "__main__":
    main()
