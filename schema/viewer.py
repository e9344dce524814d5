"""Where a client starts: the person who asks, and what is theirs."""

from __future__ import annotations

from datetime import datetime

import strawberry

import models
from models.loaders import Loaders
from models.pages import NEWEST_FIRST, Page, page_of
from models.sources import seen, table
from policies import conversations, goals, matches, safety, sessions
from schema import ids
from schema.connections import Connection, Paged, Shown
from schema.conversations import Conversation
from schema.fields import related
from schema.goals import Goal
from schema.matches import Match, MatchRequest, MatchRequestStatus
from schema.programs import Enrollment
from schema.safety import Block
from schema.scalars import Info
from schema.sessions.types import Session
from schema.users import User


@strawberry.type(description="You")
class Viewer(Shown):
    row: strawberry.Private[models.User]
    user: User = related(Loaders.users)
    email: str = related(Loaders.users, read=lambda viewer, user: user.email)
    deletion_at: datetime | None = related(
        Loaders.deletion_of,
        read=lambda viewer, request: request and request.due_at,
        description="When your account is deleted; null if you did not ask for that",
    )

    has_second_factor: bool = related(
        Loaders.totp_of, read=lambda viewer, totp: bool(totp and totp.confirmed_at)
    )
    recovery_codes_left: int = related(
        Loaders.recovery_codes_of, read=lambda viewer, codes: len(codes)
    )

    shows_presence: bool = related(
        Loaders.users,
        read=lambda viewer, user: user.shows_presence,
        description="Whether those you talk with see when you are here",
    )

    @strawberry.field(description="Your parts in programs, newest first", extensions=[Paged()])
    async def enrollments(self, info: Info, page: Page) -> Connection[Enrollment]:
        own = table(models.Enrollment).where(user_id=self.row.id)
        return Connection.of(await page_of(own, NEWEST_FIRST, page), Enrollment)

    @strawberry.field(
        description="Matches you are in, newest first; those you coordinate are in `Program`",
        extensions=[Paged()],
    )
    async def matches(
        self, info: Info, page: Page, status: models.MatchStatus | None = None
    ) -> Connection[Match]:
        own = seen(matches.of, self.row).where(status=status)
        return Connection.of(await page_of(own, NEWEST_FIRST, page), Match)

    @strawberry.field(
        description="What you asked and were asked, newest first", extensions=[Paged()]
    )
    async def match_requests(
        self, info: Info, page: Page, status: MatchRequestStatus | None = None
    ) -> Connection[MatchRequest]:
        own = seen(matches.requests_visible_to, self.row).where(status=status)
        return Connection.of(await page_of(own, NEWEST_FIRST, page), MatchRequest)

    @strawberry.field(
        description="Conversations you are in, newest first; only those you archived, or did not,"
        " if you say so",
        extensions=[Paged()],
    )
    async def conversations(
        self, info: Info, page: Page, is_archived: bool | None = None
    ) -> Connection[Conversation]:
        shared = seen(conversations.visible_to, self.row)
        own = conversations.kept_by(self.row, shared, is_archived=is_archived)
        return Connection.of(await page_of(own, NEWEST_FIRST, page), Conversation)

    @strawberry.field(
        description="Your goals and your mentees', newest first; of one match if you name it",
        extensions=[Paged()],
    )
    async def goals(
        self, info: Info, page: Page, match_id: strawberry.ID | None = None
    ) -> Connection[Goal]:
        match = None if match_id is None else ids.decode("match", "matchId", match_id)
        shared = seen(goals.visible_to, self.row).where(match_id=match)
        return Connection.of(await page_of(shared, NEWEST_FIRST, page), Goal)

    @strawberry.field(description="Where you are signed in, newest first", extensions=[Paged()])
    async def sessions(self, info: Info, page: Page) -> Connection[Session]:
        own = seen(sessions.visible_to, self.row)
        return Connection.of(await page_of(own, NEWEST_FIRST, page), Session)

    @strawberry.field(description="Whom you have blocked, newest first", extensions=[Paged()])
    async def blocked_users(self, info: Info, page: Page) -> Connection[Block]:
        own = seen(safety.blocks_visible_to, self.row)
        return Connection.of(await page_of(own, NEWEST_FIRST, page), Block)
