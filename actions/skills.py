"""What people's words for skills mean, and the taxonomy that says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from uuid_utils.compat import uuid7

from actions.transaction import transaction
from models import Skill, Taxonomy
from models.acting import by_system
from models.skills import key_of
from models.sql import fetch

SKILLS = "skills"

KNOWN = """
    SELECT key, skill_id FROM skill_label WHERE key = ANY($1::text[])
    UNION ALL SELECT key, id FROM skill WHERE number IS NULL AND key = ANY($1::text[])
"""
WRITE_SKILLS = """
    INSERT INTO skill (id, created_at, key, name, esco_uri, number)
    SELECT one.id, now(), key, name, uri, number FROM
    unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS one (id, key, name, uri, number)
    ON CONFLICT (key) DO UPDATE
    SET name = EXCLUDED.name, esco_uri = EXCLUDED.esco_uri, number = EXCLUDED.number
"""
WRITE_LABELS = """
    INSERT INTO skill_label (id, created_at, skill_id, key, name)
    SELECT one.id, now(), skill.id, one.key, one.name FROM
    unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS one (id, skill, key, name)
    JOIN skill ON skill.key = one.skill
"""
MOVE_PEOPLE = """
    WITH moved AS (
        DELETE FROM user_skill AS had USING skill AS old JOIN skill_label AS known USING (key)
        WHERE had.skill_id = old.id AND old.id <> known.skill_id
        RETURNING had.*, known.skill_id AS now_id
    ) INSERT INTO user_skill (id, created_at, user_id, skill_id, side, level)
    SELECT id, created_at, user_id, now_id, side, level FROM moved ORDER BY level NULLS LAST
    ON CONFLICT DO NOTHING
"""
FORGET_OLD = """
    DELETE FROM skill AS old USING skill_label AS known
    WHERE old.key = known.key AND old.id <> known.skill_id
"""


@dataclass(slots=True)
class Entry:
    """A skill of the taxonomy: `labels` are all its names, by what they are compared by."""

    name: str
    esco_uri: str | None = None
    labels: dict[str, str] = field(default_factory=dict)


async def known_skills(names: dict[str, str]) -> dict[str, UUID]:
    """The skill that each name stands for, by its key; one of its own where it stands for none.

    `names` are as people write them, by their keys. Joins the transaction around it.
    """
    found = await found_by(list(names))
    # Sorted, so that two people who name the same new skills at once do not deadlock.
    fresh = sorted(names.keys() - found)
    if fresh:
        skills = [Skill(key=key, name=names[key]) for key in fresh]
        await Skill.bulk_create(skills, ignore_conflicts=True)
        found |= await found_by(fresh)
    return found


async def found_by(keys: list[str]) -> dict[str, UUID]:
    return {row["key"]: row["skill_id"] for row in await fetch(KNOWN, keys)}


@by_system
async def replace_taxonomy(read: Callable[[], Sequence[Entry]], digest: str) -> bool:
    """Whether it was replaced: not if the last one had the same digest; then `read` is not asked.

    What people wrote before and the taxonomy knows by now is theirs under its preferred name. What
    it does not know any more stays theirs.
    """
    if await Taxonomy.exists(name=SKILLS, digest=digest):
        return False
    taxonomy = read()
    async with transaction():
        # Servers that start together take turns, and nobody writes a new skill meanwhile.
        await fetch("LOCK TABLE skill IN SHARE ROW EXCLUSIVE MODE")
        await write(taxonomy)
        await fetch(MOVE_PEOPLE)
        await fetch(FORGET_OLD)
        await Taxonomy.filter(name=SKILLS).delete()
        await Taxonomy.create(name=SKILLS, digest=digest)
    return True


async def write(taxonomy: Sequence[Entry]) -> None:
    await fetch("UPDATE skill SET number = NULL WHERE number IS NOT NULL")
    await fetch("DELETE FROM skill_label")
    keys = [key_of(one.name) for one in taxonomy]
    names, uris = [one.name for one in taxonomy], [one.esco_uri for one in taxonomy]
    await fetch(WRITE_SKILLS, fresh_ids(len(keys)), keys, names, uris)
    labels = [
        (of, *label) for of, one in zip(keys, taxonomy, strict=True) for label in one.labels.items()
    ]
    await fetch(WRITE_LABELS, fresh_ids(len(labels)), *map(list, zip(*labels, strict=True)))


def fresh_ids(count: int) -> list[UUID]:
    return [uuid7() for _ in range(count)]
