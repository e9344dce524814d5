"""`python -m jobs.imports resources FILE [--organization SLUG]`."""

import argparse
import asyncio
import sys
from pathlib import Path

import asyncpg

from adapters.database import connected_database
from adapters.embedded_postgres import PostgresUnavailable
from jobs.imports.files import Unreadable
from jobs.imports.resources import Tally, bring_in_resources
from models import Organization
from models.acting import by_system
from models.securing import Unsecured
from settings import get_settings


class Impossible(Exception):
    """Nothing can be brought in; says what to do first."""


NOT_DONE = (
    *(Impossible, Unreadable, Unsecured),
    *(PostgresUnavailable, asyncpg.PostgresError, OSError),
)


def main() -> int:
    """0 if every line came in, 1 if some were refused, 2 if nothing could be done."""
    asked, tally = arguments(), Tally()
    try:
        asyncio.run(bring_in(asked.file, asked.organization, tally))
    except NOT_DONE as error:
        so_far = f"stopped after {tally}" if tally.added or tally.revised else "was not imported"
        print(f"mentorgraph: {asked.file} {so_far}: {error}", file=sys.stderr)
        return 2
    print(tally)
    return 1 if tally.refused else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/import", description="Brings in what others keep in files."
    )
    parser.add_argument("what", choices=["resources"])
    parser.add_argument("file", type=Path, help="JSON lines, or CSV with names in its first line")
    parser.add_argument("--organization", metavar="SLUG", help="needed if there are several")
    return parser.parse_args()


@by_system
async def bring_in(path: Path, slug: str | None, tally: Tally) -> None:
    async with connected_database(get_settings()):
        await bring_in_resources(await chosen(slug), path, tally)


async def chosen(slug: str | None) -> Organization:
    known = {organization.slug: organization for organization in await Organization.all()}
    if slug is None and len(known) == 1:
        return next(iter(known.values()))
    if slug in known:
        return known[slug]
    names = ", ".join(sorted(known)) or "none yet; start the server and create one"
    wrong = f"there is no organization {slug!r}" if slug else "say which --organization it is for"
    raise Impossible(f"{wrong}; known: {names}")


if __name__ == "__main__":
    sys.exit(main())
