"""Signed-in devices, and the tokens they hold."""

from enum import Enum
from uuid import UUID

from tortoise import fields

from models.base import Record
from models.users import User


class SignInMethod(Enum):
    """What was proven last."""

    PASSWORD = "PASSWORD"
    TOTP = "TOTP"
    RECOVERY_CODE = "RECOVERY_CODE"


class Session(Record):
    """One signed-in device: a short access token and the refresh token that renews it.

    It ends for good at `refresh_expires_at`, however often it is renewed, and before that when it
    was not seen for long (`policies.sessions.idle_before`).
    """

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="sessions"
    )
    label = fields.CharField(max_length=60, default="")
    """What the device called itself, in two or three words."""
    method = fields.CharEnumField(SignInMethod, max_length=20, default=SignInMethod.PASSWORD)
    seen_at = fields.DatetimeField(auto_now_add=True)
    """The hour in which it was used last."""
    access_hash = fields.CharField(max_length=64, unique=True)
    access_expires_at = fields.DatetimeField()
    refresh_hash = fields.CharField(max_length=64, unique=True)
    refresh_expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    parent_hash = fields.CharField(max_length=64, unique=True, null=True)
    """Of the refresh token that was renewed last, until one of its children is used."""
    parent_until = fields.DatetimeField(null=True)
    salt = fields.CharField(max_length=64, default="")
    """What the parent and its children have apart, so that it gives the same ones twice."""
    user_id: UUID

    class Meta:
        indexes = (("user_id",), ("refresh_expires_at",))


class SpentToken(Record):
    """A refresh token that was renewed. Whoever shows it again has a copy, so its session ends."""

    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField("models.Session")
    token_hash = fields.CharField(max_length=64, unique=True)
    session_id: UUID

    class Meta:
        table = "spent_token"
        indexes = (("session_id",),)
