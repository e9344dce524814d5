"""Steps of those who come and go."""

import asyncio

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from schema import ids
from tests.conversations.machine.listener import PATIENCE, Listener
from tests.conversations.machine.model import HOST, WANDERER
from tests.conversations.machine.stage import Stage


def may_go(stage: Stage) -> bool:
    return WANDERER in stage.log.members and not stage.log.is_closed


def may_come(stage: Stage) -> bool:
    return WANDERER not in stage.log.members and not stage.log.is_closed


def is_gone(stage: Stage) -> bool:
    return WANDERER not in stage.log.members


class Gathering(Stage):
    @precondition(may_go)
    @rule(is_removed=st.booleans())
    def goes_for_good(self, is_removed: bool) -> None:
        """Who listens hears that, and nothing after it."""
        if is_removed:
            user_id = ids.encode("user", self.users[WANDERER].id)
            self.do(HOST, "removeMember", conversationId=self.where, userId=user_id)
        else:
            self.do(WANDERER, "leaveConversation", conversationId=self.where)
        self.log.go(WANDERER, is_removed)
        for listener in self.listening:
            if listener.user.name == WANDERER:
                self.wait(self.hears_the_end(listener))

    async def hears_the_end(self, listener: Listener) -> None:
        await self.news()
        await self.has_heard(listener)
        await self.is_over(listener)
        assert listener.ended is None, listener.ended
        await listener.end()

    @precondition(may_come)
    @rule()
    def comes_in_again(self) -> None:
        members = [ids.encode("user", self.users[WANDERER].id)]
        self.do(HOST, "addMembers", conversationId=self.where, memberIds=members)
        self.log.come(WANDERER)

    @precondition(is_gone)
    @rule(body=st.sampled_from(["yes", "no"]))
    def says_something_from_outside(self, body: str) -> None:
        given = {"conversationId": self.where, "clientId": "from outside", "body": body}
        self.do(WANDERER, "sendMessage", "NotFound", **given)
        for said in self.said[-1:]:
            self.do(WANDERER, "addReaction", "NotFound", messageId=said.id, emoji="👍")

    @precondition(is_gone)
    @rule()
    def listens_from_outside(self) -> None:
        self.wait(self.is_refused())

    async def is_refused(self) -> None:
        listener = Listener(self.edge, "an outsider", self.users[WANDERER], self.where)
        await listener.begin()
        await self.is_over(listener)
        assert isinstance(listener.ended, LookupError), listener.ended
        assert listener.heard == []
        await listener.end()

    async def is_over(self, listener: Listener) -> None:
        assert listener.task
        done, _ = await asyncio.wait({listener.task}, timeout=PATIENCE)
        assert done, f"{listener} goes on listening"
