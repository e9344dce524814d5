"""Taking a pause from mentoring: nobody new, and everybody who is there stays."""

from datetime import UTC, datetime, timedelta

from errors import Invalid
from models import User

LONGEST_PAUSE = timedelta(days=2 * 366)


async def pause_mentoring(viewer: User, until: datetime | None) -> User:
    """Nobody is told to ask the viewer, or can, until then or, for None, until they resume.

    Invalid for a moment that has passed, or is more than two years ahead. Again replaces it.
    """
    now = datetime.now(UTC)
    if until is not None and until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    if until is not None and not now < until <= now + LONGEST_PAUSE:
        raise Invalid("until", "Name a moment to come, within two years; or none")
    await User.filter(id=viewer.id).update(paused_at=now, paused_until=until)
    return await User.get(id=viewer.id)


async def resume_mentoring(viewer: User) -> User:
    """Whoever may ask the viewer can ask again; without a pause nothing changes."""
    await User.filter(id=viewer.id).update(paused_at=None, paused_until=None)
    return await User.get(id=viewer.id)
