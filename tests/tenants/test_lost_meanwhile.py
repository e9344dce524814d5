"""Who loses a right while they are being answered is told so: it is no fault of ours."""

import asyncio
from contextlib import asynccontextmanager

from tortoise.transactions import in_transaction

from actions.programs import inviting, joining
from errors import GONE
from models import Enrollment, EnrollmentStatus, JoinLink, ProgramRole
from models.acting import by_system
from models.sql import fetch
from schema import ids
from tests.cast import given_enrollment
from tests.documents import do
from tests.matches.waiting import PATIENCE, somebody_waits
from tests.programs.inviting import given_coordinated, id_of, make_link

WHOSE = "query ($id: ID!) { program(id: $id) { name organization { name } } }"


@by_system
async def lose_parts(person):
    await Enrollment.filter(user_id=person.id).delete()


@asynccontextmanager
async def losing(person, *, holding):
    """Within, somebody waits for what is held; after it they are answered without their parts."""
    async with in_transaction(), asyncio.timeout(PATIENCE):
        await fetch(holding)
        yield
        await somebody_waits()
        await lose_parts(person)


async def given_deciding(ask):
    coco, program = await given_coordinated()
    pending = EnrollmentStatus.PENDING
    asking = await given_enrollment(program, "Pia", ProgramRole.MENTEE, status=pending)
    await ask(coco, "{ __typename }")
    return coco, asking


async def test_who_is_removed_while_they_decide_is_told_that_it_is_theirs_no_longer(ask):
    coco, asking = await given_deciding(ask)
    id = ids.encode("enrollment", asking.id)

    async with losing(coco, holding="SELECT FROM enrollment FOR UPDATE"):
        deciding = asyncio.create_task(do(ask, coco, "approveEnrollment", enrollmentId=id))

    assert await deciding == {"__typename": "NotFound", "reason": GONE}


async def test_who_is_removed_while_they_read_is_told_that_it_is_theirs_no_longer(ask):
    coco, program = await given_coordinated()
    await ask(coco, "{ __typename }")

    async with losing(coco, holding="LOCK TABLE organization IN ACCESS EXCLUSIVE MODE"):
        reading = asyncio.create_task(ask(coco, WHOSE, id=id_of(program)))

    [error] = (await reading).errors
    assert (error["message"], error["extensions"]) == (GONE, {"code": "NOT_FOUND"})
    assert error["path"] == ["program", "organization"]


async def test_who_is_removed_while_they_write_is_told_so_and_writes_nothing(ask, monkeypatch):
    coco, program = await given_coordinated()
    demand = inviting.demand_may_invite

    async def demand_and_lose(viewer, *what):
        await demand(viewer, *what)
        await lose_parts(viewer)

    monkeypatch.setattr(joining, "demand_may_invite", demand_and_lose)

    made = await make_link(ask, coco, program)

    assert made == {"__typename": "NotFound", "reason": GONE}
    assert not await JoinLink.all().exists()
