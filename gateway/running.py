"""The operations that run on one socket, side by side, each to an end of its own."""

import asyncio
from contextlib import aclosing
from typing import Any

from graphql import GraphQLError, OperationType
from starlette.websockets import WebSocketDisconnect

from context import Context
from errors import Unauthenticated
from gateway.admission import admitted, charge_for_length
from gateway.authentication import session_for
from gateway.documents import Prepared, Rejected
from gateway.execution import (
    Answer,
    answer,
    failure,
    refusal,
    refused,
    rejection,
)
from gateway.expiry import ENDED
from gateway.frames import Closing, Frames
from gateway.listening import answers
from gateway.masking import told
from gateway.operations import Operation, Refused
from gateway.telemetry.observing import Observation

WS = "ws"
MOST_OPERATIONS = 50

TOO_MANY = f"At most {MOST_OPERATIONS} operations run on one socket; complete one first"
FAILED = "Something went wrong on our side; connect again"


class Running:
    """Operations by the ids that their client gave them; `tasks` are those of the whole socket."""

    def __init__(self, frames: Frames, tasks: asyncio.TaskGroup) -> None:
        self.frames = frames
        self.tasks = tasks
        self.by_id: dict[str, asyncio.Task[None]] = {}
        self.all: set[asyncio.Task[None]] = set()
        """Also those that have ended for their client: it may not have read the answer."""
        self.answering: set[asyncio.Task[Any] | None] = set()
        """Those that run to an end of their own; subscriptions have none."""
        self.authorization: str | None = None
        """Whose they are; asked of anew for each, for a session may end before its socket does."""

    def __contains__(self, id: str) -> bool:
        return id in self.by_id

    async def begin(self, id: str, operation: Operation, length: int, context: Context) -> None:
        """One more, which came in a frame of this length."""
        if len(self.by_id) >= MOST_OPERATIONS or len(self.all) >= 2 * MOST_OPERATIONS:
            limit = GraphQLError(TOO_MANY, extensions={"code": "RATE_LIMITED"})
            with Observation(WS, context) as seen:
                return await self.finish(id, refusal(told(limit)), seen)
        task = self.tasks.create_task(self.run(id, operation, length, context))
        self.by_id[id] = task
        self.all.add(task)
        task.add_done_callback(self.all.discard)

    async def stop(self, id: str) -> None:
        if task := self.by_id.pop(id, None):
            task.cancel()
            # It ends now, not after all that this client has sent already.
            await asyncio.sleep(0)

    async def answered(self) -> None:
        """Returns once those have ended that will."""
        if answering := [task for task in self.answering if task]:
            await asyncio.wait(answering)

    async def run(self, id: str, operation: Operation, length: int, context: Context) -> None:
        """One operation to its end; what goes wrong in it ends it, not the socket."""
        with Observation(WS, context) as seen:
            try:
                await self.find_out(context)
                await charge_for_length(length, context)
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
                await self.fail(id, failure(error, context), seen)

    async def find_out(self, context: Context) -> None:
        try:
            context.belongs_to(await session_for(self.authorization, context))
        except Unauthenticated:
            raise Closing(4403, ENDED) from None
        except Refused as error:
            raise Closing(1013, error.reason) from None

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

    async def fail(self, id: str, result: Answer, seen: Observation) -> None:
        if seen.is_streaming and result.is_ours:
            # Its client takes an error for the end; after this it comes back, and misses nothing.
            seen.answered(result)
            raise Closing(1013, FAILED)
        await self.finish(id, result, seen)

    async def complete(self, id: str) -> None:
        self.by_id.pop(id, None)
        await self.frames.send(id=id, type="complete")
