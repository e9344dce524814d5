"""Who may see whose picture: whoever sees the person."""

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models import Picture, User
from policies import users


def visible_to(viewer: User) -> QuerySet[Picture]:
    return Picture.filter(user_id__in=Subquery(users.visible_to(viewer).values("id")))
