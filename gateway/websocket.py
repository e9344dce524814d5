"""graphql-transport-ws: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.

Close codes matter: the common client gives up for good after 4400, 4401, 4406, 4409, 4429 and 1011,
and comes back after 4403, 4408 and 1013. So an ended session is 4403, a slow reader 1013.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import aclosing, contextmanager
from typing import Any

from graphql import GraphQLError, OperationType
from starlette.websockets import WebSocket, WebSocketDisconnect

from context import Context
from errors import Unauthenticated
from gateway.addresses import address_of
from gateway.admission import admitted
from gateway.authentication import session_for
from gateway.connections import Crowded, Place, live
from gateway.documents import Prepared, Rejected
from gateway.execution import Answer, answer, failure, refusal, refused, rejection
from gateway.expiry import ENDED, until_over
from gateway.frames import Closing, Frames, Message, id_of, payload_of
from gateway.heads import head_of
from gateway.listening import answers
from gateway.masking import told
from gateway.operations import Operation, Refused, from_object
from gateway.origins import TWO_PROOFS, has_session_cookie, may_act
from gateway.telemetry.counts import counts
from gateway.telemetry.observing import Observation
from models import Session, User

log = logging.getLogger("mentorgraph.gateway")

PROTOCOL = "graphql-transport-ws"
WS = "ws"
INIT_SECONDS = 5
PING_SECONDS = 25
MOST_OPERATIONS = 50

TOO_MANY = f"At most {MOST_OPERATIONS} operations run on one socket; complete one first"
FAILED = "Something went wrong on our side; connect again"


async def graphql_socket(websocket: WebSocket) -> None:
    head = head_of(websocket.scope)
    if not may_act(head):
        return await websocket.close(4403, "This origin may not connect")
    frames = Frames(websocket)
    with counted(frames):
        if PROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.accept()
            return await frames.close(4406, "Subprotocol not acceptable")
        await websocket.accept(PROTOCOL)
        socket = Socket(frames, has_session_cookie(head))
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

    def __init__(self, frames: Frames, has_cookie: bool) -> None:
        self.frames = frames
        self.has_cookie = has_cookie
        self.session: Session | None = None
        self.is_initialised = False
        self.is_acknowledged = False
        self.unanswered_pings = 0
        self.tasks = asyncio.TaskGroup()
        self.running: set[asyncio.Task[None]] = set()
        self.answering: set[asyncio.Task[Any] | None] = set()
        """Those that run to an end of their own; subscriptions have none."""
        self.by_id: dict[str, asyncio.Task[None]] = {}
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
        if answering := [task for task in self.answering if task]:
            await asyncio.wait(answering)
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
        given = {key.lower(): value for key, value in payload_of(message).items()}
        if self.has_cookie and given.get("authorization") is not None:
            raise Closing(4400, TWO_PROOFS)
        self.session = await self.session_of(given.get("authorization"))
        self.tasks.create_task(self.ping())
        if self.session:
            self.tasks.create_task(self.expire(self.session))
        self.is_acknowledged = True
        await self.frames.send(type="connection_ack")

    async def session_of(self, authorization: object) -> Session | None:
        try:
            session = await session_for(authorization)
            if session:
                live.belongs(self.place, session.user_id)
        except Unauthenticated as error:
            raise Closing(4403, error.reason) from None
        except Crowded as error:
            raise Closing(1013, str(error)) from None
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
        if id in self.by_id:
            raise Closing(4409, f"Subscriber for {id} already exists")
        try:
            operation = from_object(message.get("payload"))
        except Refused as error:
            raise Closing(4400, error.reason) from None
        if self.is_full():
            limit = GraphQLError(TOO_MANY, extensions={"code": "RATE_LIMITED"})
            with Observation(WS, Context(session=self.session)) as seen:
                return await self.finish(id, refusal(told(limit)), seen)
        self.start(id, operation)

    def is_full(self) -> bool:
        # What has ended for the client may be ending still: it may not have read the answer.
        return len(self.by_id) >= MOST_OPERATIONS or len(self.running) >= 2 * MOST_OPERATIONS

    async def on_complete(self, message: Message) -> None:
        if task := self.by_id.pop(id_of(message), None):
            task.cancel()
            # It ends now, not after all that this client has sent already.
            await asyncio.sleep(0)

    def start(self, id: str, operation: Operation) -> None:
        task = self.tasks.create_task(self.run(id, operation))
        self.by_id[id] = task
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def run(self, id: str, operation: Operation) -> None:
        """One operation to its end; what goes wrong in it ends it, not the socket."""
        context = Context(session=self.session, address=self.place.address)
        with Observation(WS, context) as seen:
            try:
                if self.session:
                    context.viewer = await viewer_now(self.session)
                prepared = await admitted(operation, context)
                seen.runs(prepared)
                run = self.stream if prepared.kind is OperationType.SUBSCRIPTION else self.answer
                await run(id, prepared, seen)
            except Rejected as error:
                await self.finish(id, rejection(error), seen)
            except Refused as error:
                await self.finish(id, refused(error), seen)
            except (Closing, WebSocketDisconnect):
                raise
            except Exception as error:
                await self.finish(id, failure(error, context), seen)

    async def answer(self, id: str, prepared: Prepared, seen: Observation) -> None:
        task = asyncio.current_task()
        self.answering.add(task)
        try:
            await self.finish(id, await answer(prepared, seen.context), seen)
        finally:
            self.answering.discard(task)

    async def stream(self, id: str, prepared: Prepared, seen: Observation) -> None:
        seen.streams()
        async with aclosing(answers(prepared, seen.context)) as events:
            async for event in events:
                if event.is_refused:
                    return await self.finish(id, event, seen)
                seen.told(event)
                await self.frames.next(id, event.encoded)
        seen.ended()
        await self.complete(id)

    async def finish(self, id: str, result: Answer, seen: Observation) -> None:
        """The one answer of an operation, or the errors that kept it from having one."""
        seen.answered(result)
        if result.is_refused:
            self.by_id.pop(id, None)
            return await self.frames.send(id=id, type="error", payload=result.body["errors"])
        await self.frames.next(id, result.encoded)
        await self.complete(id)

    async def complete(self, id: str) -> None:
        self.by_id.pop(id, None)
        await self.frames.send(id=id, type="complete")

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


async def viewer_now(session: Session) -> User:
    """The person of a socket as they are now; they may have changed since it was opened."""
    viewer = await User.get_or_none(id=session.user_id)
    if viewer is None:
        raise Closing(4403, ENDED)
    return viewer
