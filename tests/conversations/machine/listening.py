"""Steps of those who listen, and of what brings them the news."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.conversations.machine.listener import Listener
from tests.conversations.machine.stage import AWAY, LISTENING, PEOPLE, Stage

MOST_LISTENERS = 5


def somebody_listens(stage: Stage) -> bool:
    return bool(stage.listening)


def somebody_is_away(stage: Stage) -> bool:
    return bool(stage.away)


class Listening(Stage):
    @initialize()
    def everybody_listens(self) -> None:
        for who in self.members:
            self.begins_to_listen(who)

    @precondition(lambda self: len(self.listeners) < MOST_LISTENERS)
    @rule(who=PEOPLE)
    def begins_to_listen(self, who: str) -> None:
        name = f"{who}'s {len(self.listeners) + 1}"
        listener = Listener(self.edge, name, self.users[who], self.where)
        self.wait(listener.read())
        self.wait(listener.begin())
        self.listeners.append(listener)

    @precondition(somebody_listens)
    @rule(listener=LISTENING)
    def goes(self, listener: Listener) -> None:
        self.wait(listener.end())

    @precondition(somebody_is_away)
    @rule(listener=AWAY)
    def comes_back(self, listener: Listener) -> None:
        self.resume(listener)

    @precondition(somebody_is_away)
    @rule(listener=AWAY, lines=st.integers(1, 20))
    def comes_back_with_what_it_had_long_ago(self, listener: Listener, lines: int) -> None:
        """Restored from a backup, say: what follows brings it to what is so now."""
        listener.place = max(0, listener.place - lines)
        self.resume(listener)

    @precondition(somebody_is_away)
    @rule(listener=AWAY, lines=st.integers(1, 20))
    def comes_back_from_after_the_end(self, listener: Listener, lines: int) -> None:
        listener.place = self.log.end + lines
        self.resume(listener)

    @precondition(somebody_is_away)
    @rule(listener=AWAY)
    def comes_back_from_another_log(self, listener: Listener) -> None:
        self.wait(listener.begin(epoch=9))
        self.reads_anew(listener)

    def resume(self, listener: Listener) -> None:
        self.wait(listener.begin())
        if self.log.is_lost(listener.begun):
            self.reads_anew(listener)
        elif listener.begun < self.log.end:
            self.wait(listener.until(1))

    def reads_anew(self, listener: Listener) -> None:
        """It is told to; and then goes on from what it has read."""
        self.wait(listener.until(1))
        assert listener.heard == [(self.log.end, "ResyncRequired", None)]
        self.wait(listener.end())
        self.wait(listener.read())
        self.wait(listener.begin())

    @rule(how=st.sampled_from(["arrive", "are lost", "are kept"]))
    def hints(self, how: str) -> None:
        self.fate.how = how

    @precondition(lambda self: self.fate.kept)
    @rule()
    def hints_arrive_late(self) -> None:
        self.wait(self.fate.arrive_late())

    @rule()
    def the_bus_is_back(self) -> None:
        self.wait(self.fate.bus_is_back())
