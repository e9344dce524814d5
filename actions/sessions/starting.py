"""A new session, and what its device keeps of it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from actions import tokens
from actions.sessions.callers import Caller
from actions.sessions.ending import end
from actions.sessions.seeing import this_hour
from actions.transaction import Transaction
from models import Session, SignInMethod, User
from settings import get_settings


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a device keeps. Only hashes of them are stored."""

    session: Session
    access: str
    refresh: str
    device: str | None = None
    """What lets it try to sign in again whatever others try; it outlives the session."""

    def on(self, device: str | None) -> "Tokens":
        return replace(self, device=device)


async def start(current: Transaction, user: User, caller: Caller, method: SignInMethod) -> Tokens:
    """A session of a user who has proven who they are, in place of the one they may have had."""
    if caller.session:
        await end(current, caller.session.id)
    access, refresh, now = tokens.new_token(), tokens.new_token(), datetime.now(UTC)
    ends_at = now + timedelta(days=get_settings().refresh_token_days)
    session = await Session.create(
        user=user,
        label=caller.label,
        method=method,
        seen_at=this_hour(),
        access_hash=tokens.hash_of(access),
        access_expires_at=min(now + access_lasts(), ends_at),
        refresh_hash=tokens.hash_of(refresh),
        refresh_expires_at=ends_at,
    )
    return Tokens(session, access, refresh)


def access_lasts() -> timedelta:
    return timedelta(minutes=get_settings().access_token_minutes)
