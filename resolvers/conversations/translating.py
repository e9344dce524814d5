"""Having messages translated."""

import strawberry

from actions import conversations as actions
from schema import ids
from schema.conversations import (
    TranslateMessageInput,
    TranslateMessagePayload,
    TranslateMessageResult,
)
from schema.conversations.types import Translation
from schema.costs import costing
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class TranslationMutations:
    @strawberry.mutation(
        description="Have a message translated by the server that is set up for it, which gets its"
        " text; once, for all who read it",
        extensions=[SignedIn()],
        metadata=costing(work=200),
    )
    async def translate_message(
        self, info: Info, input: TranslateMessageInput
    ) -> TranslateMessageResult:
        which = ids.decode("message", "messageId", input.message_id)
        row = await actions.translate_message(info.context.signed_in(), which, input.to)
        return TranslateMessagePayload(translation=Translation.of(row))
