"""`scripts/bench accounts [URL]`: whether answers take longer where there is an account.

A running server of this machine with the demonstration program is asked in turns for people it
knows and for addresses that nobody has, with a wrong password, and for links to reset passwords.
The two are compared by the rank test of Mann and Whitney (two-sided, normal approximation with
ties, as in Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 4.1). PASS: no
difference is found (p > 0.01), and the medians are within 5 %.
"""

import asyncio
import math
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import cycle, islice
from statistics import NormalDist, median

import httpx

from jobs.demonstration import shapes
from settings import get_settings

SAMPLES = 200
"""Of each kind. Nobody is asked for more often than the limits let one be."""
FROM_ONE_ADDRESS = 45
"""Pairs: an address of this machine fails to sign in 100 times in five minutes."""
LEAST_P = 0.01
FURTHEST = 0.05

SIGN_IN = """
mutation ($email: String!) {
  signIn(input: { email: $email, password: "a horse eats a bicycle" }) { __typename }
}
"""
RESET = """
mutation ($email: String!) { requestPasswordReset(input: { email: $email }) { __typename } }
"""
ASKED = {
    "signIn": (SIGN_IN, "Unauthenticated", 9),
    "requestPasswordReset": (RESET, "RequestPasswordResetPayload", 5),
}
"""A document, how it is answered, and how often for one address."""


def known() -> list[str]:
    return [f"{name}@{person.at}" for name, person in shapes.people().items()]


def unknown() -> list[str]:
    """Each as long as a known one, for a longer address takes longer to read."""
    named = [address.partition("@") for address in known()]
    backwards = [f"{name[::-1]}@{domain}" for name, _, domain in named]
    assert len({*backwards, *known()}) == 2 * len(named)
    return backwards


def spread(addresses: list[str], most: int) -> Iterator[str]:
    """SAMPLES of them, none more often than `most`."""
    assert len(addresses) * most >= SAMPLES
    return islice(cycle(addresses), SAMPLES)


async def compare(clients: list[httpx.AsyncClient], name: str) -> bool:
    query, expected, most = ASKED[name]
    arms: tuple[list[float], list[float]] = ([], [])
    pairs = zip(spread(known(), most), spread(unknown(), most), strict=True)
    for number, addresses in enumerate(pairs):
        http = clients[number // FROM_ONE_ADDRESS]
        # Who comes second may find things warm: they take turns in that, too.
        for arm in (0, 1) if number % 2 else (1, 0):
            arms[arm].append(await seconds(http, query, addresses[arm], expected))
    there, nowhere = map(median, arms)
    p, apart = rank_test(*arms), abs(there - nowhere) / nowhere
    is_good = p > LEAST_P and apart <= FURTHEST
    print(
        f"{'PASS' if is_good else 'FAIL'}  {name}: {len(arms[0])} pairs, medians"
        f" {there * 1000:.2f} and {nowhere * 1000:.2f} ms ({apart:.1%} apart), p = {p:.3f}"
    )
    return is_good


async def seconds(http: httpx.AsyncClient, query: str, email: str, expected: str) -> float:
    begun = time.perf_counter()
    answer = await http.post("/graphql", json={"query": query, "variables": {"email": email}})
    took = time.perf_counter() - begun
    [result] = answer.json()["data"].values()
    if result["__typename"] != expected:
        sys.exit(f"{email} was answered {result}: wait until its limits are over")
    return took


def rank_test(ours: list[float], theirs: list[float]) -> float:
    """The chance of ranks at least as far apart, were both alike."""
    both = Counter([*ours, *theirs])
    ranks, below = dict[float, float](), 0
    for value in sorted(both):
        ranks[value] = below + (both[value] + 1) / 2
        below += both[value]
    n, m, total = len(ours), len(theirs), len(ours) + len(theirs)
    u = sum(ranks[value] for value in ours) - n * (n + 1) / 2
    ties = sum(count**3 - count for count in both.values()) / (total * (total - 1))
    deviation = math.sqrt(n * m / 12 * (total + 1 - ties))
    return 2 * (1 - NormalDist().cdf(abs(u - n * m / 2) / deviation))


async def run(url: str) -> bool:
    async with AsyncExitStack() as open_ones:
        clients = [
            await open_ones.enter_async_context(client(url, f"127.0.0.{number + 1}"))
            for number in range(math.ceil(SAMPLES / FROM_ONE_ADDRESS))
        ]
        return all([await compare(clients, name) for name in ASKED])


def client(url: str, address: str) -> httpx.AsyncClient:
    """Asks from the address."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    return httpx.AsyncClient(base_url=url, timeout=30, transport=transport)


def main() -> None:
    settings = get_settings()
    url = sys.argv[1] if len(sys.argv) > 1 else f"http://{settings.host}:{settings.port}"
    sys.exit(not asyncio.run(run(url)))


if __name__ == "__main__":
    main()
