"""What belongs to everybody who is signed in, and whose sessions are whose."""

from tortoise.expressions import RawSQL
from tortoise.queryset import QuerySet

from models import Session, User


async def everybody(event: object = None) -> bool:
    """For what is a person's own: being signed in is enough."""
    return True


def visible_to(viewer: User) -> QuerySet[Session]:
    """The viewer's own, as long as they can be renewed."""
    return Session.filter(
        user_id=viewer.id, ended_at=None, refresh_expires_at__gt=RawSQL("CURRENT_TIMESTAMP")
    )
