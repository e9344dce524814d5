"""Where the steps are taken, and what is compared after each of them."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from events.hub import hub
from models import User
from models.sql import fetch
from tests.cast import forget_sessions
from tests.conversations.gathering import given_cohort, given_group, id_of
from tests.conversations.machine.hints import Hints
from tests.conversations.machine.listener import Listener, read
from tests.conversations.machine.model import HOST, Log
from tests.documents import mutation
from tests.edge import Edge

T = TypeVar("T")


def some(of: str) -> st.SearchStrategy[Any]:
    """One of what there is by now."""
    return st.runner().flatmap(lambda stage: st.sampled_from(getattr(stage, of)))


PEOPLE = some("members")
SAID, LISTENING, AWAY = some("said"), some("listening"), some("away")


class Stage(RuleBasedStateMachine):
    """Hypothesis decides in a thread of its own; what is asked is asked in the loop of the test."""

    loop: asyncio.AbstractEventLoop
    edge: Edge
    fate: Hints
    emptying: str
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.log = Log()
        self.log.tell("ConversationOpened")
        self.listeners: list[Listener] = []
        self.users, self.where = self.wait(self.begin())

    async def begin(self) -> tuple[dict[str, User], str]:
        await self.fate.bus_is_back()
        await fetch(self.emptying)
        forget_sessions()
        cohort = await given_cohort()
        others = sorted(self.log.members - {HOST})
        group = await given_group(cohort, HOST, others)
        return {name: cohort[name] for name in self.log.members}, id_of(group)

    def teardown(self) -> None:
        for listener in self.listeners:
            self.wait(listener.end())

    def wait(self, asked: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(asked, self.loop).result()

    def do(self, who: str, verb: str, expected: str = "", /, **input: Any) -> dict[str, Any]:
        """The message of a mutation's payload, or nothing where another result is expected."""
        kind = verb[0].upper() + verb[1:]
        is_about_one = verb.endswith(("Message", "Reaction"))
        fields = "message { id number clientId }" if is_about_one else "__typename"
        asked = self.edge.ask(self.users[who], mutation(verb, fields), input=input)
        answer = self.wait(asked)
        result = answer.data.get(verb)
        assert result, answer.errors
        assert result["__typename"] == (expected or f"{kind}Payload"), result
        message: dict[str, Any] = result.get("message") or {}
        return message

    @property
    def members(self) -> list[str]:
        return sorted(self.log.members)

    @property
    def said(self) -> list[Any]:
        return self.log.said

    @property
    def listening(self) -> list[Listener]:
        return [listener for listener in self.listeners if listener.task]

    @property
    def away(self) -> list[Listener]:
        """Who may come back."""
        away = [listener for listener in self.listeners if not listener.task]
        return [listener for listener in away if listener.user.name in self.log.members]

    @invariant()
    def everybody_has_what_the_model_says(self) -> None:
        type(self).steps += 1
        self.wait(self.compare())

    async def compare(self) -> None:
        await self.news()
        now = await read(self.edge, self.users[HOST], self.where)
        assert now == (self.log.shown(), self.log.end), "a fresh query is not what the model says"
        for listener in self.listening:
            await self.has_all(listener)

    async def news(self) -> None:
        """Reaches everybody, whatever becomes of hints."""
        if self.fate.how != "arrive":
            # It does so by itself; who waits for it has not half a second for each step.
            await hub.sweep()

    async def has_all(self, listener: Listener) -> None:
        """Every line from its cursor on, and what they come to is what is so."""
        await self.has_heard(listener)
        assert listener.picture == self.log.shown(), f"{listener} has come to something else"

    async def has_heard(self, listener: Listener) -> None:
        """Every line from its cursor on, once, and in order."""
        due = self.log.after(listener.begun)
        await listener.until(len(due))
        assert listener.heard == due, f"{listener} heard something else"
        assert all(listener.quiet), f"{listener} was told of silence elsewhere"
