"""Registering, signing in and out, and what keeps an account safe."""

from actions.sessions.addresses import address_of
from actions.sessions.callers import Caller
from actions.sessions.changing_email import change_email, confirm_email_change, new_email_link
from actions.sessions.changing_password import (
    change_password,
    new_reset_link,
    request_password_reset,
    reset_password,
)
from actions.sessions.confirming import Challenge, confirm_sign_in
from actions.sessions.deleting import cancel_deletion, request_deletion
from actions.sessions.ending import revoke_other_sessions, revoke_session, sign_out, sign_out_by
from actions.sessions.factors.setting_up import (
    Begun,
    confirm_totp,
    new_recovery_codes,
    remove_totp,
    start_totp,
)
from actions.sessions.living import session_of
from actions.sessions.proofs import Proof
from actions.sessions.refreshing import refresh
from actions.sessions.registering import new_link, register, verify_email
from actions.sessions.signing_in import sign_in
from actions.sessions.starting import Tokens

__all__ = [
    "Begun",
    "Caller",
    "Challenge",
    "Proof",
    "Tokens",
    "address_of",
    "cancel_deletion",
    "change_email",
    "change_password",
    "confirm_email_change",
    "confirm_sign_in",
    "confirm_totp",
    "new_email_link",
    "new_link",
    "new_recovery_codes",
    "new_reset_link",
    "refresh",
    "register",
    "remove_totp",
    "request_deletion",
    "request_password_reset",
    "reset_password",
    "revoke_other_sessions",
    "revoke_session",
    "session_of",
    "sign_in",
    "sign_out",
    "sign_out_by",
    "start_totp",
    "verify_email",
]
