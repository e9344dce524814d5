"""Into an empty database, all of it or nothing."""

import logging
from collections.abc import Iterator

from actions import passwords
from actions.transaction import transaction
from jobs.demonstration import shapes
from jobs.demonstration.founding import founding, publishing
from jobs.demonstration.gathering import gathering
from jobs.demonstration.joining import joining, taking_part
from jobs.demonstration.pairing import stories_of
from jobs.demonstration.timeline import Story, date_back, play
from jobs.demonstration.welcome import COORDINATOR, PASSWORD
from jobs.demonstration.world import World
from models import User
from models.acting import by_system
from models.sql import fetch
from settings import get_settings

log = logging.getLogger("mentorgraph.demonstration")

LOCK = 7_265_002
PATIENCE = "60s"


@by_system
async def load() -> bool:
    """Whether the demonstration program is there now, loaded just now or before.

    A database that has people already, and any database in production, is left as it is.
    """
    if get_settings().is_production:
        log.warning("Nothing is loaded: its password is public, and this is production")
        return False
    async with transaction():
        await take_turn()
        if await User.exists():
            log.info("Nothing is loaded: the database has people already")
            return await User.exists(email=COORDINATOR)
        world = World(await passwords.hash_of(PASSWORD))
        await date_back(await play(stories(world)))
    log.info("The demonstration program is loaded")
    return True


async def take_turn() -> None:
    """Of servers that start together one loads, and the others wait for it, a minute at most."""
    await fetch(f"SET LOCAL statement_timeout = '{PATIENCE}'")
    await fetch("SELECT pg_advisory_xact_lock($1)", LOCK)


def stories(world: World) -> Iterator[Story]:
    for organization in shapes.organizations():
        yield founding(world, organization)
    for name, person in shapes.people().items():
        yield joining(world, name, person)
        yield from (taking_part(world, name, person, part) for part in person.parts)
    for library in shapes.libraries():
        yield publishing(world, library)
    for pair in shapes.pairs():
        yield from stories_of(world, pair)
    for each in shapes.gatherings():
        yield gathering(world, each)
