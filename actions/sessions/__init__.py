"""Registering, proving an address, signing in and out."""

from actions.sessions.addresses import address_of
from actions.sessions.callers import Caller
from actions.sessions.ending import revoke_other_sessions, revoke_session, sign_out
from actions.sessions.living import session_of
from actions.sessions.refreshing import refresh
from actions.sessions.registering import new_link, register, verify_email
from actions.sessions.signing_in import sign_in
from actions.sessions.starting import Tokens

__all__ = [
    "Caller",
    "Tokens",
    "address_of",
    "new_link",
    "refresh",
    "register",
    "revoke_other_sessions",
    "revoke_session",
    "session_of",
    "sign_in",
    "sign_out",
    "verify_email",
]
