"""Which session an access token belongs to."""

from datetime import UTC, datetime
from uuid import UUID

from tortoise.expressions import RawSQL

from actions.sessions import seeing
from actions.sessions.refreshing import used
from models import Session
from models.acting import by_system
from policies.sessions import idle_before


@by_system
async def session_of(access_hash: str) -> Session | None:
    """The living session of an access token, by the token's hash, with its user.

    One more statement the first time that a renewed token is used.
    """
    session = await Session.get_or_none(
        access_hash=access_hash, ended_at=None, access_expires_at__gt=datetime.now(UTC)
    ).select_related("user")
    if session:
        seeing.note(session)
    if session and session.parent_hash:
        await used(session)
    return session


@by_system
async def session_by_id(id: UUID) -> Session | None:
    """The session with its user, as long as it can be renewed."""
    living = Session.filter(
        id=id,
        ended_at=None,
        refresh_expires_at__gt=datetime.now(UTC),
        seen_at__gte=RawSQL(idle_before()),
    )
    return await living.get_or_none().select_related("user")
