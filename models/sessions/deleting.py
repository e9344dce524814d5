"""People who want to go."""

from uuid import UUID

from tortoise import fields

from models.base import Record
from models.users import User


class DeletionRequest(Record):
    """Somebody wants their account deleted; until `due_at` they can think better of it."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="deletion_request"
    )
    due_at = fields.DatetimeField()
    user_id: UUID

    class Meta:
        table = "deletion_request"
        indexes = (("due_at",),)
