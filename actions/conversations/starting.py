"""Starting groups and announcements among the people of a program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from actions import checks
from actions.attempts import Limit
from actions.conversations.gathering import MOST_AT_ONCE, demand_meeting, taking_part
from actions.conversations.hosting import title_of
from actions.conversations.log import append
from actions.conversations.seats import give
from actions.idempotency import once
from actions.transaction import Transaction
from errors import Forbidden, Invalid, NotFound
from models import Conversation, ConversationKind, EventKind, Member, MemberRole, Program, User
from models.acting import by_system
from policies import conversations as policy
from policies import programs
from policies.roles import may

NO_PROGRAM = "There is no such program, or none that you may see"
NOT_THERE = "Only people of the program talk there; enroll first"
NOT_ANNOUNCING = "Only coordinators of the program and staff announce; start a GROUP instead"
KINDS = "Start a GROUP or an ANNOUNCEMENT; a match begins its own"
NOT_FOR_ALL = "Only an ANNOUNCEMENT is for everybody; name who is in a group"

A_DAY = Limit("conversations", 50, timedelta(days=1), "You have started many today; go on tomorrow")
"""By person."""


@dataclass(frozen=True, slots=True)
class NewConversation:
    """`members` besides whoever starts it; `is_for_everybody`: all who take part now."""

    program_id: UUID
    kind: ConversationKind
    title: str
    members: tuple[UUID, ...] = ()
    is_for_everybody: bool = False


async def start_conversation(
    viewer: User, new: NewConversation, key: str | None = None
) -> Conversation:
    """A group or an announcement, with the viewer as its host; its log begins with OPENED.

    NotFound for a program the viewer may not see, Forbidden where they may not start that,
    Invalid for a title that cannot be, and for whoever does not take part, Conflict where one of
    them and the viewer keep apart, TooMany beyond 50 a day.
    """
    title = title_of(new.title)
    check(new)
    program = await program_of(viewer, new)

    async def create(current: Transaction) -> Conversation:
        named, is_for_all = {viewer.id, *new.members}, new.is_for_everybody
        await demand_meeting(viewer, new.members)
        await count(viewer)
        people = await taking_part(program.id, program.organization_id, named, or_all=is_for_all)
        conversation = await Conversation.create(
            organization_id=program.organization_id,
            program_id=program.id,
            kind=new.kind,
            title=title,
        )
        await begin(current, conversation, viewer, people)
        return await Conversation.get(id=conversation.id)

    return await once(viewer, key, Conversation, create, new)


@by_system
async def count(viewer: User) -> None:
    """In the transaction of the conversation: one that does not begin is not counted."""
    await A_DAY.take(viewer.id)


def check(new: NewConversation) -> None:
    if new.kind is ConversationKind.MATCH:
        raise Invalid("kind", KINDS)
    if new.is_for_everybody and new.kind is ConversationKind.GROUP:
        raise Invalid("isForEverybody", NOT_FOR_ALL)
    checks.at_most("memberIds", new.members, MOST_AT_ONCE)


async def program_of(viewer: User, new: NewConversation) -> Program:
    program = await programs.visible_to(viewer).get_or_none(id=new.program_id)
    if program is None:
        raise NotFound(NO_PROGRAM)
    if not await may(viewer, policy.TO_START[new.kind], program.id):
        is_group = new.kind is ConversationKind.GROUP
        raise Forbidden(NOT_THERE if is_group else NOT_ANNOUNCING)
    return program


async def begin(
    current: Transaction, conversation: Conversation, host: User, people: Iterable[UUID]
) -> None:
    """With the host's seat first, and so first in the list of members."""
    others = [person for person in people if person != host.id]
    await give(current, conversation, [host.id, *others])
    await Member.filter(conversation_id=conversation.id, user_id=host.id).update(
        role=MemberRole.HOST
    )
    await append(current, conversation.id, EventKind.OPENED, seats=1 + len(others))
