"""What the models declare is what the database holds; the ORM's CreateModel drops constraints."""

from tortoise import Tortoise

from models.sql import fetch


async def names_in_database() -> set[str]:
    constraints = await fetch("SELECT conname AS name FROM pg_constraint")
    indexes = await fetch("SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'")
    return {row["name"] for row in [*constraints, *indexes]}


async def test_every_declared_constraint_is_in_the_database(empty: None) -> None:
    models = (Tortoise.apps or {})["models"].values()
    declared = {c.name for model in models for c in model._meta.constraints}

    missing = declared - await names_in_database()

    assert len(declared) > 15
    assert missing == set()


async def test_every_foreign_key_is_indexed(empty: None) -> None:
    """A join or a cascade never reads a whole table; rows are not looked for by tenant alone."""
    rows = await fetch("""
        SELECT c.conrelid::regclass || '.' || a.attname AS name FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND a.attname <> 'organization_id' AND NOT EXISTS (
            SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = a.attnum
        )
    """)

    assert sorted(row["name"] for row in rows) == []
