"""Inputs, payloads and results around groups and announcements: who is in them, and who decides."""

from datetime import datetime
from typing import Annotated

import strawberry

from models import ConversationKind, NotificationLevel
from schema.conversations.types import Conversation
from schema.errors import Conflict, Forbidden, Full, Invalid, NotFound, TooMany


@strawberry.input
class StartConversationInput:
    program_id: strawberry.ID = strawberry.field(description="Whose people talk there")
    kind: ConversationKind = strawberry.field(description="GROUP or ANNOUNCEMENT")
    title: str = strawberry.field(description="1 to 120 characters")
    member_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Who is in it besides you, at most 100"
    )
    is_for_everybody: bool = strawberry.field(
        default=False, description="Of an ANNOUNCEMENT: all who take part in the program now"
    )
    idempotency_key: str | None = strawberry.field(
        default=None, description="1 to 64 characters; the same key again starts nothing new"
    )


@strawberry.type(description="The conversation, with you as its host")
class StartConversationPayload:
    conversation: Conversation


StartConversationResult = Annotated[
    StartConversationPayload | NotFound | Forbidden | Invalid | Conflict | TooMany,
    strawberry.union("StartConversationResult"),
]


@strawberry.input
class AddMembersInput:
    conversation_id: strawberry.ID
    member_ids: list[strawberry.ID] = strawberry.field(
        description="People of its program, at most 100"
    )


@strawberry.type(description="They are in it, and can read it from its beginning")
class AddMembersPayload:
    conversation: Conversation


AddMembersResult = Annotated[
    AddMembersPayload | NotFound | Forbidden | Invalid | Conflict | Full,
    strawberry.union("AddMembersResult"),
]


@strawberry.input
class RemoveMemberInput:
    conversation_id: strawberry.ID
    user_id: strawberry.ID


@strawberry.type(description="They are not in it, and read and hear nothing of it")
class RemoveMemberPayload:
    conversation: Conversation


RemoveMemberResult = Annotated[
    RemoveMemberPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("RemoveMemberResult"),
]


@strawberry.input
class AppointHostInput:
    conversation_id: strawberry.ID
    user_id: strawberry.ID = strawberry.field(description="A member")


@strawberry.type(description="The member is a host, too")
class AppointHostPayload:
    conversation: Conversation


AppointHostResult = Annotated[
    AppointHostPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("AppointHostResult"),
]


@strawberry.input
class RenameConversationInput:
    conversation_id: strawberry.ID
    title: str = strawberry.field(description="1 to 120 characters")


@strawberry.type(description="The conversation, by its new title")
class RenameConversationPayload:
    conversation: Conversation


RenameConversationResult = Annotated[
    RenameConversationPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("RenameConversationResult"),
]


@strawberry.input
class EndConversationInput:
    conversation_id: strawberry.ID


@strawberry.type(description="Nothing more is said; everything stays readable to its members")
class EndConversationPayload:
    conversation: Conversation


EndConversationResult = Annotated[
    EndConversationPayload | NotFound | Forbidden | Invalid,
    strawberry.union("EndConversationResult"),
]


@strawberry.input
class LeaveConversationInput:
    conversation_id: strawberry.ID


@strawberry.type(description="You are not in it any more")
class LeaveConversationPayload:
    conversation_id: strawberry.ID


LeaveConversationResult = Annotated[
    LeaveConversationPayload | NotFound | Forbidden | Invalid | Conflict,
    strawberry.union("LeaveConversationResult"),
]


@strawberry.input(description="What to change for yourself; what is left out stays as it is")
class SetConversationPreferencesInput:
    conversation_id: strawberry.ID
    is_muted: bool | None = None
    muted_until: datetime | None = strawberry.field(
        default=None, description="With isMuted: until then, within two years; null for good"
    )
    is_archived: bool | None = None
    notification_level: NotificationLevel | None = None


@strawberry.type(description="The conversation, with your preferences in `viewerSeat`")
class SetConversationPreferencesPayload:
    conversation: Conversation


SetConversationPreferencesResult = Annotated[
    SetConversationPreferencesPayload | NotFound | Invalid,
    strawberry.union("SetConversationPreferencesResult"),
]
