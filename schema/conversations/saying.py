"""Inputs, payloads and results of what members do."""

from typing import Annotated

import strawberry

from schema.conversations.types import Conversation, Message
from schema.errors import Conflict, Forbidden, Invalid, NotFound


@strawberry.input
class SendMessageInput:
    conversation_id: strawberry.ID
    client_id: str = strawberry.field(
        description="Your own name for it, 1 to 64 characters; sending it again sends it once"
    )
    body: str = strawberry.field(
        description="CommonMark, 1 to 8,000 characters; with attachments it may be empty"
    )
    root_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The message that it answers; what answers an answer is in the same thread",
    )
    mention_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Members whom it names, at most 50"
    )
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Files that you uploaded here for it, at most 10"
    )
    clear_draft: bool = strawberry.field(
        default=False, description="Whether it is the draft that you had there, which then goes"
    )


@strawberry.type(description="Said, and stored")
class SendMessagePayload:
    message: Message


SendMessageResult = Annotated[
    SendMessagePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("SendMessageResult"),
]


@strawberry.input
class MarkReadInput:
    conversation_id: strawberry.ID
    number: int = strawberry.field(description="Everything up to this message is read")


@strawberry.type(description="Read; the marker never moves back")
class MarkReadPayload:
    conversation: Conversation


MarkReadResult = Annotated[MarkReadPayload | NotFound | Invalid, strawberry.union("MarkReadResult")]


@strawberry.input
class EditMessageInput:
    message_id: strawberry.ID
    body: str = strawberry.field(
        description="1 to 8,000 characters; with attachments it may be empty"
    )
    version: int | None = strawberry.field(
        default=None, description="The version you saw: Conflict if it is another by now"
    )


@strawberry.type(description="The message, in its new words")
class EditMessagePayload:
    message: Message


EditMessageResult = Annotated[
    EditMessagePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("EditMessageResult"),
]


@strawberry.input
class RetractMessageInput:
    message_id: strawberry.ID


@strawberry.type(description="The message, without what it said")
class RetractMessagePayload:
    message: Message


RetractMessageResult = Annotated[
    RetractMessagePayload | NotFound | Forbidden | Invalid, strawberry.union("RetractMessageResult")
]


@strawberry.input
class AddReactionInput:
    message_id: strawberry.ID
    emoji: str = strawberry.field(description="One emoji")


@strawberry.type(description="The message, with the reaction")
class AddReactionPayload:
    message: Message


AddReactionResult = Annotated[
    AddReactionPayload | NotFound | Invalid | Conflict, strawberry.union("AddReactionResult")
]


@strawberry.input
class RemoveReactionInput:
    message_id: strawberry.ID
    emoji: str


@strawberry.type(description="The message, without the reaction")
class RemoveReactionPayload:
    message: Message


RemoveReactionResult = Annotated[
    RemoveReactionPayload | NotFound | Invalid | Conflict, strawberry.union("RemoveReactionResult")
]


@strawberry.input
class PinMessageInput:
    message_id: strawberry.ID


@strawberry.type(description="The message, pinned")
class PinMessagePayload:
    message: Message


PinMessageResult = Annotated[
    PinMessagePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("PinMessageResult"),
]


@strawberry.input
class UnpinMessageInput:
    message_id: strawberry.ID


@strawberry.type(description="The message, not pinned any more")
class UnpinMessagePayload:
    message: Message


UnpinMessageResult = Annotated[
    UnpinMessagePayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("UnpinMessageResult"),
]
