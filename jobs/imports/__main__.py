"""`python -m jobs.imports resources FILE [--organization SLUG]`, and

`python -m jobs.imports people FILE --program NAME --by ADDRESS [--organization SLUG] [--dry-run]`.
"""

import argparse
import asyncio
import sys
from pathlib import Path

import asyncpg

from adapters.database import connected_database
from adapters.embedded_postgres import PostgresUnavailable
from adapters.files import Unreadable
from jobs.imports.people import Report, bring_in_people
from jobs.imports.resources import Tally, bring_in_resources
from models import Organization, Program, User
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
        done = asyncio.run(bring_in(asked, tally))
    except NOT_DONE as error:
        so_far = f"stopped after {tally}" if tally.added or tally.revised else "was not imported"
        print(f"mentorgraph: {asked.file} {so_far}: {error}", file=sys.stderr)
        return 2
    print(done)
    return 1 if done.refused else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/import", description="Brings in what others keep in files."
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    resources = kinds.add_parser("resources", help="into the library of an organization")
    resources.add_argument("file", type=Path, help="JSON lines, or CSV with names on top")
    people = kinds.add_parser("people", help="into a program, by mailed invitations")
    people.add_argument("file", type=Path, help="CSV with the columns email, role, capacity")
    people.add_argument("--program", metavar="NAME", required=True)
    people.add_argument("--by", metavar="ADDRESS", required=True, help="who invites them")
    people.add_argument("--dry-run", action="store_true", help="only say what would be done")
    for kind in (resources, people):
        kind.add_argument("--organization", metavar="SLUG", help="needed if there are several")
    return parser.parse_args()


@by_system
async def bring_in(asked: argparse.Namespace, tally: Tally) -> Tally | Report:
    async with connected_database(get_settings()):
        organization = await chosen(asked.organization)
        if asked.what == "people":
            program, by = await program_of(organization, asked.program), await person(asked.by)
            return await bring_in_people(program, by, asked.file, is_dry=asked.dry_run)
        await bring_in_resources(organization, asked.file, tally)
        return tally


async def program_of(organization: Organization, name: str) -> Program:
    known = {each.name: each for each in await Program.filter(organization_id=organization.id)}
    if name not in known:
        raise Impossible(f"there is no program {name!r}; known: {', '.join(sorted(known))}")
    return known[name]


async def person(address: str) -> User:
    user = await User.get_or_none(email=address.lower())
    if user is None:
        raise Impossible(f"nobody has the address {address!r}")
    return user


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
