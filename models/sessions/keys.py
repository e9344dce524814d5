"""What programs of others prove themselves with."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField

from models.base import Record
from models.programs import Organization
from models.users import User


class Scope(Enum):
    """What a key may read or do; nothing else, whatever its maker may."""

    READ_ANALYTICS = "READ_ANALYTICS"
    READ_CONVERSATIONS = "READ_CONVERSATIONS"
    READ_GOALS = "READ_GOALS"
    READ_MATCHES = "READ_MATCHES"
    READ_PEOPLE = "READ_PEOPLE"
    READ_PROGRAMS = "READ_PROGRAMS"
    READ_RESOURCES = "READ_RESOURCES"
    WRITE_PROGRAMS = "WRITE_PROGRAMS"
    WRITE_RESOURCES = "WRITE_RESOURCES"


class ApiKey(Record):
    """It acts as whoever made it, within one organization and its scopes, for as long as they may.

    Its text is shown once; `hint` is its last four letters.
    """

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "models.Organization", related_name="api_keys"
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    name = fields.CharField(max_length=100)
    scopes: list[str] = ArrayField(element_type="text")
    hint = fields.CharField(max_length=4)
    key_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    last_used_on = fields.DateField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    organization_id: UUID
    user_id: UUID

    class Meta:
        table = "api_key"
        indexes = (("organization_id", "id"), ("user_id",))
