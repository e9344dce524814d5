"""Anything by its id, and the viewer to start from."""

from typing import Any
from uuid import UUID

import strawberry

from models.sources import Policy, seen
from policies import (
    attachments,
    conversations,
    goals,
    matches,
    programs,
    questions,
    resources,
    safety,
    sessions,
    users,
)
from schema import ids
from schema.attachments import Attachment
from schema.connections import Node
from schema.conversations import Conversation, Message
from schema.goals import CheckIn, Goal, Milestone
from schema.guards import Anyone, SignedIn
from schema.matches import Match, MatchRequest
from schema.programs import (
    Enrollment,
    Invitation,
    JoinLink,
    Organization,
    PeopleImport,
    Program,
    Staff,
)
from schema.questions import Question
from schema.resources import Resource
from schema.safety import Block, Report
from schema.scalars import Info
from schema.sessions.keys import ApiKey
from schema.sessions.types import Session
from schema.users import User
from schema.viewer import Viewer

KINDS: dict[str, tuple[Policy[Any], type[Node]]] = {
    "user": (users.visible_to, User),
    "conversation": (conversations.visible_to, Conversation),
    "message": (conversations.messages_visible_to, Message),
    "attachment": (attachments.visible_to, Attachment),
    "goal": (goals.visible_to, Goal),
    "milestone": (goals.milestones_visible_to, Milestone),
    "check_in": (goals.check_ins_visible_to, CheckIn),
    "organization": (programs.organizations_visible_to, Organization),
    "program": (programs.visible_to, Program),
    "staff": (programs.staff_visible_to, Staff),
    "invitation": (programs.invitations_visible_to, Invitation),
    "people_import": (programs.imports_visible_to, PeopleImport),
    "join_link": (programs.join_links_visible_to, JoinLink),
    "enrollment": (programs.enrollments_visible_to, Enrollment),
    "match_request": (matches.requests_visible_to, MatchRequest),
    "match": (matches.visible_to, Match),
    "session": (sessions.visible_to, Session),
    "api_key": (sessions.keys_visible_to, ApiKey),
    "question": (questions.visible_to, Question),
    "resource": (resources.visible_to, Resource),
    "block": (safety.blocks_visible_to, Block),
    "report": (safety.reports_visible_to, Report),
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
        row = await seen(visible_to, info.context.signed_in()).get(wanted)
        return shown.of(row) if row else None
