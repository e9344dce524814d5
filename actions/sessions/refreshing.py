"""New tokens for old, so that a lost answer signs nobody out and a stolen token is noticed.

A refresh token (the parent) is good until one of the tokens it gave (its children) is used, and 30
seconds at most. Shown again within that time it gives the same children once more: they are made
of the parent and of a salt, which is forgotten with the first use of a child. Shown after that, it
is in two hands.
"""

import hashlib
import hmac
import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from actions import tokens
from actions.sessions.ending import end
from actions.sessions.seeing import this_hour
from actions.sessions.starting import Tokens, access_lasts
from actions.transaction import transaction
from errors import Unauthenticated
from events.facts import SessionRenewed
from models import Session, SpentToken, User
from models.acting import by_system
from models.sql import fetch_one, row_of
from policies.sessions import idle_before

log = logging.getLogger("mentorgraph.sessions")

ENDED = "This token has ended; sign in again"
PARENT_LASTS = timedelta(seconds=30)

# Who comes second waits for the first, and finds its row by what was written there meanwhile.
RENEW = """
    WITH renewed AS (
        UPDATE session SET
            parent_hash = $1,
            parent_until = CASE WHEN refresh_hash = $1 THEN $6 ELSE parent_until END,
            salt = CASE WHEN refresh_hash = $1 THEN $2 ELSE salt END,
            access_hash = CASE WHEN refresh_hash = $1 THEN $3 ELSE access_hash END,
            access_expires_at = CASE WHEN refresh_hash = $1
                THEN least($7, refresh_expires_at) ELSE access_expires_at END,
            seen_at = greatest(seen_at, $8),
            refresh_hash = CASE WHEN refresh_hash = $1 THEN $4 ELSE refresh_hash END
        WHERE (refresh_hash = $1 OR (parent_hash = $1 AND parent_until > $5))
            AND ended_at IS NULL AND refresh_expires_at > $5 AND seen_at >= {idle_before}
        RETURNING *
    ), spent AS (
        INSERT INTO spent_token (id, created_at, session_id, token_hash)
        SELECT $9, $5, id, $1 FROM renewed ON CONFLICT (token_hash) DO NOTHING
    )
    SELECT * FROM renewed
"""


@by_system
async def refresh(token: str) -> tuple[User, Tokens]:
    """The children of a refresh token, which replace it and its access token.

    Unauthenticated for any other; if it is the parent of one in use the session ends, for somebody
    has a copy.
    """
    salt = tokens.new_token()
    session = await renewed(token, salt)
    if session is None:
        await end_copied(tokens.hash_of(token))
        raise Unauthenticated(ENDED)
    session.user = user = await User.get(id=session.user_id)
    return user, Tokens(session, *children(token, session.salt))


async def renewed(token: str, salt: str) -> Session | None:
    """The session, with the salt of the children that the token gave first."""
    now = datetime.now(UTC)
    spent, hashes = tokens.hash_of(token), map(tokens.hash_of, children(token, salt))
    ends = now + PARENT_LASTS, now + access_lasts()
    seen = this_hour(), uuid7()
    async with transaction() as current:
        row = await fetch_one(
            RENEW.format(idle_before=idle_before()), spent, salt, *hashes, now, *ends, *seen
        )
        if row is None:
            return None
        session = row_of(Session, row)
        if session.salt == salt:
            current.announce(SessionRenewed(session.id))
    return session


def children(parent: str, salt: str) -> tuple[str, str]:
    """An access token and a refresh token: 256 bits each, as good as random without both parts."""
    return derived(parent, f"access {salt}"), derived(parent, f"refresh {salt}")


def derived(parent: str, purpose: str) -> str:
    return tokens.spelled(hmac.digest(parent.encode(), purpose.encode(), hashlib.sha256))


async def used(session: Session) -> None:
    """An access token was used for the first time: its device has it, so the parent is over."""
    await Session.filter(id=session.id, access_hash=session.access_hash).update(
        parent_hash=None, parent_until=None, salt=""
    )


async def end_copied(spent: str) -> None:
    """End the session whose spent refresh token was shown, and tell its owner."""
    if copied := await SpentToken.get_or_none(token_hash=spent).select_related("session"):
        await end_stolen(copied.session_id, copied.session.user_id)


async def end_stolen(session_id: UUID, user_id: UUID) -> None:
    async with transaction() as current:
        if not await end(current, session_id):
            return
        await current.later("mail_token_copied", user_id=str(user_id))
    log.warning("A spent refresh token was shown: its session has ended, and its owner is told")
