"""Anything by its id, and the viewer to start from."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import strawberry
from tortoise.queryset import QuerySet

from models import User as UserRow
from policies import conversations, goals, matches, programs, resources, users
from schema import ids
from schema.connections import Node
from schema.conversations import Conversation, Message
from schema.goals import CheckIn, Goal, Milestone
from schema.guards import Anyone, SignedIn
from schema.matches import Match, MatchRequest
from schema.programs import Enrollment, Organization, Program
from schema.resources import Resource
from schema.scalars import Info
from schema.users import User
from schema.viewer import Viewer

KINDS: dict[str, tuple[Callable[[UserRow], QuerySet[Any]], Callable[[Any], Node]]] = {
    "user": (users.visible_to, User.of),
    "conversation": (conversations.visible_to, Conversation.of),
    "message": (conversations.messages_visible_to, Message.of),
    "goal": (goals.visible_to, Goal.of),
    "milestone": (goals.milestones_visible_to, Milestone.of),
    "check_in": (goals.check_ins_visible_to, CheckIn.of),
    "organization": (programs.organizations_visible_to, Organization.of),
    "program": (programs.visible_to, Program.of),
    "enrollment": (programs.enrollments_visible_to, Enrollment.of),
    "match_request": (matches.requests_visible_to, MatchRequest.of),
    "match": (matches.visible_to, Match.of),
    "resource": (resources.visible_to, Resource.of),
}
"""What each kind of id stands for: what the viewer may see of it, and how it is shown."""


@strawberry.type
class NodeQueries:
    @strawberry.field(description="You; null if you are not signed in", extensions=[Anyone()])
    def viewer(self, info: Info) -> Viewer | None:
        viewer = info.context.viewer
        return Viewer.of(viewer) if viewer else None

    @strawberry.field(
        description="Whatever has this id; null if there is nothing, or nothing that you may see",
        extensions=[SignedIn()],
    )
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        kind, wanted = ids.split(id) or ("", UUID(int=0))
        if kind not in KINDS:
            return None
        visible_to, shown = KINDS[kind]
        row = await visible_to(info.context.signed_in()).get_or_none(id=wanted)
        return shown(row) if row else None
