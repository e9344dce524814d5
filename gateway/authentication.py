"""Who is asking: by a bearer token, in a header or a socket's first message, or by a cookie."""

import asyncio
from datetime import UTC, datetime

from actions import tokens
from actions.sessions import keys, session_of
from context import SESSION, Context, Jar
from errors import Unauthenticated
from events import topics
from events.hub import hub
from events.moments import seen_by_now
from gateway.cookies import TWO_PROOFS, has_session_cookie
from gateway.fresh import Fresh
from gateway.heads import Head
from gateway.keys import key_for
from gateway.operations import Refused
from gateway.rates import rates
from models import Session
from models.acting import by_system
from settings import get_settings

ENDED = "This access token has ended; refresh it, or sign in again"
NOT_A_TOKEN = "Send `Authorization: Bearer <access token>`"
LATE = "Who asks could not be found out in time; try again"

A_BAD_TOKEN = 10
"""Points, of the address it comes from: asking the database for it takes as long as ten fields."""


class Living(Fresh[Session]):
    """Sessions that were found living, by the hash of their access token, until their end is told.

    The columns of their users are as old: whatever shows a profile reads it anew.
    """

    def __init__(self) -> None:
        super().__init__()
        self.hashes: dict[str, str] = {}
        """By the topic on which the end of the session is told."""
        self.ends = 0
        """How many were told so far."""

    def add(self, token_hash: str, session: Session) -> None:
        self.keep(token_hash, session, lifetime(session))
        self.hashes[topics.session(session.id)] = token_hash

    def forget(self, topic: str) -> None:
        self.ends += topics.is_session(topic)
        self.found.pop(self.hashes.pop(topic, ""), None)

    def forget_all(self) -> None:
        super().forget_all()
        self.hashes.clear()


fresh = Living()
unknown = Fresh[None]()
"""Hashes that no living session had a moment ago. None gets one later: tokens are random."""

asking: dict[str, asyncio.Future[Session | None]] = {}
"""What is being asked of the database, by the hash of the token."""

hub.overhear(fresh.forget)


async def identify(head: Head, context: Context) -> None:
    """Whoever a bearer token, a key or the cookie of a page of ours says; nobody without any.

    Unauthenticated for a token or a key that is no good, Refused for a token beside a cookie.
    """
    if b"authorization" not in head:
        if context.jar and context.jar.sent:
            context.belongs_to(await session_by_cookie(context.jar, context))
        return
    if has_session_cookie(head):
        raise Refused(TWO_PROOFS)
    authorization = head[b"authorization"].decode("latin-1")
    text = bearer_in(authorization)
    if keys.has_form(text):
        return context.belongs_to_key(await key_for(text, context))
    context.belongs_to(await session_for(authorization, context))


async def session_for(authorization: object, caller: Context | None = None) -> Session | None:
    """The session of a bearer token; None without one, Unauthenticated if it is no good.

    That takes points of the caller's address; Refused if they are not there.
    """
    if authorization is None:
        return None
    try:
        return await session_of_token(token_in(str(authorization)))
    except Unauthenticated:
        if caller:
            await rates.charge(caller, A_BAD_TOKEN)
        raise


async def session_by_cookie(jar: Jar, caller: Context) -> Session | None:
    """The session whose token the browser keeps; once it has ended, nobody's and forgotten."""
    if SESSION not in jar.sent:
        return None
    try:
        return await session_for(f"Bearer {jar.sent[SESSION]}", caller)
    except Unauthenticated:
        jar.forget(SESSION)
        return None


def token_in(authorization: str) -> str:
    token = bearer_in(authorization)
    if not tokens.has_form(token):
        raise Unauthenticated(NOT_A_TOKEN)
    return token


def bearer_in(authorization: str) -> str:
    """What stands behind `Bearer`; nothing for another scheme."""
    scheme, _, text = authorization.strip().partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


async def session_of_token(token: str) -> Session:
    token_hash = tokens.hash_of(token)
    if session := fresh.get(token_hash):
        return session
    ends = fresh.ends
    session = None if token_hash in unknown else await asked(token_hash)
    if session is None:
        unknown.keep(token_hash, None)
        raise Unauthenticated(ENDED)
    # If one ended meanwhile it may be this one, whose end would not be told again.
    if ends == fresh.ends:
        fresh.add(token_hash, session)
    return session


async def asked(token_hash: str) -> Session | None:
    """What the database says, asked once for all who want to know it now; Refused if it is late."""
    answer = asking.get(token_hash) or ask(token_hash)
    try:
        async with asyncio.timeout(get_settings().operation_timeout_seconds):
            return await asyncio.shield(answer)
    except TimeoutError:
        raise Refused(LATE, 503, "TIMEOUT", **{"retry-after": "1"}) from None


def ask(token_hash: str) -> asyncio.Future[Session | None]:
    """In a task of its own: whoever asked first may leave before the others."""
    answer = asking[token_hash] = asyncio.ensure_future(session_of(token_hash))
    answer.add_done_callback(lambda _: asking.pop(token_hash, None))
    answer.add_done_callback(seen_by_now)
    return answer


@by_system
async def is_living(session: Session) -> bool:
    """Whether it has not been ended meanwhile, asked of the database."""
    return await Session.exists(id=session.id, ended_at=None)


def lifetime(session: Session) -> float:
    """The seconds that its access token still lasts."""
    return (session.access_expires_at - datetime.now(UTC)).total_seconds()
