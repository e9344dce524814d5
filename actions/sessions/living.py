"""Which session an access token belongs to."""

from datetime import UTC, datetime
from uuid import UUID

from tortoise.expressions import RawSQL

from actions.sessions import seeing
from actions.sessions.refreshing import used
from models import Session, User
from models.acting import by_system
from models.sql import fetch_one, row_of
from policies.sessions import idle_before

LIVING = """
    SELECT session, person FROM session JOIN user_account AS person ON person.id = session.user_id
    WHERE access_hash = $1 AND ended_at IS NULL AND access_expires_at > $2
"""
"""By hand: it is asked more often than anything else, and the ORM takes longer to write it."""


@by_system
async def session_of(access_hash: str) -> Session | None:
    """The living session of an access token, by the token's hash, with its user.

    One more statement the first time that a renewed token is used.
    """
    found = await fetch_one(LIVING, access_hash, datetime.now(UTC))
    if found is None:
        return None
    session = row_of(Session, found["session"])
    session.user = row_of(User, found["person"])
    seeing.note(session)
    if session.parent_hash:
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
