"""Whoever waits for a mentor's row holds no other row, so that nobody waits in a circle."""

import asyncio

from tortoise.transactions import in_transaction

from actions import matches as actions
from models import MatchRequest, RequestStatus
from tests.cast import given_match, given_mentee, given_mentor, given_program
from tests.documents import do
from tests.matches.asking import accept, end, given_request, id_of, request, withdraw
from tests.matches.waiting import PATIENCE, somebody_waits


async def given_two():
    program = await given_program()
    return await given_mentor(program), await given_mentee(program)


async def test_who_waits_to_accept_does_not_keep_the_mentee_from_withdrawing(ask):
    mentor, mentee = await given_two()
    asked = await given_request(mentor, mentee)
    for one in (mentor, mentee):
        await ask(one.user, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await actions.locked(mentor.id)
        accepting = asyncio.create_task(accept(ask, mentor.user, asked))
        await somebody_waits()
        withdrawn = await withdraw(ask, mentee.user, asked)

    assert withdrawn["matchRequest"]["status"] == "WITHDRAWN"
    assert (await accepting)["__typename"] == "Conflict"


async def test_who_waits_to_end_does_not_keep_the_mentee_from_setting_a_goal(ask):
    mentor, mentee = await given_two()
    match = await given_match(mentor, mentee)
    goal = {"matchId": id_of(match), "title": "Talk", "measure": "YES_NO"}
    for one in (mentor, mentee):
        await ask(one.user, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await actions.locked(mentor.id)
        ending = asyncio.create_task(end(ask, mentor.user, match))
        await somebody_waits()
        done = await do(ask, mentee.user, "setGoal", **goal)

    assert done["__typename"] == "SetGoalPayload"
    assert (await ending)["match"]["status"] == "ENDED"


async def test_asking_again_while_the_mentor_accepts_waits_and_is_a_conflict(ask):
    mentor, mentee = await given_two()
    asked = await given_request(mentor, mentee)
    await ask(mentee.user, "{ __typename }")

    async with in_transaction(), asyncio.timeout(PATIENCE):
        await actions.accept_match_request(mentor.user, asked.id)
        again = asyncio.create_task(request(ask, mentee.user, mentor))
        await somebody_waits()

    assert (await again)["__typename"] == "Conflict"
    assert await MatchRequest.filter(status=RequestStatus.PENDING).count() == 0
