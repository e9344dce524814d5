"""Who talks in a run: pairs who write and read, somebody lost with each, newcomers at its end."""

from dataclasses import dataclass
from datetime import timedelta

import httpx

from models import User
from schema import ids
from schema.scalars import log_cursor
from tests.cast import given_pair, given_token
from tests.conversations.history.people import Progress, Reader, Seat, Writer
from tests.conversations.history.records import History
from tests.generated.dice import Dice

START = log_cursor(1, 0)
OF_ANOTHER_LOG = log_cursor(9, 4)
"""Where somebody begins who has to read anew."""


@dataclass(slots=True)
class Scene:
    """`readers` are all who follow from the beginning."""

    doors: list[int]
    http: httpx.AsyncClient
    dice: Dice
    progress: Progress
    history: History
    writers: list[Writer]
    readers: list[Reader]

    async def add_pair(self, number: int) -> None:
        ada, bo, conversation = await given_pair()
        where = ids.encode("conversation", conversation.id)
        for user in (ada, bo):
            seat = await self.seat_of(user, where)
            name = f"{user.name}{number}"
            self.writers.append(
                Writer(name, seat, self.dice, self.progress, told=self.history.told)
            )
            self.readers.append(self.reader(name, seat, START))
        self.readers.append(self.reader(f"{name} elsewhere", seat, OF_ANOTHER_LOG))

    async def seat_of(self, user: User, where: str) -> Seat:
        token = await given_token(user, lasting=timedelta(days=2))
        return Seat(where, token, self.doors, self.http)

    def reader(self, name: str, seat: Seat, start: str) -> Reader:
        found = Reader(name, seat, self.dice, self.progress, start=start)
        self.history.diaries.append(found.diary)
        return found

    def newcomers(self) -> list[Reader]:
        """One for each conversation, who begins at its first line, however long ago that was."""
        seats = {writer.seat.conversation: writer.seat for writer in self.writers}
        return [self.reader("newcomer", seat, START) for seat in seats.values()]
