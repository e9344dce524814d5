"""Where a client starts: the person who asks, and what is theirs."""

from __future__ import annotations

import strawberry

import models
from models.pages import NEWEST_FIRST, Page, page_of
from policies import conversations
from schema.connections import Connection, Paged
from schema.conversations import Conversation
from schema.scalars import Info
from schema.users import User


@strawberry.type(description="You")
class Viewer:
    user: User
    email: str
    row: strawberry.Private[models.User]

    @strawberry.field(description="Conversations you are in, newest first", extensions=[Paged()])
    async def conversations(self, info: Info, page: Page) -> Connection[Conversation]:
        query = conversations.visible_to(self.row)
        return Connection.of(await page_of(query, NEWEST_FIRST, page), Conversation.of)

    @classmethod
    def of(cls, row: models.User) -> Viewer:
        return cls(user=User.of(row), email=row.email, row=row)
