"""Strawberry as it comes, its caches on: its ASGI view, its loaders, asyncpg, uvicorn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache

Info = strawberry.Info[dict[str, Any], None]

STATEMENTS = {path.stem: path.read_text() for path in Path(__file__).parent.glob("*/*.sql")}

pools: list[asyncpg.Pool] = []


async def fetch(statement: str, *values: Any) -> list[asyncpg.Record]:
    rows: list[asyncpg.Record] = await pools[0].fetch(STATEMENTS[statement], *values)
    return rows


def uuid_of(id: str) -> UUID:
    return UUID(id.partition("_")[2])


@strawberry.type
class User:
    id: strawberry.ID
    name: str
    headline: str

    @classmethod
    def of(cls, row: asyncpg.Record) -> User:
        return cls(
            id=strawberry.ID(f"user_{row['id']}"), name=row["name"], headline=row["headline"]
        )


@strawberry.type
class Message:
    id: strawberry.ID
    number: int
    body: str
    sent_at: datetime
    sender_id: strawberry.Private[UUID]

    @strawberry.field
    async def sender(self, info: Info) -> User | None:
        user: User | None = await info.context["users"].load(self.sender_id)
        return user

    @classmethod
    def of(cls, row: asyncpg.Record) -> Message:
        return cls(
            id=strawberry.ID(f"message_{row['id']}"),
            number=row["number"],
            body=row["body"],
            sent_at=row["created_at"],
            sender_id=row["sender_id"],
        )


@strawberry.type
class MessageConnection:
    nodes: list[Message]


@strawberry.type
class Conversation:
    id: strawberry.ID
    uuid: strawberry.Private[UUID]

    @strawberry.field
    async def messages(self, info: Info, first: int = 20) -> MessageConnection:
        loader = info.context["pages"].setdefault(first, DataLoader(partial(pages_of, first)))
        return MessageConnection(nodes=await loader.load(self.uuid))


@strawberry.type
class ConversationConnection:
    nodes: list[Conversation]


@strawberry.type
class Viewer:
    uuid: strawberry.Private[UUID]

    @strawberry.field
    async def conversations(self, first: int = 20) -> ConversationConnection:
        rows = await fetch("conversations", self.uuid, first)
        found = [(strawberry.ID(f"conversation_{row['id']}"), row["id"]) for row in rows]
        return ConversationConnection(nodes=[Conversation(id=id, uuid=uuid) for id, uuid in found])


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self, info: Info) -> Viewer | None:
        viewer = info.context["viewer"]
        return Viewer(uuid=viewer) if viewer else None

    @strawberry.field
    async def user(self, info: Info, id: strawberry.ID) -> User | None:
        rows = await fetch("user", uuid_of(id), info.context["viewer"])
        return User.of(rows[0]) if rows else None


async def pages_of(first: int, parents: list[UUID]) -> list[list[Message]]:
    found = defaultdict(list)
    for row in await fetch("messages", parents, first):
        found[row["conversation_id"]].append(Message.of(row))
    return [found[id] for id in parents]


async def users_of(ids: list[UUID]) -> list[User | None]:
    found = {row["id"]: User.of(row) for row in await fetch("users", ids)}
    return [found.get(id) for id in ids]


class Stock(GraphQL[dict[str, Any], None]):
    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> dict[str, Any]:
        viewer = request.headers.get("x-viewer")
        return {
            "viewer": UUID(viewer) if viewer else None,
            "users": DataLoader(users_of),
            "pages": {},
        }


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    # PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE say where.
    async with asyncpg.create_pool(min_size=2, max_size=20) as pool:
        pools.append(pool)
        yield


schema = strawberry.Schema(Query, extensions=[ParserCache, ValidationCache])
app = Starlette(routes=[Route("/graphql", Stock(schema))], lifespan=lifespan)
