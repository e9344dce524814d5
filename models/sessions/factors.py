"""What somebody proves besides their password."""

from uuid import UUID

from tortoise import fields

from models.base import Record
from models.users import User


class Totp(Record):
    """An app that shows codes (RFC 6238), in use once a code of it was confirmed."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField("models.User", related_name="totp")
    seed = fields.BinaryField()
    """Sealed; see `actions/sealing.py`."""
    confirmed_at = fields.DatetimeField(null=True)
    last_step = fields.BigIntField(default=0)
    """Half minutes since 1970, of the newest code that was taken: none is taken twice."""
    user_id: UUID


class RecoveryCode(Record):
    """Stands in for the app once, and is gone then."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="recovery_codes"
    )
    code_hash = fields.CharField(max_length=64, unique=True)
    user_id: UUID

    class Meta:
        table = "recovery_code"
        indexes = (("user_id",),)


class SignInChallenge(Record):
    """Somebody has proven their password, and not yet their second factor."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="challenges"
    )
    token_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()
    user_id: UUID

    class Meta:
        table = "sign_in_challenge"
        indexes = (("user_id",), ("expires_at",))
