"""Whatever is asked, by whomever and by every way, the answer is one of GraphQL's."""

import asyncio
from collections import deque
from collections.abc import Iterator

import pytest

from gateway import execution
from models import User
from tests.edge import Edge
from tests.gateway.noise.asking import Asker, Outcome, Tokens
from tests.gateway.noise.counts import LARGEST_SHARE, OPERATIONS, REPEAT, SEED, shares
from tests.gateway.noise.judging import GRAPHQL, reading_of, wrong_with_answer
from tests.gateway.noise.shrinking import least
from tests.generated import Generated, Manner, nearly, operations
from tests.generated.dice import Dice
from tests.generated.scene import Scene, given_scene
from tests.settings import settings_with

AT_ONCE = 4
WAYS = ("post", "post", "get", "hash", "events", "parts", "socket", "socket", "socket")

# graphql-core leaves the fields below a sibling that failed unasked, and says so on stderr.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SHARES = {"query": 0.75, "mutation": 0.18, "subscription": 0.07}
SMALL = Manner(fields=5, widest=20)
WILD = Manner(fields=20, widest=200, odd=0.3, wrong=0.1, variable=0.5, several=0.3, alias=0.4)

Asked = tuple[str, User | None, Generated]


def noise(scene: Scene, seed: int, number: int) -> Iterator[Asked]:
    """Operations with the way each takes and who asks."""
    dice = Dice(seed)
    usual = operations(GRAPHQL, seed, scene.world, SMALL, SHARES)
    wild = operations(GRAPHQL, -seed - 1, scene.world, WILD, SHARES)
    recent = deque([next(usual)], maxlen=100)
    for _ in range(number):
        # Of what was asked before, the document is known, and what was made of it for others.
        is_new = dice.chance(0.6)
        one = next(wild if dice.chance(0.05) else usual) if is_new else dice.pick(recent)
        if is_new and dice.chance(0.25):
            one = nearly(dice, one)
        recent.append(one)
        yield dice.pick(WAYS), dice.pick(scene.viewers), one


class Judge:
    """Looks at every answer, and knows what was answered."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = allowed
        """How complaints begin that are none here."""
        self.answers = 0
        self.with_data = 0
        self.fields: set[str] = set()

    async def wrong_with(self, asker: Asker, asked: Asked) -> list[str]:
        """What is wrong with the answers to an operation."""
        outcome: Outcome = await asker.ask(*asked)
        wrong = [*outcome.wrong]
        for answer in outcome.answers:
            wrong += wrong_with_answer(answer)
            self.answers += 1
            if not wrong and (reading := reading_of(asked[2], answer)):
                self.with_data += 1
                self.fields |= reading.answered
                wrong += reading.wrong
        return [text for text in wrong if not text.startswith(self.allowed)]


async def ask_all(edge: Edge, waiting: Iterator[Asked], judge: Judge) -> None:
    """Every operation, several of them side by side; fails at the first that is answered badly."""
    tokens = Tokens()

    async def ask_some() -> None:
        async with Asker(edge.url, tokens) as asker:
            for asked in waiting:
                wrong = await judge.wrong_with(asker, asked)
                assert not wrong, await report(judge, asker, asked, wrong)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(ask_some())


@pytest.mark.parametrize(("seed", "number"), shares(OPERATIONS))
async def test_every_operation_is_answered_well(edge: Edge, seed, number):
    scene, judge = await given_scene(), Judge()

    await ask_all(edge, noise(scene, seed, number), judge)

    assert judge.with_data > 0.3 * judge.answers
    assert len(judge.fields) > (200 if number == LARGEST_SHARE else 50)


async def test_every_operation_is_answered_that_takes_too_long(edge: Edge, monkeypatch):
    scene, judge = await given_scene(), Judge("Code TIMEOUT")
    brief = settings_with(operation_timeout_seconds=0.01)
    monkeypatch.setattr(execution, "get_settings", brief)

    await ask_all(edge, noise(scene, SEED, OPERATIONS // 10), judge)

    assert judge.answers > judge.with_data


async def report(judge: Judge, asker: Asker, asked: Asked, wrong: list[str]) -> str:
    """The operation, the least of it that fails as well, and how to have it again."""
    way, viewer, one = asked

    async def fails(candidate: Generated) -> bool:
        found = await judge.wrong_with(asker, (way, viewer, candidate))
        return any(text[:20] == wrong[0][:20] for text in found)

    small = await least(one, fails)
    who = viewer.name if viewer else "nobody"
    return f"\n{wrong}\n{who} by {way}: {one}\nat least: {small}\nagain: {REPEAT}"
