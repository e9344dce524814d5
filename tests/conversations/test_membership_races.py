"""Who comes, goes and writes at the same time: the log says one thing, and it is what holds."""

import asyncio
from collections import Counter

import pytest

from actions import conversations as actions
from actions import programs
from errors import Conflict, NotFound
from models import ConversationEvent, EventKind, Member, MemberRole, Message
from tests.conversations.gathering import given_cohort, given_group, log_of, seats

pytestmark = pytest.mark.usefixtures("empty")

TIMES = 8


async def outcomes(*acts):
    """What came of acts at once: nothing, or the error. Any other would be a fault."""
    done = await asyncio.gather(*acts, return_exceptions=True)
    for one in done:
        assert not isinstance(one, BaseException) or isinstance(one, Conflict | NotFound), one
    return [type(one) if isinstance(one, BaseException) else None for one in done]


async def test_who_is_removed_while_they_write_is_heard_before_that_or_not_at_all():
    for _ in range(TIMES):
        cohort = await given_cohort()
        where = await given_group(cohort)
        say = [actions.NewMessage(where.id, f"{where.id}{n}", "Hi") for n in range(6)]

        sent = [actions.send_message(cohort["Bo"], one) for one in say]
        gone = actions.remove_member(cohort["Ada"], where.id, cohort["Bo"].id)
        done = await outcomes(*sent[:3], gone, *sent[3:])

        lines = await log_of(where)
        said = await Message.filter(conversation_id=where.id).count()
        assert lines == ["OPENED", *["MESSAGE_SENT"] * said, "MEMBER_REMOVED"]
        assert Counter(done)[NotFound] == 6 - said


async def test_of_two_hosts_who_leave_at_once_one_stays():
    for _ in range(TIMES):
        cohort = await given_cohort()
        where = await given_group(cohort)
        await actions.appoint_host(cohort["Ada"], where.id, cohort["Bo"].id)

        done = await outcomes(
            *(actions.leave_conversation(cohort[name], where.id) for name in ("Ada", "Bo"))
        )

        assert sorted(done, key=str) == [Conflict, None]
        assert Counter((await seats(where)).values()) == {"HOST": 1, "MEMBER": 1}


async def test_who_is_appointed_while_the_host_leaves_is_one_before_that_or_nobody_leaves():
    for _ in range(TIMES):
        cohort = await given_cohort()
        where = await given_group(cohort)

        await outcomes(
            actions.leave_conversation(cohort["Ada"], where.id),
            actions.appoint_host(cohort["Ada"], where.id, cohort["Bo"].id),
        )

        hosts = await Member.filter(conversation_id=where.id, role=MemberRole.HOST).count()
        assert hosts >= 1
        lines = await log_of(where)
        assert "MEMBER_LEFT" not in lines or lines[1] == "HOST_APPOINTED"


async def test_two_hosts_who_remove_each_other_do_so_once():
    for _ in range(TIMES):
        cohort = await given_cohort()
        where = await given_group(cohort)
        ada, bo = cohort["Ada"], cohort["Bo"]
        await actions.appoint_host(ada, where.id, bo.id)

        done = await outcomes(
            actions.remove_member(ada, where.id, bo.id), actions.remove_member(bo, where.id, ada.id)
        )

        assert sorted(done, key=str) == [NotFound, None]
        assert Counter((await seats(where)).values()) == {"HOST": 1, "MEMBER": 1}


async def test_who_leaves_the_program_while_they_are_added_is_not_in_it():
    for _ in range(TIMES):
        cohort = await given_cohort()
        where = await given_group(cohort)
        mia = cohort["Mia"]

        await asyncio.gather(
            actions.add_members(cohort["Ada"], where.id, [mia.id]),
            programs.leave_program(mia, cohort.parts["Mia"].id),
            return_exceptions=True,
        )

        assert "Mia" not in await seats(where)


async def test_all_who_leave_a_program_at_once_lose_their_seats_and_nobody_waits_in_a_circle():
    for _ in range(TIMES):
        cohort = await given_cohort()
        groups = [
            await given_group(cohort, host, ["Ada", "Bo", "Cy", "Mia"])
            for host in ("Ada", "Bo", "Cy")
        ]

        done = await outcomes(
            *(
                programs.leave_program(cohort[name], cohort.parts[name].id)
                for name in ("Ada", "Bo", "Cy")
            ),
            *(actions.mark_read(cohort["Mia"], where.id, 0) for where in groups),
        )

        assert done[:3] == [None] * 3
        assert [await seats(where) for where in groups] == [{"Mia": "HOST"}] * 3


async def test_the_same_people_added_by_many_at_once_are_added_once():
    cohort = await given_cohort()
    where = await given_group(cohort)
    people = [cohort["Mia"].id, cohort["Coco"].id]

    await outcomes(*(actions.add_members(cohort["Ada"], where.id, people) for _ in range(TIMES)))

    added = ConversationEvent.filter(conversation_id=where.id, kind=EventKind.MEMBER_ADDED)
    assert await added.count() == 2
    assert len(await seats(where)) == 5
