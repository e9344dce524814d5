"""Who is asking: a bearer token, over HTTP or in the first message of a socket."""

import time
from datetime import UTC, datetime

from actions import tokens
from actions.sessions import session_of
from errors import Unauthenticated
from events import topics
from events.hub import hub
from models import Session

ENDED = "This access token has ended; refresh it, or sign in again"
NOT_A_TOKEN = "Send `Authorization: Bearer <access token>`"

FRESH_SECONDS = 1.0
"""How long a session is taken for living without asking, should the word of its end be lost."""

MOST_FRESH = 10_000


class Fresh:
    """Sessions that were found living a moment ago, by the hash of their access token.

    The columns of their users are as old: whatever shows a profile reads it anew.
    """

    def __init__(self) -> None:
        self.found: dict[str, tuple[float, Session]] = {}
        self.hashes: dict[str, str] = {}
        """By the topic on which the end of the session is told."""

    def get(self, token_hash: str) -> Session | None:
        until, session = self.found.get(token_hash, (0.0, None))
        return session if time.monotonic() < until else None

    def keep(self, token_hash: str, session: Session) -> None:
        if len(self.found) >= MOST_FRESH:
            self.found.clear()
            self.hashes.clear()
        lasts = min(FRESH_SECONDS, lifetime(session))
        self.found[token_hash] = time.monotonic() + lasts, session
        self.hashes[topics.session(session.id)] = token_hash

    def forget(self, topic: str) -> None:
        self.found.pop(self.hashes.pop(topic, ""), None)


fresh = Fresh()
hub.overhear(fresh.forget)


async def session_for(authorization: object) -> Session | None:
    """The session of a bearer token; None without one, Unauthenticated if it is no good."""
    if authorization is None:
        return None
    scheme, _, token = str(authorization).strip().partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(NOT_A_TOKEN)
    token_hash = tokens.hash_of(token.strip())
    if session := fresh.get(token_hash):
        return session
    session = await session_of(token_hash)
    if session is None:
        raise Unauthenticated(ENDED)
    fresh.keep(token_hash, session)
    return session


async def is_living(session: Session) -> bool:
    """Whether it has not been ended meanwhile, asked of the database."""
    return await Session.exists(id=session.id, ended_at=None)


def lifetime(session: Session) -> float:
    """The seconds that its access token still lasts."""
    return (session.access_expires_at - datetime.now(UTC)).total_seconds()
