"""Groups and announcements: a program's people, and a conversation among some of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions import conversations
from models import (
    Conversation,
    ConversationEvent,
    ConversationKind,
    Enrollment,
    Member,
    Program,
    User,
)
from schema import ids
from tests.cast import given_coordinator, given_mentee, given_mentor, given_program
from tests.documents import Ask, do

CONVERSATION = "conversation { kind title memberCount closedAt }"

LINES = """
subscription ($id: ID!, $after: Cursor) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on LogLine { cursor }
    ... on MessageSent { message { body } }
    ... on MemberLine { member { name } }
    ... on MemberAdded { user { name } }
    ... on MemberRemoved { user { name } }
    ... on HostAppointed { user { name } }
    ... on ConversationRenamed { title user { name } }
    ... on ConversationClosed { user { name } }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Ada and Mia mentor, Bo and Cy are mentored, Coco coordinates."""

    program: Program
    parts: dict[str, Enrollment]

    def __getitem__(self, name: str) -> User:
        user: User = self.parts[name].user
        return user


async def given_cohort() -> Cohort:
    program = await given_program()
    parts = [await given_mentor(program, name) for name in ("Ada", "Mia")]
    parts += [await given_mentee(program, name) for name in ("Bo", "Cy")]
    parts.append(await given_coordinator(program))
    return Cohort(program, {part.user.name: part for part in parts})


async def given_group(
    cohort: Cohort,
    host: str = "Ada",
    members: Sequence[str] = ("Bo", "Cy"),
    kind: ConversationKind = ConversationKind.GROUP,
) -> Conversation:
    people = tuple(cohort[name].id for name in members)
    new = conversations.NewConversation(cohort.program.id, kind, "Evening readers", people)
    return await conversations.start_conversation(cohort[host], new)


async def given_announcement(cohort: Cohort, *members: str) -> Conversation:
    """Coco's."""
    return await given_group(cohort, "Coco", members, ConversationKind.ANNOUNCEMENT)


def id_of(conversation: Conversation) -> str:
    return ids.encode("conversation", conversation.id)


def user_ids(*users: User) -> list[str]:
    return [ids.encode("user", user.id) for user in users]


async def start(ask: Ask, who: User, program: Program, **given: Any) -> Any:
    new = {"programId": ids.encode("program", program.id), "kind": "GROUP", "title": "Readers"}
    return await do(ask, who, "startConversation", CONVERSATION, **{**new, **given})


async def act(ask: Ask, who: User, verb: str, where: Conversation, **given: Any) -> Any:
    """One of the mutations that answer with the conversation."""
    return await do(ask, who, verb, CONVERSATION, conversationId=id_of(where), **given)


async def add(ask: Ask, who: User, where: Conversation, *people: User) -> Any:
    return await act(ask, who, "addMembers", where, memberIds=user_ids(*people))


async def remove(ask: Ask, who: User, where: Conversation, person: User) -> Any:
    return await act(ask, who, "removeMember", where, userId=user_ids(person)[0])


async def appoint(ask: Ask, who: User, where: Conversation, person: User) -> Any:
    return await act(ask, who, "appointHost", where, userId=user_ids(person)[0])


async def leave(ask: Ask, who: User, where: Conversation) -> Any:
    return await do(ask, who, "leaveConversation", "conversationId", conversationId=id_of(where))


async def seats(where: Conversation) -> dict[str, str]:
    """Each member's role, by name, in the order they came; the count is right, too."""
    rows = await Member.filter(conversation_id=where.id).order_by("id").select_related("user")
    assert (await Conversation.get(id=where.id)).member_count == len(rows)
    return {row.user.name: row.role.value for row in rows}


async def log_of(where: Conversation) -> list[str]:
    """The kinds of its lines, whose numbers have no gap."""
    lines = await ConversationEvent.filter(conversation_id=where.id).order_by("seq")
    assert [line.seq for line in lines] == [*range(1, len(lines) + 1)]
    return [line.kind.value for line in lines]
