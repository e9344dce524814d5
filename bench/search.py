"""`scripts/bench search [URL]`: searches of a running server's library, beside a plain scan.

The library is the one of the demonstration program and whatever was imported into it. The peer is
what a first version would do: `title ILIKE '%words%'` over the same rows, asked of PostgreSQL
directly, without HTTP, rights, facets, highlights or typing mistakes.
"""

import asyncio
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import asyncpg
import httpx

from adapters.database import database_of
from jobs.demonstration import COORDINATOR, PASSWORD
from models.database import direct_connection
from settings import get_settings

QUERIES = 300
PATIENCE = 30

SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(input: { email: $email, password: $password }) {
    ... on SignInPayload { tokens { accessToken } }
  }
}
"""
SEARCH = """
query ($query: String!) {
  searchResources(query: $query, first: 20) {
    totalCount
    edges { titleHighlighted { text isMatch } node { id title kind language topic } }
    facets { kinds { value count } languages { value count } topics { value count } }
  }
}
"""
SCAN = "SELECT id, title, kind, language, topic FROM resource WHERE title ILIKE $1 LIMIT 20"


async def signed_in(http: httpx.AsyncClient) -> None:
    variables = {"email": COORDINATOR, "password": PASSWORD}
    answer = await http.post("/graphql", json={"query": SIGN_IN, "variables": variables})
    token = answer.json()["data"]["signIn"]["tokens"]["accessToken"]
    http.headers["authorization"] = f"Bearer {token}"


async def queries_of(connection: asyncpg.Connection) -> list[str]:
    """Words from random titles: whole, cut short as somebody types, and mistyped."""
    rows = await connection.fetch("SELECT title FROM resource ORDER BY id")
    choice = random.Random(1)
    words = [word for row in rows for word in row["title"].split() if len(word) > 2]
    picked = choice.sample(words, min(QUERIES, len(words)))
    return [variant(word, number % 3) for number, word in enumerate(picked)]


def variant(word: str, kind: int) -> str:
    middle = len(word) // 2
    return (word, word[: middle + 1], word[:middle] + word[middle + 1 :])[kind]


class TooSoon(Exception):
    """The server wants to be asked again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


async def timed(ask: Callable[[str], Awaitable[object]], queries: list[str]) -> list[float]:
    """Milliseconds of each query, one after the other, after a few to warm up."""
    for query in queries[:10]:
        await milliseconds(ask, query)
    return [await milliseconds(ask, query) for query in queries]


async def milliseconds(ask: Callable[[str], Awaitable[object]], query: str) -> float:
    """Of the answer alone: having to wait for one's turn is not counted."""
    while True:
        begun = time.perf_counter()
        try:
            await ask(query)
            return (time.perf_counter() - begun) * 1000
        except TooSoon as error:
            await asyncio.sleep(error.seconds)


def line(name: str, took: list[float]) -> str:
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    return f"{name:<28} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   max {max(took):6.1f} ms"


async def compare(url: str) -> None:
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(database_of(get_settings()))
        connection = await direct_connection(address)
        stack.push_async_callback(connection.close)
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=PATIENCE))
        await signed_in(http)
        queries = await queries_of(connection)

        async def ours(query: str) -> None:
            body = {"query": SEARCH, "variables": {"query": query}}
            response = await http.post("/graphql", json=body)
            if response.status_code == 429:
                raise TooSoon(int(response.headers["retry-after"]))
            assert "errors" not in response.json(), response.text[:300]

        searched = await timed(ours, queries)
        scanned = await timed(lambda query: connection.fetch(SCAN, f"%{query}%"), queries)
    print(line("searchResources over HTTP", searched))
    print(line("ILIKE scan in the database", scanned))
    ratio = statistics.median(searched) / statistics.median(scanned)
    print(f"{len(queries)} queries; searchResources takes {ratio:.2f} times the scan (p50)")


def main() -> None:
    settings = get_settings()
    url = sys.argv[1] if len(sys.argv) > 1 else f"http://{settings.host}:{settings.port}"
    asyncio.run(compare(url))


if __name__ == "__main__":
    main()
