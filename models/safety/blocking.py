"""Who keeps away from whom."""

from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.base import Record
from models.users import User


class Block(Record):
    """`user` wants nothing to do with `blocked`, who is not told."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="blocks"
    )
    blocked: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="blocked_by"
    )
    user_id: UUID
    blocked_id: UUID

    class Meta:
        indexes = (("blocked_id",),)
        constraints = (
            UniqueConstraint(fields=("user_id", "blocked_id"), name="block_once"),
            CheckConstraint(check="user_id <> blocked_id", name="block_of_others"),
        )
