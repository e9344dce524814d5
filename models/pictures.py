"""Pictures of people, small enough to be rows."""

from enum import Enum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from models.base import Record
from models.users import User


class PictureSize(Enum):
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"

    @property
    def side(self) -> int:
        """Of the square, in pixels."""
        return SIDES[self]


SIDES = {PictureSize.SMALL: 64, PictureSize.MEDIUM: 256, PictureSize.LARGE: 512}


class Picture(Record):
    """A person's picture in one size: a square, as WebP, made of pixels and nothing else."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="pictures"
    )
    size = fields.CharEnumField(PictureSize, max_length=6)
    content = fields.BinaryField()
    user_id: UUID

    class Meta:
        constraints = (UniqueConstraint(fields=("user_id", "size"), name="picture_size_once"),)
