"""Steps of those who talk."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.conversations.machine.model import HOST, Said
from tests.conversations.machine.stage import PEOPLE, SAID, Stage

MOST_SAID = 60
EMOJIS = st.sampled_from(["👍", "🎉"])
WORDS = st.sampled_from(["yes", "no", "perhaps"])


def something_was_said(stage: Stage) -> bool:
    return bool(stage.log.said)


class Talking(Stage):
    def send(self, who: str, client_id: str, body: str, expected: str, root: Said | None) -> str:
        """The id of what was sent, or sent before."""
        given = {"conversationId": self.where, "clientId": client_id, "body": body}
        answered = {"rootId": root.id} if root else {}
        return str(self.do(who, "sendMessage", expected, **given, **answered).get("id"))

    @precondition(lambda self: len(self.log.said) < MOST_SAID)
    @rule(who=PEOPLE, body=WORDS)
    def says(self, who: str, body: str) -> None:
        self.say(who, body, None)

    @precondition(lambda self: len(self.log.said) < MOST_SAID)
    @rule(who=PEOPLE, words=st.lists(WORDS, min_size=2, max_size=6))
    def says_much(self, who: str, words: list[str]) -> None:
        """Nobody looks meanwhile: of what is told of it, one is as good as all."""
        for body in words:
            self.say(who, body, None)

    @precondition(something_was_said)
    @rule(who=PEOPLE, body=WORDS, root=SAID)
    def answers(self, who: str, body: str, root: Said) -> None:
        self.say(who, body, root)

    def say(self, who: str, body: str, root: Said | None) -> None:
        client_id = f"{who} {len(self.log.said)}"
        expected = "Conflict" if self.log.is_closed else ""
        id = self.send(who, client_id, body, expected, root)
        if not expected:
            self.log.say(who, client_id, body, root).id = id

    @precondition(something_was_said)
    @rule(said=SAID)
    def sends_again(self, said: Said) -> None:
        root, expected = self.log.root_of(said), self.missing(said.sender)
        sent = self.send(said.sender, said.client_id, said.body or "yes", expected, root)
        assert expected or sent == said.id

    def missing(self, who: str) -> str:
        """What is told to who is there no more."""
        return "" if who in self.log.members else "NotFound"

    @precondition(something_was_said)
    @rule(said=SAID)
    def sends_something_else_by_the_same_name(self, said: Said) -> None:
        """Of what was changed since, nobody knows what was said first: it is the same."""
        root, expected = self.log.root_of(said), "Conflict" if said.version == 1 else ""
        expected = self.missing(said.sender) or expected
        self.send(said.sender, said.client_id, "something else", expected, root)

    @precondition(something_was_said)
    @rule(who=PEOPLE, said=SAID, body=WORDS)
    def edits(self, who: str, said: Said, body: str) -> None:
        expected = self.log.may_change(said)
        if who != said.sender and not self.log.is_closed:
            expected = "Forbidden"
        self.do(who, "editMessage", expected, messageId=said.id, body=body)
        if not expected:
            self.log.edit(said, body)

    @precondition(something_was_said)
    @rule(who=PEOPLE, said=SAID)
    def retracts(self, who: str, said: Said) -> None:
        expected = "" if who == said.sender else "Forbidden"
        self.do(who, "retractMessage", expected, messageId=said.id)
        if not expected:
            self.log.retract(said)

    @precondition(something_was_said)
    @rule(who=PEOPLE, said=SAID, emoji=EMOJIS)
    def reacts(self, who: str, said: Said, emoji: str) -> None:
        expected = self.log.may_change(said)
        self.do(who, "addReaction", expected, messageId=said.id, emoji=emoji)
        if not expected:
            self.log.react(said, emoji, who)

    @precondition(something_was_said)
    @rule(who=PEOPLE, said=SAID, emoji=EMOJIS)
    def takes_a_reaction_back(self, who: str, said: Said, emoji: str) -> None:
        expected = "Conflict" if self.log.is_closed else ""
        self.do(who, "removeReaction", expected, messageId=said.id, emoji=emoji)
        if not expected:
            self.log.take_back(said, emoji, who)

    @precondition(something_was_said)
    @rule(who=PEOPLE, said=SAID)
    def pins(self, who: str, said: Said) -> None:
        expected = self.log.may_change(said)
        self.do(who, "pinMessage", expected, messageId=said.id)
        if not expected:
            self.log.pin(said, True)

    @precondition(something_was_said)
    @rule(who=PEOPLE, said=SAID)
    def unpins(self, who: str, said: Said) -> None:
        expected = "Conflict" if self.log.is_closed else ""
        self.do(who, "unpinMessage", expected, messageId=said.id)
        if not expected:
            self.log.pin(said, False)

    @precondition(lambda self: len(self.log.lines) > MOST_SAID // 2 and not self.log.is_closed)
    @rule()
    def ends(self) -> None:
        self.do(HOST, "endConversation", conversationId=self.where)
        self.log.close()
