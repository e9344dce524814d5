"""Who comes into a group and who goes, and what its hosts decide."""

import pytest

from actions.safety import block_user
from models import Conversation, Member
from schema import ids
from tests.cast import given_mentee, given_messages, given_pair, given_user
from tests.conversations.gathering import (
    act,
    add,
    appoint,
    given_announcement,
    given_cohort,
    given_group,
    id_of,
    leave,
    log_of,
    remove,
    seats,
    start,
    user_ids,
)
from tests.conversations.talking import say

READ = """
query ($id: ID!) { conversation(id: $id) {
  messages { nodes { body } } viewerSeat { unreadCount }
} }
"""


async def everything(ask, who, where, person):
    """Each act that is a host's."""
    return [
        await add(ask, who, where, person),
        await remove(ask, who, where, person),
        await appoint(ask, who, where, person),
        await act(ask, who, "renameConversation", where, title="Mine"),
        await act(ask, who, "endConversation", where),
    ]


async def test_an_outsider_cannot_tell_the_group_is_there(ask):
    cohort = await given_cohort()
    where, eve = await given_group(cohort), cohort["Mia"]

    foreign = [*await everything(ask, eve, where, cohort["Bo"]), await leave(ask, eve, where)]
    missing = [
        *await everything(ask, eve, Conversation(id=eve.id), cohort["Bo"]),
        await leave(ask, eve, Conversation(id=eve.id)),
    ]

    assert foreign == missing
    assert {one["__typename"] for one in foreign} == {"NotFound"}
    assert await log_of(where) == ["OPENED"]


async def test_only_hosts_say_who_is_in_it_and_what_becomes_of_it(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    refused = await everything(ask, cohort["Bo"], where, cohort["Cy"])

    assert {one["__typename"] for one in refused} == {"Forbidden"}
    assert await log_of(where) == ["OPENED"]
    assert await seats(where) == {"Ada": "HOST", "Bo": "MEMBER", "Cy": "MEMBER"}


async def test_nobody_comes_into_a_matchs_conversation_or_leaves_it(ask):
    ada, bo, where = await given_pair()
    cy = (await given_mentee(await where.program, "Cy")).user

    refused = [*await everything(ask, ada, where, cy), await leave(ask, bo, where)]

    assert {one["__typename"] for one in refused} == {"Forbidden"}
    assert {one["reason"] for one in refused} == {
        "This conversation is its match's; it changes and ends with it"
    }
    assert await seats(where) == {"Ada": "MEMBER", "Bo": "MEMBER"}


async def test_who_is_added_reads_from_the_beginning_and_has_nothing_unread(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await given_messages(cohort["Bo"], where, "ab")

    added = await add(ask, cohort["Ada"], where, cohort["Mia"], cohort["Coco"])
    seen = await ask(cohort["Mia"], READ, id=id_of(where))

    assert added["conversation"]["memberCount"] == 5
    assert await log_of(where) == ["OPENED", *["MESSAGE_SENT"] * 2, *["MEMBER_ADDED"] * 2]
    assert seen.data["conversation"] == {
        "messages": {"nodes": [{"body": "a"}, {"body": "b"}]},
        "viewerSeat": {"unreadCount": 0},
    }


async def test_doing_it_again_changes_nothing_and_writes_no_line(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)
    ada, bo, mia = cohort["Ada"], cohort["Bo"], cohort["Mia"]
    acts = [
        lambda: add(ask, ada, where, mia, bo),
        lambda: remove(ask, ada, where, mia),
        lambda: appoint(ask, ada, where, bo),
        lambda: act(ask, ada, "renameConversation", where, title="Late readers"),
        lambda: act(ask, ada, "endConversation", where),
    ]

    for one in acts:
        assert await one() == await one()

    lines = ["MEMBER_ADDED", "MEMBER_REMOVED", "HOST_APPOINTED", "RENAMED", "CLOSED"]
    assert await log_of(where) == ["OPENED", *lines]


async def test_a_group_has_500_members_at_most(ask, monkeypatch):
    cohort = await given_cohort()
    where = await given_group(cohort)
    monkeypatch.setattr("actions.conversations.gathering.MOST_IN_A_GROUP", 4)

    full = await add(ask, cohort["Ada"], where, cohort["Mia"], cohort["Coco"])
    fits = await add(ask, cohort["Ada"], where, cohort["Mia"], cohort["Bo"])

    assert full["__typename"] == "Full"
    assert fits["conversation"]["memberCount"] == 4


async def test_only_who_takes_part_is_added(ask):
    cohort, eve = await given_cohort(), await given_user("Eve")
    where = await given_group(cohort)

    refused = await add(ask, cohort["Ada"], where, cohort["Mia"], eve)
    many = await act(ask, cohort["Ada"], "addMembers", where, memberIds=user_ids(eve) * 101)

    assert (refused["field"], many["field"]) == ("memberIds", "memberIds")
    assert await log_of(where) == ["OPENED"]


async def test_who_is_removed_reads_nothing_and_says_nothing_more(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)
    await given_messages(cohort["Bo"], where, "a")

    await remove(ask, cohort["Ada"], where, cohort["Bo"])
    read = await ask(cohort["Bo"], READ, id=id_of(where))
    said = await say(ask, cohort["Bo"], where)

    assert (read.data, said["__typename"]) == ({"conversation": None}, "NotFound")
    assert await log_of(where) == ["OPENED", "MESSAGE_SENT", "MEMBER_REMOVED"]
    assert await seats(where) == {"Ada": "HOST", "Cy": "MEMBER"}


async def test_a_host_leaves_and_is_not_removed_by_themselves(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    refused = await remove(ask, cohort["Ada"], where, cohort["Ada"])

    assert (refused["field"], await log_of(where)) == ("userId", ["OPENED"])


async def test_the_last_host_appoints_another_before_they_leave(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    refused = await leave(ask, cohort["Ada"], where)
    await appoint(ask, cohort["Ada"], where, cohort["Cy"])
    left = await leave(ask, cohort["Ada"], where)

    assert refused["__typename"] == "Conflict"
    assert left["conversationId"] == id_of(where)
    assert await log_of(where) == ["OPENED", "HOST_APPOINTED", "MEMBER_LEFT"]
    assert await seats(where) == {"Bo": "MEMBER", "Cy": "HOST"}


async def test_who_leaves_alone_ends_it(ask):
    cohort = await given_cohort()
    where = await given_group(cohort, members=())

    await leave(ask, cohort["Ada"], where)

    assert await log_of(where) == ["OPENED", "MEMBER_LEFT", "CLOSED"]
    assert await Member.all().count() == 0


async def test_who_left_is_out_of_it_and_may_be_added_again(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    await leave(ask, cohort["Bo"], where)
    again = await leave(ask, cohort["Bo"], where)
    await add(ask, cohort["Ada"], where, cohort["Bo"])

    assert again["__typename"] == "NotFound"
    assert await log_of(where) == ["OPENED", "MEMBER_LEFT", "MEMBER_ADDED"]


async def test_only_a_member_is_appointed(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)

    refused = await appoint(ask, cohort["Ada"], where, cohort["Mia"])

    assert (refused["__typename"], await log_of(where)) == ("NotFound", ["OPENED"])


async def test_an_announcement_is_hosted_by_who_may_announce(ask):
    cohort = await given_cohort()
    where = await given_announcement(cohort, "Ada", "Bo")

    refused = await appoint(ask, cohort["Coco"], where, cohort["Ada"])

    assert (refused["__typename"], refused["field"]) == ("Invalid", "userId")
    assert await seats(where) == {"Coco": "HOST", "Ada": "MEMBER", "Bo": "MEMBER"}


@pytest.mark.parametrize("title", [" ", "x" * 121, "two\nlines"])
async def test_a_title_is_one_line_of_1_to_120_characters(ask, title):
    cohort = await given_cohort()
    where = await given_group(cohort)

    refused = await act(ask, cohort["Ada"], "renameConversation", where, title=title)

    assert (refused["field"], await log_of(where)) == ("title", ["OPENED"])


async def test_in_one_that_has_ended_nothing_changes_but_who_leaves(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)
    ended = await act(ask, cohort["Ada"], "endConversation", where)

    refused = (await everything(ask, cohort["Ada"], where, cohort["Bo"]))[:-1]
    said = await say(ask, cohort["Ada"], where)
    await leave(ask, cohort["Ada"], where)

    assert ended["conversation"]["closedAt"]
    assert {one["__typename"] for one in [*refused, said]} == {"Conflict"}
    assert await seats(where) == {"Bo": "MEMBER", "Cy": "MEMBER"}


async def test_what_is_no_id_is_named(ask):
    cohort = await given_cohort()
    where = await given_group(cohort)
    program = ids.encode("program", cohort.program.id)

    refused = await act(ask, cohort["Ada"], "removeMember", where, userId=program)

    assert (refused["__typename"], refused["field"]) == ("Invalid", "userId")


@pytest.mark.parametrize("who_blocks", ["Ada", "Mia"])
async def test_nobody_brings_in_whom_they_keep_apart_from_and_is_not_told_why(ask, who_blocks):
    cohort = await given_cohort()
    where = await given_group(cohort)
    ada, mia = cohort["Ada"], cohort["Mia"]
    await block_user(cohort[who_blocks], (mia if who_blocks == "Ada" else ada).id)

    refused = [
        await add(ask, ada, where, mia),
        await start(ask, ada, cohort.program, memberIds=user_ids(mia)),
    ]

    assert {(one["__typename"], one["reason"]) for one in refused} == {
        ("Conflict", "One of them cannot be brought in by you; leave them out")
    }
    assert await log_of(where) == ["OPENED"]
    assert await Conversation.all().count() == 1
