"""Which session an access token belongs to."""

from datetime import UTC, datetime

from actions.sessions import seeing
from actions.sessions.refreshing import used
from models import Session
from models.acting import by_system


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
