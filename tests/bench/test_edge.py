"""What `scripts/bench edge` compares is the same work."""

import pytest

from bench.edge import agreement, reading
from bench.edge.agreement import Disagreement
from bench.edge.rows import World, seed
from bench.edge.servers import KINDS, Unavailable, install, running


@pytest.fixture(scope="session")
def peers() -> None:
    try:
        install()
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture
async def world(database_url: str, empty: None) -> World:
    return await seed(database_url)


async def test_every_server_answers_both_questions_alike(peers: None, world: World):
    with running([*KINDS.values()], world) as servers:
        for question in reading.QUESTIONS:
            await reading.check(question, servers, world)


async def test_a_server_that_answers_for_somebody_else_is_noticed(world: World):
    with running([KINDS["strawberry"]], world) as [server]:
        body = reading.body_of("nested", server, world)
        right = await agreement.answer_of(server, {"x-viewer": str(world.viewer)}, body)
        wrong = await agreement.answer_of(server, {"x-viewer": str(world.colleague)}, body)

    with pytest.raises(Disagreement, match=r"data\.viewer\.conversations\.nodes"):
        agreement.compare(right, wrong)


async def test_an_error_is_no_answer(world: World):
    with (
        running([KINDS["strawberry"]], world) as [server],
        pytest.raises(Disagreement, match="nosuch"),
    ):
        await agreement.answer_of(server, {}, {"query": "{ nosuch }"})
