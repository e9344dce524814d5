"""What passes: it is told to whoever listens, and is in no log."""

from typing import Annotated

import strawberry

from schema.conversations.types import Conversation
from schema.errors import Conflict, Forbidden, Invalid, NotFound
from schema.users import User


@strawberry.type(description="What passes in a conversation, as it is now; newer replaces older")
class ConversationSignals:
    conversation: Conversation
    typing: list[User] = strawberry.field(description="Who else is writing just now, at most 20")


@strawberry.input
class SetTypingInput:
    conversation_id: strawberry.ID
    is_typing: bool = strawberry.field(
        description="True while they write, again every 5 seconds; it is over 10 seconds after"
    )


@strawberry.type(description="The others see it, if they listen")
class SetTypingPayload:
    conversation: Conversation


SetTypingResult = Annotated[
    SetTypingPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("SetTypingResult"),
]
