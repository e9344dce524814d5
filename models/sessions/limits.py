"""What keeps guessing slow: attempts that were made lately, and devices that are known."""

from uuid import UUID

from tortoise import fields

from models.base import Record
from models.users import User


class AttemptWindow(Record):
    """How many attempts of a kind were made since the first of them; forgotten at `ends_at`.

    The key is a hash of what is limited and of whom it is counted for, so no address is kept.
    """

    key = fields.CharField(max_length=64, unique=True)
    count = fields.IntField()
    ends_at = fields.DatetimeField()

    class Meta:
        table = "attempt_window"
        indexes = (("ends_at",),)


class Device(Record):
    """A browser or an app that somebody has signed in on, whether or not they still are."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="devices"
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    used_at = fields.DatetimeField()
    user_id: UUID

    class Meta:
        indexes = (("user_id",), ("used_at",))
