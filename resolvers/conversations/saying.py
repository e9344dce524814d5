"""What members do: saying something, changing it, answering it."""

from typing import Protocol
from uuid import UUID

import strawberry

from actions import conversations as actions
from schema import ids
from schema.conversations import (
    AddReactionInput,
    AddReactionPayload,
    AddReactionResult,
    Conversation,
    EditMessageInput,
    EditMessagePayload,
    EditMessageResult,
    MarkReadInput,
    MarkReadPayload,
    MarkReadResult,
    Message,
    PinMessageInput,
    PinMessagePayload,
    PinMessageResult,
    RemoveReactionInput,
    RemoveReactionPayload,
    RemoveReactionResult,
    RetractMessageInput,
    RetractMessagePayload,
    RetractMessageResult,
    SendMessageInput,
    SendMessagePayload,
    SendMessageResult,
    UnpinMessageInput,
    UnpinMessagePayload,
    UnpinMessageResult,
)
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class ConversationMutations:
    @strawberry.mutation(
        description="Say something; the same clientId again says it once", extensions=[SignedIn()]
    )
    async def send_message(self, info: Info, input: SendMessageInput) -> SendMessageResult:
        row = await actions.send_message(info.context.signed_in(), said(input))
        return SendMessagePayload(message=Message.of(row))

    @strawberry.mutation(description="Say how far you have read", extensions=[SignedIn()])
    async def mark_read(self, info: Info, input: MarkReadInput) -> MarkReadResult:
        where = ids.decode("conversation", "conversationId", input.conversation_id)
        row = await actions.mark_read(info.context.signed_in(), where, input.number)
        return MarkReadPayload(conversation=Conversation.of(row))

    @strawberry.mutation(
        description="Put what you said in other words; what it was before stays readable",
        extensions=[SignedIn()],
    )
    async def edit_message(self, info: Info, input: EditMessageInput) -> EditMessageResult:
        which = message_of(input)
        row = await actions.edit_message(info.context.signed_in(), which, input.body, input.version)
        return EditMessagePayload(message=Message.of(row))

    @strawberry.mutation(
        description="Take back what you said: nothing is left of it but its place",
        extensions=[SignedIn()],
    )
    async def retract_message(self, info: Info, input: RetractMessageInput) -> RetractMessageResult:
        which = message_of(input)
        row = await actions.retract_message(info.context.signed_in(), which)
        return RetractMessagePayload(message=Message.of(row))

    @strawberry.mutation(
        description="React to a message; the same emoji again changes nothing",
        extensions=[SignedIn()],
    )
    async def add_reaction(self, info: Info, input: AddReactionInput) -> AddReactionResult:
        which = message_of(input)
        row = await actions.add_reaction(info.context.signed_in(), which, input.emoji)
        return AddReactionPayload(message=Message.of(row))

    @strawberry.mutation(
        description="Take your reaction back",
        extensions=[SignedIn()],
    )
    async def remove_reaction(self, info: Info, input: RemoveReactionInput) -> RemoveReactionResult:
        which = message_of(input)
        row = await actions.remove_reaction(info.context.signed_in(), which, input.emoji)
        return RemoveReactionPayload(message=Message.of(row))

    @strawberry.mutation(
        description="Pin a message for all who are there",
        extensions=[SignedIn()],
    )
    async def pin_message(self, info: Info, input: PinMessageInput) -> PinMessageResult:
        which = message_of(input)
        row = await actions.pin_message(info.context.signed_in(), which)
        return PinMessagePayload(message=Message.of(row))

    @strawberry.mutation(
        description="Take a pinned message down",
        extensions=[SignedIn()],
    )
    async def unpin_message(self, info: Info, input: UnpinMessageInput) -> UnpinMessageResult:
        which = message_of(input)
        row = await actions.unpin_message(info.context.signed_in(), which)
        return UnpinMessagePayload(message=Message.of(row))


class AboutMessage(Protocol):
    message_id: strawberry.ID


def message_of(input: AboutMessage) -> UUID:
    return ids.decode("message", "messageId", input.message_id)


def said(input: SendMessageInput) -> actions.NewMessage:
    """The input in the action's words; Invalid names what is no id."""
    return actions.NewMessage(
        conversation_id=ids.decode("conversation", "conversationId", input.conversation_id),
        client_id=input.client_id,
        body=input.body,
        root_id=ids.decode("message", "rootId", input.root_id) if input.root_id else None,
        mentions=[ids.decode("user", "mentionIds", id) for id in input.mention_ids],
        attachments=[ids.decode("attachment", "attachmentIds", id) for id in input.attachment_ids],
        clears_draft=input.clear_draft,
    )
