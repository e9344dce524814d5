"""Talking, live and later."""

from resolvers.conversations.listening import ConversationSubscriptions
from resolvers.conversations.reading import ConversationQueries
from resolvers.conversations.saying import ConversationMutations

__all__ = ["ConversationMutations", "ConversationQueries", "ConversationSubscriptions"]
