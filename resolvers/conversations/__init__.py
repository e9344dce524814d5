"""Talking, live and later."""

from resolvers.conversations.drafting import DraftMutations
from resolvers.conversations.finding import FindingQueries
from resolvers.conversations.gathering import GatheringMutations
from resolvers.conversations.listening import ConversationSubscriptions
from resolvers.conversations.reading import ConversationQueries
from resolvers.conversations.saying import ConversationMutations
from resolvers.conversations.signalling import SignalMutations, SignalSubscriptions
from resolvers.conversations.translating import TranslationMutations

__all__ = [
    "ConversationMutations",
    "ConversationQueries",
    "ConversationSubscriptions",
    "DraftMutations",
    "FindingQueries",
    "GatheringMutations",
    "SignalMutations",
    "SignalSubscriptions",
    "TranslationMutations",
]
