"""What somebody keeps for later."""

from typing import Annotated

import strawberry

from schema.conversations.types import Conversation
from schema.errors import Conflict, Invalid, NotFound


@strawberry.input
class SaveDraftInput:
    conversation_id: strawberry.ID
    body: str = strawberry.field(description="At most 8,000 characters; empty for no draft")
    root_id: strawberry.ID | None = strawberry.field(
        default=None, description="The message that it would answer; null outside threads"
    )
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw, 0 if there was none: Conflict if it is another by now;"
        " null, and the last one counts",
    )


@strawberry.type(description="Saved, and told to your other devices by `inboxEvents`")
class SaveDraftPayload:
    conversation: Conversation


SaveDraftResult = Annotated[
    SaveDraftPayload | NotFound | Invalid | Conflict, strawberry.union("SaveDraftResult")
]
