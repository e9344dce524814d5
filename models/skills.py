"""The taxonomy: what skills are called, and what else people call them."""

import re
import unicodedata
from uuid import UUID

from tortoise import fields

from models.base import Record

LONGEST_NAME = 80


def key_of(name: str) -> str:
    """What a name is compared by: one case, one spacing, no compatibility characters."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


class Skill(Record):
    """A skill of the taxonomy or, without a `number`, one that people wrote and it does not have.

    `key` is its preferred name as it is compared. Numbers are in the order of the keys.
    """

    key = fields.CharField(max_length=80, unique=True)
    name = fields.CharField(max_length=80)
    number = fields.IntField(null=True, unique=True)
    esco_uri = fields.CharField(max_length=200, null=True)


class SkillLabel(Record):
    """One name of a skill of the taxonomy, the preferred one included, and its `key`.

    What people write is looked up here, so no text means two skills.
    """

    skill: fields.ForeignKeyRelation[Skill] = fields.ForeignKeyField(
        "models.Skill", related_name="labels"
    )
    key = fields.CharField(max_length=80, unique=True)
    name = fields.CharField(max_length=80)
    skill_id: UUID

    class Meta:
        table = "skill_label"
        indexes = (("skill_id",),)


class Taxonomy(Record):
    """Which version of the taxonomy was loaded last: one row for all skills."""

    name = fields.CharField(max_length=20, unique=True)
    digest = fields.CharField(max_length=64)
