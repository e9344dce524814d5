"""Who is asking: a bearer token, over HTTP or in the first message of a socket."""

from actions.sessions import session_of
from errors import Unauthenticated
from models import Session

ENDED = "This access token has ended; refresh it, or sign in again"
NOT_A_TOKEN = "Send `Authorization: Bearer <access token>`"


async def session_for(authorization: object) -> Session | None:
    """The session of a bearer token; None without one, Unauthenticated if it is no good."""
    if authorization is None:
        return None
    scheme, _, token = str(authorization).strip().partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(NOT_A_TOKEN)
    session = await session_of(token.strip())
    if session is None:
        raise Unauthenticated(ENDED)
    return session


async def is_living(session: Session) -> bool:
    """Whether it has not been ended meanwhile, asked of the database."""
    return await Session.exists(id=session.id, ended_at=None)
