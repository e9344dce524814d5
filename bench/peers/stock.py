"""Strawberry as it comes, its caches on: its ASGI view, its loaders, asyncpg, uvicorn."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import asyncpg
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

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
    said_by: strawberry.Private[User | None] = None

    @strawberry.field
    async def sender(self, info: Info) -> User | None:
        user: User | None = self.said_by or await info.context["users"].load(self.sender_id)
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


@strawberry.input
class SendMessageInput:
    conversation_id: strawberry.ID
    client_id: str
    body: str


@strawberry.type
class SendMessagePayload:
    message: Message


@strawberry.type
class NotFound:
    reason: str


@strawberry.type
class MessageSent:
    cursor: str
    message: Message


@strawberry.type
class Heartbeat:
    cursor: str


SendMessageResult = Annotated[SendMessagePayload | NotFound, strawberry.union("SendMessageResult")]
ConversationEvent = Annotated[MessageSent | Heartbeat, strawberry.union("ConversationEvent")]

# In memory only: nothing is written to the database, and nothing survives this process.
listeners: defaultdict[str, set[asyncio.Queue[Message]]] = defaultdict(set)
numbers = count(1)


async def has_seat(viewer: UUID, conversation_id: str) -> bool:
    return bool(await fetch("seat", viewer, uuid_of(conversation_id)))


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def send_message(self, info: Info, input: SendMessageInput) -> SendMessageResult:
        viewer = info.context["viewer"]
        if not await has_seat(viewer, input.conversation_id):
            return NotFound(reason="There is no such conversation")
        [sender] = await users_of([viewer])
        message = Message(
            id=strawberry.ID(f"message_{uuid4()}"),
            number=next(numbers),
            body=input.body,
            sent_at=datetime.now(UTC),
            sender_id=viewer,
            said_by=sender,
        )
        for queue in listeners[input.conversation_id]:
            queue.put_nowait(message)
        return SendMessagePayload(message=message)


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def conversation_events(
        self, info: Info, conversation_id: strawberry.ID
    ) -> AsyncGenerator[ConversationEvent, None]:
        if not await has_seat(info.context["viewer"], conversation_id):
            raise PermissionError("Not yours")
        queue: asyncio.Queue[Message] = asyncio.Queue()
        listeners[conversation_id].add(queue)
        try:
            while True:
                message = await queue.get()
                yield MessageSent(cursor=str(message.number), message=message)
        finally:
            listeners[conversation_id].discard(queue)


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


schema = strawberry.Schema(Query, Mutation, Subscription, extensions=[ParserCache, ValidationCache])
view = Stock(schema, subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL])
routes = [Route("/graphql", view), WebSocketRoute("/graphql", view)]
app = Starlette(routes=routes, lifespan=lifespan)
