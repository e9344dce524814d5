"""What must still happen, and what was already asked for."""

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

from models.base import Record


class OutboxEntry(Record):
    """Something that must happen after a transaction: written inside it, done by the worker.

    `payload` holds ids, never secrets or texts of people. `due_at` moves ahead with each failed
    attempt; `dead_at` says that nobody will try again by itself.
    """

    kind = fields.CharField(max_length=40)
    payload: dict[str, Any] = fields.JSONField()
    due_at = fields.DatetimeField(auto_now_add=True)
    attempts = fields.SmallIntField(default=0)
    last_error = fields.TextField(default="")
    dead_at = fields.DatetimeField(null=True)

    class Meta:
        table = "outbox_entry"


class IdempotencyKey(Record):
    """What a viewer's key made, so that asking again gives the same thing back."""

    user_id = fields.UUIDField()
    key = fields.CharField(max_length=64)
    request_hash = fields.CharField(max_length=64)
    result_id = fields.UUIDField()

    class Meta:
        table = "idempotency_key"
        constraints = (UniqueConstraint(fields=("user_id", "key"), name="idempotency_key_once"),)
