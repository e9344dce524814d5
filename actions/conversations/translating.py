"""Having a message translated, where there is somebody to ask."""

import logging
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from uuid_utils.compat import uuid7

from actions.attempts import Limit
from actions.conversations.changing import CHANGED, RETRACTED
from actions.conversations.log import NO_MESSAGE
from actions.transaction import transaction
from adapters import translation
from adapters.translation import Failed, Refused, Translated, Translator
from errors import Conflict, Invalid, NotFound, Unavailable
from models import Message, Translation, User
from models.acting import by_system
from models.sql import fetch_one, row_of
from policies import conversations as policy
from search.breaker import Breaker

log = logging.getLogger("mentorgraph.translation")

CODE = re.compile("[a-z]{2,3}(-[A-Za-z]{2,4})?")

NO_CODE = "Write the code of a language, such as en"
SAME = "It is written in this language already"
REFUSED = "This cannot be translated into that language; choose another"
NOBODY = "Messages are not translated here: no translation server is set up"
AWAY = "The translation server does not answer; try again later"

OFTEN = Limit("translate", 200, timedelta(hours=1), "Enough was translated for now")

# Who edits the message waits, or was here first: what is kept is of the words that are there.
KEEP = """
    WITH said AS (
        SELECT id, organization_id FROM message
        WHERE id = $1 AND version = $2 AND retracted_at IS NULL FOR SHARE
    )
    INSERT INTO translation (
        id, created_at, organization_id, message_id, language, source, body
    )
    SELECT $3, $4, organization_id, id, $5, $6, $7 FROM said
    ON CONFLICT (message_id, language) DO UPDATE SET body = excluded.body
    RETURNING *
"""


async def translate_message(viewer: User, message_id: UUID, to: str) -> Translation:
    """What the message says now in another language: kept from before, or asked for.

    NotFound for what the viewer may not read, Conflict for what was taken back or changes
    meanwhile, Invalid for a language that cannot be, Unavailable where nobody translates.
    """
    message = await policy.messages_visible_to(viewer).get_or_none(id=message_id)
    if message is None:
        raise NotFound(NO_MESSAGE)
    require_sense(message, to)
    if known := await Translation.get_or_none(message_id=message.id, language=to):
        return known
    translator = translation.configured()
    if translator is None:
        raise Unavailable(NOBODY)
    await by_system(OFTEN.take)(viewer.id)
    return await keep(message, to, await ask(translator, message, to))


def require_sense(message: Message, to: str) -> None:
    if not CODE.fullmatch(to):
        raise Invalid("to", NO_CODE)
    if message.retracted_at:
        raise Conflict(RETRACTED)
    if message.language == to:
        raise Invalid("to", SAME)


async def ask(translator: Translator, message: Message, to: str) -> Translated:
    """No transaction is open meanwhile. What failed three times in a row rests ten seconds."""
    breaker = breaker_of(translator)
    if not breaker.lets_through():
        raise Unavailable(AWAY)
    try:
        said = await translator.translate(message.body, message.language, to)
    except Failed as failure:
        log.warning("A message could not be translated: %s", failure)
        breaker.failed()
        raise Unavailable(AWAY) from None
    except Refused:
        breaker.succeeded()
        raise Invalid("to", REFUSED) from None
    breaker.succeeded()
    return said


@cache
def breaker_of(translator: Translator) -> Breaker:
    return Breaker()


async def keep(message: Message, to: str, said: Translated) -> Translation:
    about = uuid7(), datetime.now(UTC), to, said.source, said.text
    async with transaction():
        row = await fetch_one(KEEP, message.id, message.version, *about)
    if row is None:
        raise Conflict(CHANGED)
    return row_of(Translation, row)
