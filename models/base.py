"""What every row has."""

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7


class Record(Model):
    """A row whose id sorts by the time it was made (UUIDv7)."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        abstract = True
