"""Who keeps away from whom: known to whoever wants it so, and to nobody else."""

from uuid import UUID

from tortoise.queryset import QuerySet

from models import Block, User
from models.sql import Either


def blocks_visible_to(viewer: User) -> QuerySet[Block]:
    """The viewer's own; nobody is told who has blocked them."""
    return Block.filter(user_id=viewer.id)


async def can_meet(one: UUID, other: UUID) -> bool:
    """Unless one of the two has blocked the other."""
    pair = [one, other]
    return not await Block.exists(user_id__in=pair, blocked_id__in=pair)


def apart_from(user_id: UUID) -> Either:
    """Ids of whom they have blocked, and of who has blocked them."""
    blocked, blocking = Block.filter(user_id=user_id), Block.filter(blocked_id=user_id)
    return Either(blocked.values("blocked_id"), blocking.values("user_id"))
