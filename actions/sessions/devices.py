"""Devices that somebody has signed in on. Others' attempts do not keep them out.

A device holds a random token, which lets it try a password again and nothing more.
"""

from datetime import UTC, datetime
from uuid import UUID

from actions import tokens
from models import Device, User
from models.sql import fetch

MOST_KEPT = 20
"""Of one person. One more, and the one that was used longest ago is forgotten."""

FORGET = """
    DELETE FROM device WHERE user_id = $1 AND id NOT IN (
        SELECT id FROM device WHERE user_id = $1 ORDER BY used_at DESC, id DESC LIMIT $2
    )
"""


async def known(token: str | None, address: str) -> Device | None:
    """The device of this token, if whoever has this address signed in on it before."""
    if token is None or not tokens.has_form(token):
        return None
    return await Device.get_or_none(token_hash=tokens.hash_of(token), user__email=address)


async def remember(user: User, device: Device | None) -> str | None:
    """A token for a device that is new; None for one that has its token."""
    now = datetime.now(UTC)
    if device:
        await Device.filter(id=device.id).update(used_at=now)
        return None
    token = tokens.new_token()
    await Device.create(user=user, token_hash=tokens.hash_of(token), used_at=now)
    await fetch(FORGET, user.id, MOST_KEPT)
    return token


async def forget_others(user_id: UUID, kept: str | None) -> None:
    """All that the person signed in on; `kept` is the token of the one that asks, where known."""
    spared = tokens.hash_of(kept) if kept and tokens.has_form(kept) else ""
    await Device.filter(user_id=user_id).exclude(token_hash=spared).delete()
