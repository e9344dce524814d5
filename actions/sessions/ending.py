"""The end of sessions: their tokens at once, their sockets within two seconds."""

from datetime import UTC, datetime
from uuid import UUID

from actions import tokens
from actions.transaction import Transaction, transaction
from errors import NotFound
from events.facts import SessionEnded
from models import Session, SpentToken, User
from models.acting import by_system
from models.sql import fetch

NO_SESSION = "There is no such session of yours; it may have ended already"

END = """
    UPDATE session SET ended_at = $1
    WHERE user_id = $2 AND ended_at IS NULL AND ($3::uuid IS NULL OR id <> $3) RETURNING id
"""


@by_system
async def sign_out(session: Session) -> None:
    async with transaction() as current:
        await end(current, session.id)


@by_system
async def sign_out_by(refresh_token: str) -> None:
    """End the session that the token renews, or renewed once; nothing, if there is none."""
    shown = tokens.hash_of(refresh_token)
    async with transaction() as current:
        if session := await Session.get_or_none(refresh_hash=shown):
            await end(current, session.id)
        elif spent := await SpentToken.get_or_none(token_hash=shown):
            await end(current, spent.session_id)


@by_system
async def revoke_session(viewer: User, session_id: UUID) -> None:
    """NotFound for one that is not the viewer's, or has ended."""
    async with transaction() as current:
        if not await end(current, session_id, user_id=viewer.id):
            raise NotFound(NO_SESSION)


@by_system
async def revoke_other_sessions(viewer: User, kept: Session) -> int:
    """How many sessions of the viewer that ended."""
    async with transaction() as current:
        return await end_all(current, viewer.id, kept=kept.id)


async def end(current: Transaction, session_id: UUID, **owner: UUID) -> bool:
    """Whether it was living until now."""
    living = Session.filter(id=session_id, ended_at=None, **owner)
    if not await living.update(ended_at=datetime.now(UTC)):
        return False
    current.announce(SessionEnded(session_id))
    return True


async def end_all(current: Transaction, user_id: UUID, *, kept: UUID | None = None) -> int:
    """End all sessions of a person but the one that is kept; how many there were."""
    ended = await fetch(END, datetime.now(UTC), user_id, kept)
    for row in ended:
        current.announce(SessionEnded(row["id"]))
    return len(ended)
