"""What becomes of somebody's seats when they take part in a program no longer."""

from uuid import UUID

from tortoise.expressions import Subquery

from actions.conversations.seats import take
from actions.transaction import Transaction
from models import Conversation, ConversationKind, Member, MemberRole, User
from policies import conversations as policy
from policies.roles import Ability, may


async def lose_seats(current: Transaction, user_id: UUID, organization_id: UUID) -> None:
    """Those in groups and announcements that they may not have any more, in this organization.

    After what they lose it by was written: whoever adds them meanwhile came before that, and was
    waited for, or waits and finds it.
    """
    for conversation in await hold_all(user_id, organization_id):
        seat = await Member.get_or_none(conversation_id=conversation.id, user_id=user_id)
        if seat and not await may_keep(seat, conversation):
            await take(current, conversation, seat)


async def hold_all(user_id: UUID, organization_id: UUID) -> list[Conversation]:
    """In the order of their ids, so that nobody waits in a circle."""
    theirs = Member.filter(user_id=user_id, organization_id=organization_id)
    where = Subquery(theirs.values("conversation_id"))
    those = Conversation.filter(id__in=where, kind__not=ConversationKind.MATCH)
    return await those.order_by("id").select_for_update(no_key=True)


async def may_keep(seat: Member, conversation: Conversation) -> bool:
    """Who takes part may; a host also has to be able to start such a one."""
    is_host = seat.role is MemberRole.HOST
    ability = policy.TO_START[conversation.kind] if is_host else Ability.SEE_PARTICIPANTS
    return await may(User(id=seat.user_id), ability, conversation.program_id)
