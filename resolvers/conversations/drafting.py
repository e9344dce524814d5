"""Keeping for later what one has begun to write."""

import strawberry

from actions import conversations as actions
from schema import ids
from schema.conversations import Conversation, SaveDraftInput, SaveDraftPayload, SaveDraftResult
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class DraftMutations:
    @strawberry.mutation(
        description="Keep what you have written so far, for all of your devices",
        extensions=[SignedIn()],
    )
    async def save_draft(self, info: Info, input: SaveDraftInput) -> SaveDraftResult:
        row = await actions.save_draft(info.context.signed_in(), begun(input))
        return SaveDraftPayload(conversation=Conversation.of(row))


def begun(input: SaveDraftInput) -> actions.NewDraft:
    return actions.NewDraft(
        conversation_id=ids.decode("conversation", "conversationId", input.conversation_id),
        body=input.body,
        root_id=ids.decode("message", "rootId", input.root_id) if input.root_id else None,
        version=input.version,
    )
