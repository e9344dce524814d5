"""How people prove who they are. Secrets are stored as hashes only."""

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


class Session(Record):
    """One signed-in device: a short access token and the refresh token that renews it."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="sessions"
    )
    access_hash = fields.CharField(max_length=64, unique=True)
    access_expires_at = fields.DatetimeField()
    refresh_hash = fields.CharField(max_length=64, unique=True)
    refresh_expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    user_id: UUID

    class Meta:
        indexes = (("user_id",),)


class SpentToken(Record):
    """A refresh token that was renewed. Whoever shows it again has a copy, so its session ends."""

    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField("models.Session")
    token_hash = fields.CharField(max_length=64, unique=True)
    session_id: UUID

    class Meta:
        table = "spent_token"
        indexes = (("session_id",),)


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
        indexes = (("email", "created_at"),)
