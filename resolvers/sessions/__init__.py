"""Registering, signing in and out, and what keeps an account safe."""

from resolvers.sessions.changing import ChangingMutations
from resolvers.sessions.deleting import DeletingMutations
from resolvers.sessions.factors import FactorMutations
from resolvers.sessions.keys import ApiKeyMutations
from resolvers.sessions.revoking import RevokingMutations
from resolvers.sessions.signing_in import SignInMutations

__all__ = [
    "ApiKeyMutations",
    "ChangingMutations",
    "DeletingMutations",
    "FactorMutations",
    "RevokingMutations",
    "SignInMutations",
]
