"""What can be found."""

import logging
from dataclasses import replace

from search import meilisearch, postgres
from search.meilisearch import Meilisearch
from search.messages import MessageHit, MessageQuestion, MessagesFound, search_messages
from search.question import Count, Facets, Found, Fragment, Hit, Place, Question

__all__ = [
    "Count",
    "Facets",
    "Found",
    "Fragment",
    "Hit",
    "MessageHit",
    "MessageQuestion",
    "MessagesFound",
    "Place",
    "Question",
    "search_messages",
    "search_resources",
]

log = logging.getLogger("mentorgraph.search")


async def search_resources(question: Question) -> Found:
    """What the asker may see of what matches: from Meilisearch, or from PostgreSQL in its place."""
    if not question.organizations:
        return Found()
    engine = meilisearch.configured()
    if engine is None:
        return await postgres.answer(question)
    if found := await attempt(engine, question):
        return found
    return replace(await postgres.answer(question), is_degraded=True)


async def attempt(engine: Meilisearch, question: Question) -> Found | None:
    """None if it does not answer in time, at all, or sensibly: PostgreSQL can, whatever it was."""
    if not engine.breaker.lets_through():
        return None
    try:
        found = await engine.answer(question)
    except Exception as error:
        # Its words may quote what was searched for.
        log.warning("Meilisearch failed, PostgreSQL answers: %s", type(error).__name__)
        engine.breaker.failed()
        return None
    engine.breaker.succeeded()
    return found
