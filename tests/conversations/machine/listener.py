"""Somebody who listens, and applies what they hear to what they have read."""

import asyncio
from typing import Any

from models import User
from schema.scalars import log_cursor, read_log_cursor
from tests.conversations.machine.model import Line, Shown
from tests.edge import Edge

PATIENCE = 5.0
FIELDS = """
  number body version retractedAt pinnedAt root { number } reactionCounts { emoji count }
"""
READ = f"""
query ($id: ID!) {{
  conversation(id: $id) {{ cursor messages(last: 100) {{ nodes {{ {FIELDS} }} }} }}
}}
"""
EVENTS = f"""
subscription ($id: ID!, $after: Cursor) {{
  conversationEvents(conversationId: $id, after: $after) {{
    __typename
    ... on LogLine {{ cursor }}
    ... on Heartbeat {{ cursor }}
    ... on ResyncRequired {{ cursor }}
    ... on MessageSent {{ message {{ {FIELDS} }} }}
    ... on MessageEdited {{ message {{ {FIELDS} }} }}
    ... on MessageRetracted {{ message {{ {FIELDS} }} }}
    ... on MessagePinned {{ message {{ {FIELDS} }} }}
    ... on MessageUnpinned {{ message {{ {FIELDS} }} }}
    ... on ReactionAdded {{ message {{ {FIELDS} }} }}
    ... on ReactionRemoved {{ message {{ {FIELDS} }} }}
  }}
}}
"""


class Listener:
    """`picture` is what they have; `heard` are the lines since they began, `place` is the last."""

    def __init__(self, edge: Edge, name: str, user: User, where: str) -> None:
        self.edge, self.name, self.user, self.where = edge, name, user, where
        self.picture: dict[int, Shown] = {}
        self.begun = self.place = 0
        self.heard: list[Line] = []
        self.quiet: list[bool] = []
        """Whether silence was told where they were."""
        self.task: asyncio.Task[None] | None = None
        self.moved = asyncio.Event()

    def __repr__(self) -> str:
        return f"<{self.name} after line {self.place}>"

    async def read(self) -> None:
        """Everything, as it is now."""
        self.picture, self.place = await read(self.edge, self.user, self.where)

    async def begin(self, epoch: int = 1) -> None:
        self.begun, self.heard, self.quiet = self.place, [], []
        self.task = asyncio.create_task(self.listen(log_cursor(epoch, self.place)))

    async def end(self) -> None:
        if self.task:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
            self.task = None

    @property
    def ended(self) -> BaseException | None:
        """By what the subscription did, before anybody wanted it to."""
        return self.task.exception() if self.task and self.task.done() else None

    async def listen(self, cursor: str) -> None:
        given = {"id": self.where, "after": cursor}
        async with self.edge.listen(self.user, EVENTS, **given) as events:
            async for event in events:
                self.take(event["conversationEvents"])
                self.moved.set()

    def take(self, event: dict[str, Any]) -> None:
        _, seq = read_log_cursor("cursor", event["cursor"])
        kind, message = event["__typename"], event.get("message")
        if kind == "Heartbeat":
            return self.quiet.append(seq == self.place)
        shown = shown_in(message) if message else None
        self.heard.append((seq, kind, shown["number"] if shown else None))
        if kind != "ResyncRequired":
            self.place = seq
        if shown:
            self.picture[shown["number"]] = shown

    async def until(self, number: int) -> None:
        """So many lines were heard; AssertionError if they do not come."""
        try:
            async with asyncio.timeout(PATIENCE):
                while len(self.heard) < number:
                    self.moved.clear()
                    await self.moved.wait()
        except TimeoutError:
            story = f"{self} heard {self.heard} of {number} lines, {self.ended}"
            raise AssertionError(story) from None


async def read(edge: Edge, user: User, where: str) -> tuple[dict[int, Shown], int]:
    """All that was said as it is now, and the end of the log."""
    answer = await edge.ask(user, READ, id=where)
    found = answer.data["conversation"]
    shown = [shown_in(node) for node in found["messages"]["nodes"]]
    _, seq = read_log_cursor("cursor", found["cursor"])
    return {one["number"]: one for one in shown}, seq


def shown_in(message: dict[str, Any]) -> Shown:
    root = message["root"]
    return {
        "number": message["number"],
        "body": message["body"],
        "version": message["version"],
        "is_retracted": message["retractedAt"] is not None,
        "is_pinned": message["pinnedAt"] is not None,
        "root": root and root["number"],
        "reactions": {one["emoji"]: one["count"] for one in message["reactionCounts"]},
    }
