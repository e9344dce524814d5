"""Groups and announcements: starting them, who is in them, and what members set for themselves."""

from typing import Protocol
from uuid import UUID

import strawberry

from actions import conversations as actions
from schema import ids
from schema.conversations import (
    AddMembersInput,
    AddMembersPayload,
    AddMembersResult,
    AppointHostInput,
    AppointHostPayload,
    AppointHostResult,
    Conversation,
    EndConversationInput,
    EndConversationPayload,
    EndConversationResult,
    LeaveConversationInput,
    LeaveConversationPayload,
    LeaveConversationResult,
    RemoveMemberInput,
    RemoveMemberPayload,
    RemoveMemberResult,
    RenameConversationInput,
    RenameConversationPayload,
    RenameConversationResult,
    SetConversationPreferencesInput,
    SetConversationPreferencesPayload,
    SetConversationPreferencesResult,
    StartConversationInput,
    StartConversationPayload,
    StartConversationResult,
)
from schema.guards import SignedIn
from schema.scalars import Info


@strawberry.type
class GatheringMutations:
    @strawberry.mutation(
        description="Start a group in a program you take part in, or an announcement where you run"
        " it; you are its host",
        extensions=[SignedIn()],
    )
    async def start_conversation(
        self, info: Info, input: StartConversationInput
    ) -> StartConversationResult:
        viewer, new = info.context.signed_in(), started(input)
        row = await actions.start_conversation(viewer, new, input.idempotency_key)
        return StartConversationPayload(conversation=Conversation.of(row))

    @strawberry.mutation(
        description="Bring people into a conversation that you host; who is there already stays",
        extensions=[SignedIn()],
    )
    async def add_members(self, info: Info, input: AddMembersInput) -> AddMembersResult:
        people = [ids.decode("user", "memberIds", id) for id in input.member_ids]
        row = await actions.add_members(info.context.signed_in(), place_of(input), people)
        return AddMembersPayload(conversation=Conversation.of(row))

    @strawberry.mutation(
        description="Take somebody out of a conversation that you host; who is not there stays out",
        extensions=[SignedIn()],
    )
    async def remove_member(self, info: Info, input: RemoveMemberInput) -> RemoveMemberResult:
        whom = ids.decode("user", "userId", input.user_id)
        row = await actions.remove_member(info.context.signed_in(), place_of(input), whom)
        return RemoveMemberPayload(conversation=Conversation.of(row))

    @strawberry.mutation(
        description="Make a member of a conversation that you host a host, too",
        extensions=[SignedIn()],
    )
    async def appoint_host(self, info: Info, input: AppointHostInput) -> AppointHostResult:
        whom = ids.decode("user", "userId", input.user_id)
        row = await actions.appoint_host(info.context.signed_in(), place_of(input), whom)
        return AppointHostPayload(conversation=Conversation.of(row))

    @strawberry.mutation(
        description="Call a conversation that you host something else",
        extensions=[SignedIn()],
    )
    async def rename_conversation(
        self, info: Info, input: RenameConversationInput
    ) -> RenameConversationResult:
        viewer = info.context.signed_in()
        row = await actions.rename_conversation(viewer, place_of(input), input.title)
        return RenameConversationPayload(conversation=Conversation.of(row))

    @strawberry.mutation(
        description="End a conversation that you host: it can only be read from then on",
        extensions=[SignedIn()],
    )
    async def end_conversation(
        self, info: Info, input: EndConversationInput
    ) -> EndConversationResult:
        row = await actions.end_conversation(info.context.signed_in(), place_of(input))
        return EndConversationPayload(conversation=Conversation.of(row))

    @strawberry.mutation(
        description="Leave a group or an announcement: you read and hear nothing more of it",
        extensions=[SignedIn()],
    )
    async def leave_conversation(
        self, info: Info, input: LeaveConversationInput
    ) -> LeaveConversationResult:
        await actions.leave_conversation(info.context.signed_in(), place_of(input))
        return LeaveConversationPayload(conversation_id=input.conversation_id)

    @strawberry.mutation(
        description="Mute or archive a conversation for yourself, or say what to be notified of",
        extensions=[SignedIn()],
    )
    async def set_conversation_preferences(
        self, info: Info, input: SetConversationPreferencesInput
    ) -> SetConversationPreferencesResult:
        viewer, wanted = info.context.signed_in(), preferred(input)
        row = await actions.set_preferences(viewer, place_of(input), wanted)
        return SetConversationPreferencesPayload(conversation=Conversation.of(row))


class AboutConversation(Protocol):
    conversation_id: strawberry.ID


def place_of(input: AboutConversation) -> UUID:
    return ids.decode("conversation", "conversationId", input.conversation_id)


def started(input: StartConversationInput) -> actions.NewConversation:
    """The input in the action's words; Invalid names what is no id."""
    return actions.NewConversation(
        program_id=ids.decode("program", "programId", input.program_id),
        kind=input.kind,
        title=input.title,
        members=tuple(ids.decode("user", "memberIds", id) for id in input.member_ids),
        is_for_everybody=input.is_for_everybody,
    )


def preferred(input: SetConversationPreferencesInput) -> actions.Preferences:
    return actions.Preferences(
        is_muted=input.is_muted,
        muted_until=input.muted_until,
        is_archived=input.is_archived,
        notification_level=input.notification_level,
    )
