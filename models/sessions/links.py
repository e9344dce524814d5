"""Mailed links that change how somebody signs in."""

from uuid import UUID

from tortoise import fields

from models.base import Record
from models.users import User


class EmailChange(Record):
    """Somebody wants another address; it is theirs once the link mailed there is opened."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="email_changes"
    )
    before = fields.CharField(max_length=254)
    """The address until then."""
    email = fields.CharField(max_length=254)
    token_hash = fields.CharField(max_length=64, unique=True, null=True)
    """Null until the mail is made."""
    expires_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)
    user_id: UUID

    class Meta:
        table = "email_change"
        indexes = (("user_id",), ("created_at",))


class PasswordReset(Record):
    """Somebody forgot the password of an address, or says so; perhaps it has no account at all."""

    email = fields.CharField(max_length=254)
    token_hash = fields.CharField(max_length=64, unique=True, null=True)
    """Null until the mail is made."""
    proof = fields.CharField(max_length=64, default="")
    """Of the password at that time; the link is for this one and for none that follows it."""
    expires_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "password_reset"
        indexes = (("created_at",),)
