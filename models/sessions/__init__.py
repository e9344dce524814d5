"""How people prove who they are. Secrets are stored as hashes only."""

from models.sessions.deleting import DeletionRequest
from models.sessions.factors import RecoveryCode, SignInChallenge, Totp
from models.sessions.keys import ApiKey, Scope
from models.sessions.limits import AttemptWindow, Device
from models.sessions.links import EmailChange, PasswordReset
from models.sessions.proving import Credential, Registration
from models.sessions.sessions import Session, SignInMethod, SpentToken

__all__ = [
    "ApiKey",
    "AttemptWindow",
    "Credential",
    "DeletionRequest",
    "Device",
    "EmailChange",
    "PasswordReset",
    "RecoveryCode",
    "Registration",
    "Scope",
    "Session",
    "SignInChallenge",
    "SignInMethod",
    "SpentToken",
    "Totp",
]
