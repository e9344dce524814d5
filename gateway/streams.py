"""A stream of answers over HTTP to its end: its own, its client's, its session's or ours."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from typing import Any

import orjson

from context import Context
from gateway.connections import Crowded, live
from gateway.execution import Answer, failure
from gateway.expiry import ENDED, until_over
from gateway.forms import Form
from gateway.operations import Refused
from gateway.reply import Reply
from models import Session

HEARTBEAT_SECONDS = 12

STOPPING = "The server stops; connect again"
COME_BACK_SECONDS = "10"

Events = AsyncGenerator[Answer, None]


class Stream:
    """The answers of one operation. `protocol.py` drops a client that does not read them."""

    def __init__(self, form: Form, reply: Reply, receive: Any, context: Context) -> None:
        self.form = form
        self.reply = reply
        self.receive = receive
        self.context = context
        self.last: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        """Its last bytes, set by whatever ends it first."""

    async def run(self, events: Events) -> None:
        """Until it ends. Refused with 429, before anything is sent, if too many are open."""
        with self.place():
            await self.reply.begin(self.form.headers)
            await self.reply.more(self.form.opening)
            tasks = [asyncio.create_task(part) for part in self.parts(events)]
            try:
                last = await self.last
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            await self.reply.end(last)

    @contextmanager
    def place(self) -> Iterator[None]:
        viewer = self.context.viewer
        try:
            with live.entered(self.context.address, self.leave) as place:
                if viewer:
                    live.belongs(place, viewer.id)
                yield
        except Crowded as error:
            later = {"retry-after": COME_BACK_SECONDS}
            raise Refused(str(error), 429, "RATE_LIMITED", **later) from None

    def parts(self, events: Events) -> Iterator[Any]:
        yield self.send(events)
        yield self.beat()
        yield self.notice_leaving()
        if self.context.session:
            yield self.expire(self.context.session)

    def end(self, last: bytes) -> None:
        if not self.last.done():
            self.last.set_result(last)

    def leave(self) -> None:
        self.end(self.broken("UNAVAILABLE", STOPPING))

    async def send(self, events: Events) -> None:
        try:
            async with aclosing(events):
                async for event in events:
                    self.reply.seen.told(event)
                    await self.reply.more(self.form.event(event.encoded))
            self.reply.seen.ended()
            self.end(self.form.complete)
        except Exception as error:
            self.end(self.failed(error))

    def failed(self, error: Exception) -> bytes:
        """The last bytes after an error; one of ours says that this is not all."""
        refused = failure(error, self.context)
        self.reply.seen.answered(refused)
        if refused.is_ours:
            return self.form.broken % orjson.dumps(refused.body["errors"])
        return self.form.event(refused.encoded) + self.form.complete

    async def beat(self) -> None:
        """So that nothing between here and the client takes it for dead."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self.reply.more(self.form.heartbeat)

    async def notice_leaving(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.end(b"")

    async def expire(self, session: Session) -> None:
        try:
            await until_over(session)
            self.end(self.broken("UNAUTHENTICATED", ENDED))
        except Exception as error:
            self.end(self.form.broken % orjson.dumps(failure(error, self.context).body["errors"]))

    def broken(self, code: str, reason: str) -> bytes:
        """Last bytes that say why it ends, and that its client may come back."""
        errors = [{"message": reason, "extensions": {"code": code}}]
        return self.form.broken % orjson.dumps(errors)
