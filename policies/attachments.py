"""Who may see a file: whoever may read what it was sent with; before that, who uploads it."""

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import Attachment, User


def visible_to(viewer: User) -> QuerySet[Attachment]:
    where_they_are = Attachment.filter(conversation__members__user_id=viewer.id)
    return where_they_are.filter(Q(message_id__isnull=False) | Q(user_id=viewer.id))
