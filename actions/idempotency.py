"""Asking twice for the same thing makes it once."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from tortoise.exceptions import IntegrityError

from actions import checks
from actions.transaction import Transaction, transaction
from errors import Conflict
from models import IdempotencyKey, User
from models.base import Record

R = TypeVar("R", bound=Record)


async def once(
    viewer: User,
    key: str | None,
    model: type[R],
    create: Callable[[Transaction], Awaitable[R]],
    *request: Any,
) -> R:
    """What `create` makes in a transaction, or what it made the first time this key was used.

    Conflict if the key was used for something else. Without a key it is always made anew.
    """
    if key is None:
        async with transaction() as current:
            return await create(current)
    key = checks.text("idempotencyKey", key, least=1, most=64)
    digest = hashlib.sha256(repr((model.__name__, request)).encode()).hexdigest()
    if made := await made_before(viewer, key, model, digest):
        return made
    try:
        async with transaction() as current:
            row = await create(current)
            await IdempotencyKey.create(
                user_id=viewer.id, key=key, request_hash=digest, result_id=row.id
            )
            return row
    except IntegrityError:
        if made := await made_before(viewer, key, model, digest):
            return made
        raise


async def made_before(viewer: User, key: str, model: type[R], digest: str) -> R | None:
    known = await IdempotencyKey.get_or_none(user_id=viewer.id, key=key)
    if known is None:
        return None
    if known.request_hash != digest:
        raise Conflict("This idempotencyKey was used for something else; choose a new one")
    return await model.get(id=known.result_id)
