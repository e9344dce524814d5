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
    spent_refresh_hash = fields.CharField(max_length=64, unique=True, null=True)
    """The refresh token before this one: whoever shows it again has a copy, so the session ends."""
    refresh_expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    user_id: UUID

    class Meta:
        indexes = (("user_id",),)


class EmailVerification(Record):
    """A mailed link that proves an address; works once, until it expires."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User")
    token_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    user_id: UUID

    class Meta:
        table = "email_verification"
        indexes = (("user_id",),)
