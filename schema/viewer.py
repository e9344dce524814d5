"""Where a client starts: the person who asks, and what is theirs."""

from __future__ import annotations

import strawberry

import models
from models.pages import NEWEST_FIRST, Page, page_of, where
from policies import conversations, goals, matches
from schema import ids
from schema.connections import Connection, Paged
from schema.conversations import Conversation
from schema.goals import Goal
from schema.matches import Match, MatchRequest, MatchRequestStatus
from schema.programs import Enrollment
from schema.scalars import Info
from schema.users import User


@strawberry.type(description="You")
class Viewer:
    user: User
    email: str
    row: strawberry.Private[models.User]

    @strawberry.field(description="Your parts in programs, newest first", extensions=[Paged()])
    async def enrollments(self, info: Info, page: Page) -> Connection[Enrollment]:
        query = models.Enrollment.filter(user_id=self.row.id)
        return Connection.of(await page_of(query, NEWEST_FIRST, page), Enrollment.of)

    @strawberry.field(
        description="Matches you are in, newest first; those you coordinate are in `Program`",
        extensions=[Paged()],
    )
    async def matches(
        self, info: Info, page: Page, status: models.MatchStatus | None = None
    ) -> Connection[Match]:
        query = where(matches.of(self.row), status=status)
        return Connection.of(await page_of(query, NEWEST_FIRST, page), Match.of)

    @strawberry.field(
        description="What you asked and were asked, newest first", extensions=[Paged()]
    )
    async def match_requests(
        self, info: Info, page: Page, status: MatchRequestStatus | None = None
    ) -> Connection[MatchRequest]:
        query = where(matches.requests_visible_to(self.row), status=status)
        return Connection.of(await page_of(query, NEWEST_FIRST, page), MatchRequest.of)

    @strawberry.field(description="Conversations you are in, newest first", extensions=[Paged()])
    async def conversations(self, info: Info, page: Page) -> Connection[Conversation]:
        query = conversations.visible_to(self.row)
        return Connection.of(await page_of(query, NEWEST_FIRST, page), Conversation.of)

    @strawberry.field(
        description="Your goals and your mentees', newest first; of one match if you name it",
        extensions=[Paged()],
    )
    async def goals(
        self, info: Info, page: Page, match_id: strawberry.ID | None = None
    ) -> Connection[Goal]:
        match = None if match_id is None else ids.decode("match", "matchId", match_id)
        query = where(goals.visible_to(self.row), match_id=match)
        return Connection.of(await page_of(query, NEWEST_FIRST, page), Goal.of)

    @classmethod
    def of(cls, row: models.User) -> Viewer:
        return cls(user=User.of(row), email=row.email, row=row)
