"""A part of an operation that fails takes nothing with it that others wait for."""

import asyncio
from uuid import uuid4

import pytest

from actions import suggestions
from gateway import execution
from gateway.plans.run import all_of
from models import Match
from models.loaders import Loader
from schema import ids
from tests.cast import given_pair, given_user
from tests.edge import Edge
from tests.settings import settings_with

SAME_MATCH_TWICE = """
query ($id: ID!) {
  bad: conversation(id: $id) { messages(first: 0) { nodes { id } } match { id } }
  good: conversation(id: $id) { match { id } }
}
"""
ONE_FAILS_ONE_WAITS = '{ program(id: "x") { id } suggestions(programId: "y") { score } }'


async def test_what_two_fields_wait_for_comes_to_the_one_when_the_other_is_given_up(edge: Edge):
    ada, _, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)

    answer = await edge.ask(ada, SAME_MATCH_TWICE, id=where)

    assert answer.codes == ["BAD_USER_INPUT"]
    match = ids.encode("match", (await Match.get()).id)
    assert answer.data == {"bad": None, "good": {"match": {"id": match}}}


async def test_the_time_limit_is_told_of_though_a_part_failed_before_it(edge: Edge, monkeypatch):
    monkeypatch.setattr(execution, "get_settings", settings_with(operation_timeout_seconds=0.2))
    monkeypatch.setattr(suggestions, "suggest_mentors", lambda *_: asyncio.Event().wait())
    monkeypatch.setattr(ids, "decode", decoded(ids.decode))

    ada = await given_user()
    # A document has no plan when it comes for the first time.
    answers = [await edge.ask(ada, ONE_FAILS_ONE_WAITS) for _ in range(3)]

    assert [answer.codes for answer in answers] == [["TIMEOUT"]] * 3


def decoded(decode):
    """Takes "y" for an id of anything."""
    return lambda kind, field, id: id if id == "y" else decode(kind, field, id)


async def test_what_runs_beside_a_failure_ends_by_itself():
    ended = []

    async def fail():
        raise LookupError

    async def go_on():
        await asyncio.sleep(0.01)
        ended.append(True)

    with pytest.raises(LookupError):
        await all_of([fail(), go_on()])

    task = asyncio.current_task()
    assert task
    assert (ended, task.cancelling()) == ([True], 0)


async def test_what_runs_side_by_side_ends_with_whoever_waits_for_it():
    begun, ended = asyncio.Event(), []

    async def wait():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    task = asyncio.ensure_future(all_of([wait(), wait()]))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert ended == [True, True]


async def test_what_a_plan_loaded_is_not_loaded_again_when_it_gives_up(edge: Edge, queries):
    ada, _, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)
    for _ in range(2):
        await edge.ask(ada, SAME_MATCH_TWICE, id=where)

    with queries() as count:
        await edge.ask(ada, SAME_MATCH_TWICE, id=where)

    assert sum('FROM "match"' in statement for statement in count.statements) == 1


@pytest.mark.parametrize(
    "ask", [lambda loader, key: loader.load_all([key]), lambda loader, key: loader.load(key)]
)
async def test_a_loader_answers_others_when_one_no_longer_waits(ask):
    fetching, ready = asyncio.Event(), asyncio.Event()

    async def fetch(keys):
        fetching.set()
        await ready.wait()
        return keys

    loader, key = Loader(fetch, "letters"), uuid4()
    first = asyncio.ensure_future(loader.load(key))
    second = asyncio.ensure_future(ask(loader, key))
    await fetching.wait()
    second.cancel()
    ready.set()

    assert await first == key
