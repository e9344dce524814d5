"""Who may see how a program is doing."""

from tortoise.queryset import QuerySet

from models import Program, User
from policies.roles import Ability, programs_where


def measured_for(viewer: User) -> QuerySet[Program]:
    return programs_where(viewer, Ability.SEE_ANALYTICS)
