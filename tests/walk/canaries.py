"""A mark in every text of every row, which says where it came from wherever it turns up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import asyncpg
from tortoise import Tortoise

from models.database import direct_connection
from models.row_security import RULES
from schema.ids import split

COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')
    ORDER BY 1, 2
"""
MARK = """
    UPDATE "{table}" SET "{column}" = left("{column}", {kept})
        || 'zq' || nextval('canary') || 'qz'
    WHERE "{column}" <> ''
"""
LONGEST = """
    SELECT character_maximum_length FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = $1 AND column_name = $2
"""
ROOM = 12
LONG_ENOUGH = 8_000

FOUND = re.compile(r"zq(\d+)qz")
SECRET = re.compile(r"\$argon2|\b[0-9a-f]{64}\b")
TYPED_ID = re.compile(r"\b[a-z]+(?:_[a-z]+)*_[0-7][0-9a-hjkmnp-tv-z]{25}\b")

COPIES = ("resource_search", "resource_word")
"""Tables that follow others by themselves."""

UNMARKED = {
    # What the code reads a meaning from.
    *("resource.language", "user_account.time_zone", "registration.time_zone", "outbox_entry.kind"),
    *(
        "question.key",
        "user_language.code",
        "user_account.picture_version",
        "taxonomy.name",
        "taxonomy.digest",
    ),
    # What is everybody's.
    *("skill_label.key", "skill_label.name"),
    # What is found by being just that, and so turns up nowhere else.
    *("idempotency_key.key", "organization.slug", "message.client_id", "resource.url", "skill.key"),
    "import_line.address",
}
"""Columns of texts that stay as they are. So do enumerations, addresses and hashes."""


@dataclass(frozen=True, slots=True)
class Origin:
    table: str
    id: UUID
    column: str = "id"


@dataclass(slots=True)
class Canaries:
    """Where marks, addresses and ids came from."""

    marks: dict[str, Origin] = field(default_factory=dict)
    addresses: dict[str, set[Origin]] = field(default_factory=dict)
    """One may stand in several rows."""
    ids: dict[UUID, Origin] = field(default_factory=dict)

    def note(self, origin: Origin, text: str) -> None:
        self.marks |= dict.fromkeys(FOUND.findall(text), origin)
        if origin.column == "email":
            self.addresses.setdefault(text, set()).add(origin)

    def found_in(self, text: str) -> Iterator[frozenset[Origin]]:
        """The origins of everything in the text that is of some row: usually one each."""
        yield from (frozenset({self.marks[number]}) for number in FOUND.findall(text))
        yield from (frozenset(some) for address, some in self.addresses.items() if address in text)
        ids = filter(None, map(split, set(TYPED_ID.findall(text))))
        yield from (frozenset({self.ids[id]}) for _, id in ids if id in self.ids)


async def marked(database_url: str) -> Canaries:
    """All rows that there are, marked in every column that is not one of UNMARKED."""
    owner = await direct_connection(database_url)
    try:
        await owner.execute("CREATE TEMPORARY SEQUENCE canary START 1000")
        for table, column in await owner.fetch(COLUMNS):
            if is_marked(table, column):
                longest = await owner.fetchval(LONGEST, table, column) or LONG_ENOUGH
                # Four letters of a hint are no place for a mark.
                if longest > ROOM:
                    await owner.execute(
                        MARK.format(table=table, column=column, kept=longest - ROOM)
                    )
        return await origins(owner)
    finally:
        await owner.close()


def is_marked(table: str, column: str) -> bool:
    is_free = column not in enumerations().get(table, ()) and column != "email"
    is_kept = f"{table}.{column}" in UNMARKED or column.endswith("_hash")
    is_ours = table in RULES and table not in {*COPIES, "tortoise_migrations"}
    return is_ours and is_free and not is_kept


@cache
def enumerations() -> dict[str, set[str]]:
    """The columns of each table that hold words of a list."""
    models = (Tortoise.apps or {})["models"].values()
    return {
        model._meta.db_table: {
            name for name, field in model._meta.fields_map.items() if hasattr(field, "enum_type")
        }
        for model in models
    }


async def origins(owner: asyncpg.Connection) -> Canaries:
    found = Canaries()
    for table in RULES.keys() - {*COPIES, "tortoise_migrations"}:
        for row in await owner.fetch(f'SELECT * FROM "{table}"'):
            found.ids[row["id"]] = Origin(table, row["id"])
            for column, value in row.items():
                if isinstance(value, str):
                    found.note(Origin(table, row["id"], column), value)
    return found
