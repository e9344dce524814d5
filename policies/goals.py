"""Who may see and move goals: the mentee moves them, the mentor of the match sees them."""

from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models import CheckIn, Goal, Match, Milestone, User
from models.sql import Either


def visible_to(viewer: User) -> QuerySet[Goal]:
    """Not to coordinators and not to staff: what somebody strives for is between the two."""
    owned = Goal.filter(owner_id=viewer.id)
    mentored = Goal.filter(match__mentor__user_id=viewer.id)
    return Goal.filter(id__in=Either(owned.values("id"), mentored.values("id")))


def milestones_visible_to(viewer: User) -> QuerySet[Milestone]:
    return Milestone.filter(goal_id__in=Subquery(visible_to(viewer).values("id")))


def check_ins_visible_to(viewer: User) -> QuerySet[CheckIn]:
    return CheckIn.filter(goal_id__in=Subquery(visible_to(viewer).values("id")))


async def readers_of(goal_id: UUID) -> frozenset[UUID]:
    """The two who may read it, by the ids of users."""
    pairs = await Goal.filter(id=goal_id).values_list("owner_id", "match__mentor__user_id")
    return frozenset(UUID(str(id)) for pair in pairs for id in pair)


def can_set(viewer: User, match: Match) -> bool:
    """Only for the mentee of the match, whose row is at hand."""
    return match.mentee.user_id == viewer.id


def can_move(viewer: User, goal: Goal) -> bool:
    return goal.owner_id == viewer.id
