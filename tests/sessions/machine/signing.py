"""Steps of sessions: beginning, renewing and ending them."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from jobs import worker
from tests.sessions.accounts import PASSWORD, token_in
from tests.sessions.machine.model import Person, Session
from tests.sessions.machine.stage import (
    CLIENTS,
    LIVING,
    PEOPLE,
    RENEWED,
    SESSIONS,
    SESSIONS_OF,
    Stage,
)

MOST_PEOPLE = 8
MOST_LIVING = 6
MOST_FAILURES = 5
"""By which nobody is asked to wait yet."""

TOKENS = "tokens { accessToken refreshToken }"


def has_room(stage: Stage) -> bool:
    return len(stage.world.living) < MOST_LIVING


def somebody_lives(stage: Stage) -> bool:
    return bool(stage.world.living)


def somebody_is_signed_in(stage: Stage) -> bool:
    return bool(stage.world.usable)


class Signing(Stage):
    @precondition(lambda self: len(self.world.people) < MOST_PEOPLE)
    @rule()
    def somebody_registers(self) -> None:
        number = len(self.world.people)
        name, email = f"Person {number}", f"person{number}@example.org"
        self.do(None, "register", "", email=email, password=PASSWORD, name=name)
        self.wait(worker.work())
        mail = next(one for one in reversed(self.smtp.mails) if one["To"] == email)
        proof = {"token": token_in(mail), "password": PASSWORD}
        verified = self.do(None, "verifyEmail", "", "user { id }", **proof)
        self.world.people.append(Person(name, verified["user"]["id"], email, PASSWORD))

    @precondition(has_room)
    @rule(person=PEOPLE)
    def signs_in(self, person: Person) -> None:
        given = {"email": person.email, "password": person.password}
        tokens = self.do(None, "signIn", "", TOKENS, **given)["tokens"]
        person.failures = 0
        made = Session(person, [tokens["accessToken"]], [tokens["refreshToken"]])
        self.world.sessions.append(made)
        # Now: once an answer is lost, nobody can ask which one it is.
        made.met(self.ask(made, SESSIONS_OF)["viewer"]["sessions"]["nodes"])

    @rule(person=PEOPLE)
    def signs_in_with_what_was_the_password(self, person: Person) -> None:
        if person.former and person.failures < MOST_FAILURES:
            person.failures += 1
            given = {"email": person.email, "password": person.former[-1]}
            self.do(None, "signIn", "Unauthenticated", **given)

    @precondition(somebody_lives)
    @rule(session=LIVING)
    def refreshes(self, session: Session) -> None:
        self.show(session, session.kept)

    @precondition(somebody_lives)
    @rule(session=LIVING)
    def refreshes_and_loses_the_answer(self, session: Session) -> None:
        self.show(session, session.kept, is_lost=True)

    @precondition(lambda self: self.world.renewed)
    @rule(session=RENEWED, back=st.integers(1, 3))
    def shows_a_refresh_token_that_gave_others(self, session: Session, back: int) -> None:
        self.show(session, max(0, len(session.refreshes) - 1 - back))

    @rule(session=SESSIONS, place=st.integers(0, 20))
    def shows_any_refresh_token_it_ever_had(self, session: Session, place: int) -> None:
        self.show(session, place % len(session.refreshes))

    def show(self, session: Session, place: int, *, is_lost: bool = False) -> None:
        given = session.show(place)
        expected = "Unauthenticated" if given == "none" else ""
        answer = self.do(None, "refresh", expected, TOKENS, refreshToken=session.refreshes[place])
        if given == "none":
            return
        pair = answer["tokens"]["accessToken"], answer["tokens"]["refreshToken"]
        if given == "same":
            assert pair == (session.accesses[-1], session.refreshes[-1])
        else:
            session.accesses.append(pair[0])
            session.refreshes.append(pair[1])
        session.is_lost = is_lost

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS)
    def signs_out(self, client: Session) -> None:
        self.ask(client, "mutation { signOut { signedOutAt } }")
        client.is_living = False

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS, session=SESSIONS)
    def revokes(self, client: Session, session: Session) -> None:
        if session.id:
            is_own = session.person is client.person and session.is_living
            expected = "" if is_own else "NotFound"
            self.do(client, "revokeSession", expected, sessionId=session.id)
            session.is_living = session.is_living and not is_own

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS)
    def revokes_all_others(self, client: Session) -> None:
        answer = self.ask(client, "mutation { revokeOtherSessions { ended } }")
        assert answer["revokeOtherSessions"]["ended"] == self.end_others(client)

    @precondition(somebody_is_signed_in)
    @rule(client=CLIENTS)
    def changes_the_password(self, client: Session) -> None:
        person = client.person
        present, wanted = person.password, f"{PASSWORD}, {len(person.former)} of them"
        given = {"presentPassword": present, "newPassword": wanted}
        answer = self.do(client, "changePassword", "", "endedSessions", **given)
        person.former.append(present)
        person.password = wanted
        assert answer["endedSessions"] == self.end_others(client)

    def end_others(self, client: Session) -> int:
        others = [one for one in self.world.living_of(client.person) if one is not client]
        for one in others:
            one.is_living = False
        return len(others)
