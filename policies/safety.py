"""Who keeps away from whom, which nobody else knows; and who judges what is reported."""

from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models import Block, Report, User
from models.sql import Either
from policies.roles import Ability, programs_where


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


def reports_visible_to(viewer: User) -> QuerySet[Report]:
    """Of programs whose reports the viewer handles, but none about themselves."""
    led = programs_where(viewer, Ability.HANDLE_REPORTS)
    handled = Report.filter(program_id__in=Subquery(led.values("id")))
    return handled.filter(reported_id__not=viewer.id)
