"""`scripts/bench chat`, with a few: every server stores what it is told, and is heard alike."""

from dataclasses import replace

import pytest

from bench.chat import members, pairs, report, sockets
from bench.chat.hall import Room, hall_of
from bench.chat.kinds import kinds
from bench.chat.places import defaults, settle
from bench.crowd import Broken
from bench.peers.packages import Unavailable, install
from bench.servers import running
from models import Message
from models.sql import fetch


@pytest.fixture(scope="module")
async def town(database_url, server, emptying):
    await fetch(emptying)
    town = await settle(database_url, pairs=8, members=20)
    async with defaults(database_url):
        yield town


@pytest.fixture
def elsewhere(town):
    """The pairs that nobody in the hall listens to."""
    return replace(town, pairs=town.pairs[4:])


@pytest.fixture(scope="module")
def measured():
    try:
        install()
    except Unavailable as error:
        pytest.skip(str(error))
    with kinds() as made:
        yield made


@pytest.fixture(scope="module")
async def hall(measured, town):
    """Four conversations of two at two servers, in which all listen."""
    with running([measured[0]] * 2, town.database_url) as servers:
        async with hall_of(servers, town.pairs[:4]) as hall:
            await hall.gather()
            await hall.each(Room.listens, hall.rooms)
            yield hall


async def test_each_message_is_stored_and_heard_once_by_both(hall, town):
    hall.forget_times()

    _, at_once = await hall.flat_out(hall.rooms, seconds=0.2)
    heard = len(hall.latencies())
    paced = await hall.paced(hall.rooms, rate=20, seconds=1.0)

    assert (heard, len(hall.latencies())) == (2 * at_once, 2 * paced)
    assert (await hall.lost(town.database_url), hall.repeated()) == (0, 0)
    hall.check_samples()


async def test_everybody_is_called_once(hall):
    before = hall.said

    await hall.call(hall.rooms)

    assert hall.said - before == len(hall.rooms)


async def test_what_is_taken_and_not_stored_is_lost(hall, town):
    await hall.call(hall.rooms)
    name = f"{hall.talk}-0-0"

    await Message.filter(client_id=name).update(client_id="another")

    assert await hall.lost(town.database_url) == 1
    await Message.filter(client_id="another").update(client_id=name)


async def test_a_message_that_is_refused_breaks_the_hall(measured, elsewhere):
    with running(measured[:1], elsewhere.database_url) as servers:
        async with hall_of(servers, [elsewhere.pairs[0]]) as hall:
            room = hall.rooms[0]
            room.headers = servers[0].kind.headers(elsewhere.pairs[1].people[0])

            with pytest.raises(Broken, match="not taken"):
                await hall.call(hall.rooms)


async def test_pairs_are_measured_beside_inserts_alone(measured, elsewhere):
    made = await pairs.measure(measured, elsewhere, elsewhere.pairs, pairs.Pace(1, 0.3))

    table = report.pairs_table(len(elsewhere.pairs), made).markdown()

    assert list(made) == ["bare", "ours", "yoga"]
    assert "asyncpg alone" in table
    assert all((pair.lost, pair.repeated) == (0, 0) for pair in made.values())


async def test_sockets_are_measured_at_two_servers(measured, elsewhere):
    made = await sockets.measure(measured[:1], elsewhere, sockets.Pace(0.1, 0.5))

    assert "8 open sockets" in report.sockets_table(made).markdown()
    assert [(one.size, one.lost, one.repeated) for one in made.values()] == [(8, 0, 0)]


async def test_members_are_measured_few_and_many(measured, elsewhere):
    made = await members.measure(measured[0], elsewhere, members.Pace(1, 5))

    assert "| 20 |" in report.members_table(made).markdown()
    assert [(one.lost, one.repeated) for one in made.values()] == [(0, 0)] * 2
