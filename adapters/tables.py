"""`python -m adapters.tables` writes models/schema.sql: what the migrations make of nothing.

`--check` fails where it is not what they make.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tortoise.migrations.api import migrate as run_migrations

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.embedded_postgres.place import programs
from models.beginning import TABLES
from models.database import MIGRATIONS, credentials_of, disconnect, owner_config
from settings import get_settings

SECONDS = 60
OPTIONS = ("--schema-only", "--no-owner", "--no-privileges", "--no-comments", "--no-policies")

NOISE = re.compile(r"^(--.*|\\.*|SET \w+ = .*;|SELECT pg_catalog\.set_config\(.*)\n", re.MULTILINE)
"""Comments, commands of psql, and settings of the session that reads it."""

WRITTEN = "-- What the migrations make of an empty database; `scripts/tables` writes it.\n\n"
DONE = "\nINSERT INTO public.tortoise_migrations (app, name, applied_at) VALUES\n{};\n"


async def tables_of(url: str) -> str:
    """What all migrations, one after the other, make of the empty database at this address."""
    await run_migrations(config=owner_config(url, get_settings()))
    await disconnect()
    made = NOISE.sub("", await asyncio.to_thread(dump, url))
    names = ",\n".join(f"    ('models', '{name}', now())" for name in sorted(MIGRATIONS))
    return WRITTEN + re.sub(r"\n{2,}", "\n\n", made).strip() + "\n" + DONE.format(names)


def dump(url: str) -> str:
    place = {name: str(value or "") for name, value in credentials_of(url).items()}
    where = (f"--host={place['host']}", f"--port={place['port']}", f"--username={place['user']}")
    return subprocess.run(
        [programs() / "pg_dump", *OPTIONS, *where, place["database"]],
        env={"PGPASSWORD": place["password"]},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    ).stdout


def made_now() -> str:
    with tempfile.TemporaryDirectory() as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres", durable=False)
        try:
            return asyncio.run(tables_of(postgres.start()))
        finally:
            postgres.stop()


def main() -> None:
    made = made_now()
    if "--check" not in sys.argv:
        TABLES.write_text(made, encoding="utf-8")
    elif made != TABLES.read_text(encoding="utf-8"):
        sys.exit("Run `scripts/tables`; models/schema.sql is not what the migrations make")


if __name__ == "__main__":
    main()
