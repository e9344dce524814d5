"""The same message in a conversation of two and in one of thousands, of whom two listen in each."""

from collections import defaultdict
from dataclasses import dataclass

from bench.chat.hall import Room, Talker, hall_of
from bench.chat.places import Town
from bench.cost import Spent
from bench.load import quantile
from bench.servers import Kind, running


@dataclass(frozen=True, slots=True)
class Members:
    """Milliseconds until a message is stored, until it is heard, and of processor time for one."""

    stored_p50: float
    stored_p99: float
    heard_p50: float
    heard_p99: float
    server_cost: float
    database_cost: float
    lost: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Pace:
    turns: int
    messages: int
    """In each conversation and turn, one after the other."""


async def measure(kind: Kind, town: Town, pace: Pace) -> dict[int, Members]:
    """By number of members; each conversation has its turn, and again."""
    spent: dict[Room, list[Spent]] = defaultdict(list)
    with running([kind], town.database_url) as servers:
        async with hall_of(servers, [town.pairs[0], town.crowded]) as hall:
            await hall.gather()
            await hall.each(Room.listens, hall.rooms)
            await hall.each(
                lambda room, talker: one_by_one(room, talker, pace.messages), hall.rooms
            )
            hall.forget_times()
            for room in hall.rooms * pace.turns:
                before = Spent.until_now([servers[0].pid], town.postmaster)
                await hall.each(
                    lambda room, talker: one_by_one(room, talker, pace.messages), [room]
                )
                spent[room].append(Spent.until_now([servers[0].pid], town.postmaster).since(before))
            lost = await hall.lost(town.database_url)
            sizes = (2, town.members)
            return {
                size: members_of(room, spent[room], pace, lost)
                for size, room in zip(sizes, hall.rooms, strict=True)
            }


async def one_by_one(room: Room, talker: Talker, messages: int) -> None:
    for _ in range(messages):
        await room.say(talker)
        await room.settled()


def members_of(room: Room, spent: list[Spent], pace: Pace, lost: int) -> Members:
    said = pace.messages * pace.turns
    stored, heard = sorted(room.waits), sorted(room.latencies)
    return Members(
        stored_p50=quantile(stored, 0.5) * 1_000,
        stored_p99=quantile(stored, 0.99) * 1_000,
        heard_p50=quantile(heard, 0.5) * 1_000,
        heard_p99=quantile(heard, 0.99) * 1_000,
        server_cost=sum(one.server for one in spent) / said * 1_000,
        database_cost=sum(one.database for one in spent) / said * 1_000,
        lost=lost,
        repeated=room.repeated,
    )
