"""Where the steps are taken, and what is compared after each of them."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from models.sql import fetch
from tests.edge import Edge
from tests.sessions.machine.beginning import begin
from tests.sessions.machine.model import Session, World
from tests.sessions.machine.sights import SIGHT, due, shown, variables
from tests.smtp import Mailbox

T = TypeVar("T")

MUTATION = """
mutation ($input: {kind}Input!) {{
  {verb}(input: $input) {{
    __typename
    ... on {kind}Payload {{ {fields} }}
    ... on Problem {{ reason }}
  }}
}}
"""

WHO = "{ viewer { email } }"
SESSIONS_OF = "{ viewer { sessions(first: 100) { nodes { id isThisOne } } } }"
LATEST = 3
"""Of access tokens that ended, so many are tried each time."""
TURNS = 3
"""After so many steps everybody is asked who they are, and somebody what they see."""


def some(of: str) -> st.SearchStrategy[Any]:
    """One of what the world holds by now."""
    return st.runner().flatmap(lambda stage: st.sampled_from(getattr(stage.world, of)))


CLIENTS = some("usable")
PEOPLE, PROGRAMS, PARTS, SEATS = some("people"), some("programs"), some("parts"), some("seats")
SESSIONS, LIVING, RENEWED = some("sessions"), some("living"), some("renewed")
ORGANIZATIONS, LEAVABLE = some("organizations"), some("leavable")


class Stage(RuleBasedStateMachine):
    """Hypothesis decides in a thread of its own; what is asked is asked in the loop of the test."""

    loop: asyncio.AbstractEventLoop
    edge: Edge
    smtp: Mailbox
    emptying: str
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.turn = -1
        self.dead: list[str] = []
        self.wait(fetch(self.emptying))
        self.world: World = self.wait(begin())

    def wait(self, asked: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(asked, self.loop).result()

    def do(
        self,
        client: Session | None,
        verb: str,
        expected: str,
        fields: str = "__typename",
        /,
        **input: Any,
    ) -> dict[str, Any]:
        """The result of a mutation, which is the expected one; "" expects its payload."""
        kind = verb[0].upper() + verb[1:]
        query = MUTATION.format(kind=kind, verb=verb, fields=fields)
        result: dict[str, Any] = self.ask(client, query, input=input)[verb]
        assert result["__typename"] == (expected or f"{kind}Payload"), result
        return result

    def ask(self, client: Session | None, query: str, **given: Any) -> dict[str, Any]:
        access = client.use() if client else None
        _, answer = self.wait(self.post(access, query, **given))
        assert "errors" not in answer, (client, answer)
        data: dict[str, Any] = answer["data"]
        return data

    async def post(self, access: str | None, query: str, **given: Any) -> tuple[int, Any]:
        headers = {"authorization": f"Bearer {access}"} if access else {}
        body = {"query": query, "variables": given}
        answer = await self.edge.http.post("/graphql", json=body, headers=headers)
        return answer.status_code, answer.json()

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        type(self).steps += self.turn >= 0
        self.turn += 1
        if self.turn % TURNS == 0:
            self.wait(self.compare())

    async def compare(self) -> None:
        await asyncio.gather(self.the_ended_are_refused(), self.the_living_are_taken())
        await asyncio.gather(*map(self.sees_what_is_due, self.lookers()))

    async def the_ended_are_refused(self) -> None:
        self.dead += [access for access in self.world.dead if access not in self.dead]
        tried = [self.post(access, WHO) for access in self.dead[-LATEST:]]
        statuses = {status for status, _ in await asyncio.gather(*tried)}
        assert statuses <= {401}, "an ended one is taken"

    async def the_living_are_taken(self) -> None:
        clients = self.world.usable
        asked = [self.post(client.use(), SESSIONS_OF) for client in clients]
        for client, (_, answer) in zip(clients, await asyncio.gather(*asked), strict=True):
            assert answer.get("data"), f"{client} is living, and is not taken"
            client.met(answer["data"]["viewer"]["sessions"]["nodes"])

    def lookers(self) -> list[Session]:
        """A client of one person, each time of another."""
        each = [*{client.person.id: client for client in self.world.usable}.values()]
        return [each[self.turn // TURNS % len(each)]] if each else []

    async def sees_what_is_due(self, client: Session) -> None:
        _, answer = await self.post(client.use(), SIGHT, **variables(self.world, self.turn))
        seen = shown(answer["data"], self.world, self.turn)
        right = due(self.world, client, self.turn)
        assert seen == right, f"{client} sees {seen - right}, and does not see {right - seen}"
