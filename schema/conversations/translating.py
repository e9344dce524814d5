"""Having a message translated: input, payload and result."""

from typing import Annotated

import strawberry

from schema.conversations.types import Translation
from schema.errors import Conflict, Invalid, NotFound, TooMany, Unavailable


@strawberry.input
class TranslateMessageInput:
    message_id: strawberry.ID
    to: str = strawberry.field(description="The code of a language, such as en")


@strawberry.type(description="What the message says, in that language")
class TranslateMessagePayload:
    translation: Translation


TranslateMessageResult = Annotated[
    TranslateMessagePayload | NotFound | Invalid | Conflict | TooMany | Unavailable,
    strawberry.union("TranslateMessageResult"),
]
