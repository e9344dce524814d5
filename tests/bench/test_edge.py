"""What `scripts/bench edge` compares is the same work."""

from collections.abc import AsyncIterator

import pytest

from bench.edge import agreement, fanout, reading
from bench.edge.agreement import Disagreement
from bench.peers.packages import Unavailable, install
from bench.rows import World, seed
from bench.servers import KINDS, READS, Server, running
from models.sql import fetch


@pytest.fixture(scope="module")
def peers() -> None:
    try:
        install()
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
async def world(database_url: str, server: str, emptying: str) -> World:
    await fetch(emptying)
    return await seed(database_url)


@pytest.fixture(scope="module")
async def servers(peers: None, world: World) -> AsyncIterator[dict[str, Server]]:
    with running([*KINDS.values()], world.database_url) as started:
        yield {server.kind.name: server for server in started}


@pytest.mark.parametrize("question", READS)
async def test_every_server_answers_a_question_alike(servers, world, question):
    asked = [server for server in servers.values() if question in server.kind.parts]

    await reading.check(question, asked, world)

    assert len(asked) > 1


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if "fanout" in kind.parts])
async def test_every_listener_hears_every_message_once(servers, world, name):
    heard = await fanout.one_round(servers[name], world, size=20, seconds=0)

    assert (heard.lost, heard.repeated) == (0, 0)


async def test_a_server_that_answers_for_somebody_else_is_noticed(servers, world):
    server = servers["strawberry"]
    body = reading.body_of("nested", server, world)

    right = await agreement.answer_of(server, {"x-viewer": str(world.viewer.id)}, body)
    wrong = await agreement.answer_of(server, {"x-viewer": str(world.colleague)}, body)

    with pytest.raises(Disagreement, match=r"data\.viewer\.conversations\.nodes"):
        agreement.compare(right, wrong)


async def test_an_error_is_no_answer(servers):
    with pytest.raises(Disagreement, match="nosuch"):
        await agreement.answer_of(servers["strawberry"], {}, {"query": "{ nosuch }"})
