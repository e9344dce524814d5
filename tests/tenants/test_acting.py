"""Who acts is told with each statement, and forgotten with it."""

import asyncio

import pytest
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from models import Enrollment, Program, User
from models.acting import NOBODY, SYSTEM, act_for, actor, as_system
from models.engine import telling
from models.rows import rows
from models.sql import fetch
from tests.cast import given_coordinator, given_program, given_user

ALL = "SELECT * FROM user_account"
SAID = "SELECT current_setting('mentorgraph.viewer', true) AS viewer"


@pytest.fixture(autouse=True)
def system_again():
    yield
    actor.set(SYSTEM)


async def names():
    return {user.name for user in await User.all()}


async def test_a_connection_does_not_remember_who_acted(edge):
    await given_user("Ada")
    client = get_connection("default")

    assert await names() == {"Ada"}
    async with client.acquire_connection() as connection:
        assert (await connection.fetchrow(SAID))["viewer"] in (None, "")
        assert await connection.fetch(ALL) == []


async def test_in_a_transaction_each_statement_is_of_whoever_acts_then(edge):
    ada, bo = await given_user("Ada"), await given_user("Bo")

    async with in_transaction():
        act_for(ada.id)
        assert await names() == {"Ada"}
        with as_system():
            assert await names() == {"Ada", "Bo"}
        assert await names() == {"Ada"}
        act_for(bo.id)
        assert await names() == {"Bo"}


async def test_a_part_that_is_undone_leaves_who_acted_before_it(edge):
    ada, bo = await given_user("Ada"), await given_user("Bo")

    async def undone():
        async with in_transaction():
            act_for(bo.id)
            assert await names() == {"Bo"}
            raise ZeroDivisionError

    act_for(ada.id)
    async with in_transaction():
        assert await names() == {"Ada"}
        with pytest.raises(ZeroDivisionError):
            await undone()
        assert await names() == {"Bo"}
        act_for(ada.id)
        assert await names() == {"Ada"}


async def test_tasks_side_by_side_act_for_themselves(edge):
    people = [await given_user(f"Person {number}") for number in range(20)]

    async def own(user):
        act_for(user.id)
        return [await names() for _ in range(5)]

    seen = await asyncio.gather(*map(own, people))

    assert seen == [[{user.name}] * 5 for user in people]


async def test_rows_read_without_the_orm_are_of_whoever_acts_too(edge):
    ada = await given_user("Ada")
    await given_user("Bo")

    act_for(ada.id)

    assert [row.name for row in await rows(User, ALL)] == ["Ada"]
    assert [row["name"] for row in await fetch(ALL)] == ["Ada"]


async def test_somebody_who_is_not_there_sees_nothing(edge):
    await given_user("Ada")

    act_for(Program().id)

    assert await names() == set()


async def test_a_program_that_somebody_just_founded_is_seen_at_once(edge):
    program, coordinator = await given_program(is_open=False), await given_user("Coco")
    act_for(coordinator.id)
    assert await Program.all().count() == 0
    actor.set(SYSTEM)

    await given_coordinator(program, coordinator)

    act_for(coordinator.id)
    assert await Program.all().count() == 1


async def test_who_acts_is_told_before_a_row_is_looked_at(edge):
    """PostgreSQL promises no order of conditions; if this one changed, nothing would be seen."""
    sql = telling("SELECT * FROM enrollment ORDER BY id", 1)
    client = get_connection("default")

    async with client.acquire_connection() as connection:
        plan = [row[0] for row in await connection.fetch(f"EXPLAIN {sql}", NOBODY)]

    assert plan[0].startswith("Result")
    assert "One-Time Filter" in plan[1]
    assert await Enrollment.all() == []
