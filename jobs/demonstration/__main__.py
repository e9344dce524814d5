"""`python -m jobs.demonstration` loads the demonstration program and says who can sign in."""

import asyncio
import logging
import sys

import asyncpg

from adapters.database import connected_database
from adapters.embedded_postgres import PostgresUnavailable
from jobs import taxonomy
from jobs.demonstration import load, welcome
from settings import get_settings


def main() -> None:
    logging.basicConfig(format="%(message)s")
    logging.getLogger("mentorgraph").setLevel(logging.INFO)
    try:
        is_there = asyncio.run(run())
    except (PostgresUnavailable, OSError, asyncpg.PostgresError) as error:
        sys.exit(f"mentorgraph: the database cannot be reached; see DATABASE_URL: {error}")
    if is_there:
        print(welcome(get_settings().address))


async def run() -> bool:
    async with connected_database(get_settings()):
        await taxonomy.load()
        return await load()


if __name__ == "__main__":
    main()
