"""`python -m models` brings a database up to date; `--check` fails where a migration is missing."""

import asyncio
import sys

from tortoise import Tortoise
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

from models.database import TORTOISE, migrate, owner_url


async def missing_migrations() -> list[str]:
    """Names of the migrations that `tortoise makemigrations` would write; needs no database."""
    async with TortoiseContext() as context:
        await context.init(config=TORTOISE, init_connections=False)
        writers = await MigrationAutodetector(Tortoise.apps, TORTOISE["apps"]).changes()
    return [writer.name for writer in writers]


def main() -> None:
    if "--check" not in sys.argv:
        return asyncio.run(migrate(owner_url()))
    missing = asyncio.run(missing_migrations())
    if missing:
        sys.exit(f"Run `tortoise makemigrations`; not written yet: {', '.join(missing)}")


if __name__ == "__main__":
    main()
