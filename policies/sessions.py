"""What belongs to everybody who is signed in, and whose sessions and keys are whose."""

from uuid import UUID

from tortoise.expressions import RawSQL, Subquery
from tortoise.queryset import QuerySet

from models import ApiKey, Session, User
from policies.roles import Ability, organizations_where
from settings import get_settings


async def everybody(event: object = None) -> bool:
    """For what is a person's own: being signed in is enough."""
    return True


def visible_to(viewer: User) -> QuerySet[Session]:
    """The viewer's own, as long as they can be renewed."""
    return Session.filter(
        user_id=viewer.id,
        ended_at=None,
        refresh_expires_at__gt=RawSQL("CURRENT_TIMESTAMP"),
        seen_at__gte=RawSQL(idle_before()),
    )


def idle_before() -> str:
    """A session that was seen in no hour since then has ended. Hours count whole: none is early.

    As SQL that asks the clock each time: what a policy makes into SQL is kept for later.
    """
    days = get_settings().session_idle_days
    return f"date_trunc('hour', CURRENT_TIMESTAMP - make_interval(days => {days}), 'UTC')"


def keys_visible_to(viewer: User) -> QuerySet[ApiKey]:
    """All keys of organizations whose staff the viewer is, whoever made them."""
    led = organizations_where(viewer, Ability.MANAGE_API_KEYS)
    return ApiKey.filter(organization_id__in=Subquery(led.values("id")))


def living_keys(organization_id: UUID) -> QuerySet[ApiKey]:
    return ApiKey.filter(
        organization_id=organization_id,
        revoked_at=None,
        expires_at__gt=RawSQL("CURRENT_TIMESTAMP"),
    )
