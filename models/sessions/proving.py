"""What proves that an address, or an account, is somebody's."""

from uuid import UUID

from tortoise import fields

from models.base import Record
from models.users import User


class Credential(Record):
    """A password, apart from the profile so that no profile query ever reads it."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="credential"
    )
    password_hash = fields.CharField(max_length=255)
    user_id: UUID


class Registration(Record):
    """Somebody says an address is theirs; a person comes of it when the mailed link is opened.

    The link belongs to this row alone: opening it takes the name and the password that stand here,
    never those of somebody else who named the same address.
    """

    email = fields.CharField(max_length=254)
    name = fields.CharField(max_length=100)
    time_zone = fields.CharField(max_length=64)
    password_hash = fields.CharField(max_length=255)
    token_hash = fields.CharField(max_length=64, unique=True, null=True)
    """Null until the mail is made."""
    expires_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        indexes = (("email", "created_at"), ("created_at",))
