"""Who may see how a program is doing: whoever coordinates it."""

from tortoise.queryset import QuerySet

from models import Program, User
from policies import programs


def measured_for(viewer: User) -> QuerySet[Program]:
    return programs.coordinated_by(viewer)
