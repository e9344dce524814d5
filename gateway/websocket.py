"""graphql-transport-ws: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.

Close codes matter: the common client gives up for good after 4400, 4401, 4406, 4409, 4429 and 1011,
and comes back after 4403, 4408 and 1013. So an ended session is 4403, a slow reader 1013.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from context import SESSION, Context
from errors import Unauthenticated
from gateway.addresses import address_of
from gateway.authentication import session_for
from gateway.connections import Crowded, Place, live
from gateway.cookies import TWO_PROOFS, has_session_cookie, jar_of
from gateway.expiry import ENDED, until_over
from gateway.frames import Closing, Frames, Message, id_of, payload_of
from gateway.heads import Head, agent_of, head_of
from gateway.last_words import deny
from gateway.operations import Refused, from_object
from gateway.origins import NOT_FROM_THERE, may_act
from gateway.running import FAILED, Running
from gateway.telemetry.counts import counts
from models import Session

log = logging.getLogger("mentorgraph.gateway")

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 5
PING_SECONDS = 25


async def graphql_socket(websocket: WebSocket) -> None:
    head = head_of(websocket.scope)
    if not may_act(head):
        return await deny(websocket, Refused(NOT_FROM_THERE, 403, "CROSS_SITE"))
    frames = Frames(websocket)
    with counted(frames):
        if PROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.accept()
            return await frames.close(4406, "Subprotocol not acceptable")
        await websocket.accept(PROTOCOL)
        socket = Socket(frames, head)
        try:
            with live.entered(address_of(websocket.scope, head), socket.leave) as socket.place:
                await socket.serve()
        except Crowded as error:
            await frames.close(1013, str(error))


@contextmanager
def counted(frames: Frames) -> Iterator[None]:
    counts.sockets += 1
    try:
        yield
    finally:
        counts.closing(frames.code)


class Socket:
    """One connection: who it is for, and the operations that run on it."""

    place: Place

    def __init__(self, frames: Frames, head: Head) -> None:
        self.frames = frames
        self.head = head
        self.session: Session | None = None
        self.is_initialised = False
        self.is_acknowledged = False
        self.unanswered_pings = 0
        self.tasks = asyncio.TaskGroup()
        self.running = Running(frames, self.tasks)
        self.handlers: dict[str, Callable[[Message], Coroutine[Any, Any, None]]] = {
            "connection_init": self.on_init,
            "ping": self.on_ping,
            "pong": self.on_pong,
            "subscribe": self.on_subscribe,
            "complete": self.on_complete,
        }

    async def serve(self) -> None:
        """Until either side ends it; nothing that began here outlives it."""
        try:
            async with self.tasks:
                await self.initialise()
                while True:
                    await self.receive()
        except* Closing as group:
            first = next(error for error in group.exceptions if isinstance(error, Closing))
            await self.frames.close(first.code, first.reason)
        except* WebSocketDisconnect:
            pass
        except* Exception as group:
            log.error("A socket failed", exc_info=group)
            await self.frames.close(1013, FAILED)

    def leave(self) -> None:
        """The server stops; the client comes back to another one."""
        goodbye = self.say_goodbye()
        try:
            self.tasks.create_task(goodbye)
        except RuntimeError:
            # It is ending already, with a reason of its own.
            goodbye.close()

    async def say_goodbye(self) -> None:
        await self.running.answered()
        raise Closing(1012, "The server stops; connect again")

    async def initialise(self) -> None:
        try:
            async with asyncio.timeout(INIT_SECONDS):
                while not self.is_acknowledged:
                    await self.receive()
        except TimeoutError:
            raise Closing(4408, "Connection initialisation timeout") from None

    async def receive(self) -> None:
        message = await self.frames.receive()
        self.unanswered_pings = 0
        kind = message.get("type")
        handler = self.handlers.get(kind) if isinstance(kind, str) else None
        if handler is None:
            raise Closing(4400, "The `type` of a message is one of the protocol's")
        await handler(message)

    async def on_init(self, message: Message) -> None:
        if self.is_initialised:
            raise Closing(4429, "Too many initialisation requests")
        self.is_initialised = True
        self.running.authorization = self.authorization(payload_of(message))
        self.session = await self.session_of(self.running.authorization)
        self.tasks.create_task(self.ping())
        if self.session:
            self.tasks.create_task(self.expire(self.session))
        self.is_acknowledged = True
        await self.frames.send(type="connection_ack")

    def authorization(self, payload: Message) -> str | None:
        """From the message or from the handshake: a header, or the cookie of a page of ours."""
        given = {key.lower(): value for key, value in payload.items()}
        said = given.get("authorization")
        if said is None and b"authorization" in self.head:
            said = self.head[b"authorization"].decode("latin-1")
        if said is not None and has_session_cookie(self.head):
            raise Closing(4400, TWO_PROOFS)
        if said is None and (token := jar_of(self.head).sent.get(SESSION)):
            said = f"Bearer {token}"
        return None if said is None else str(said)

    async def session_of(self, authorization: str | None) -> Session | None:
        try:
            session = await session_for(authorization, self.context())
            if session:
                live.belongs(self.place, session.user_id)
        except Unauthenticated as error:
            raise Closing(4403, error.reason) from None
        except Crowded as error:
            raise Closing(1013, str(error)) from None
        except Refused as error:
            raise Closing(1013, error.reason) from None
        return session

    async def on_ping(self, message: Message) -> None:
        payload_of(message)
        await self.frames.send(type="pong")

    async def on_pong(self, message: Message) -> None:
        """Any message proves the client alive; this one says nothing more."""
        payload_of(message)

    async def on_subscribe(self, message: Message) -> None:
        if not self.is_acknowledged:
            raise Closing(4401, "Unauthorized")
        id = id_of(message)
        if id in self.running:
            raise Closing(4409, f"Subscriber for {id} already exists")
        try:
            operation = from_object(message.get("payload"))
        except Refused as error:
            raise Closing(4400, error.reason) from None
        await self.running.begin(id, operation, self.frames.length, self.context())

    async def on_complete(self, message: Message) -> None:
        await self.running.stop(id_of(message))

    def context(self) -> Context:
        return Context(address=self.place.address, agent=agent_of(self.head))

    async def ping(self) -> None:
        """By the protocol, not by the transport: a transport that gives up closes with 1011."""
        while True:
            await asyncio.sleep(PING_SECONDS)
            if self.unanswered_pings == 2:
                raise Closing(4408, "Two pings were not answered; connect again")
            self.unanswered_pings += 1
            await self.frames.send(type="ping")

    async def expire(self, session: Session) -> None:
        await until_over(session)
        raise Closing(4403, ENDED)
