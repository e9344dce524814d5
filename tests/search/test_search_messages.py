"""Searching in what was said: one's own conversations, as they read now."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.transactions import in_transaction

from models import Conversation, Member, User, database
from models.sql import fetch
from schema import ids
from search.messages import SEARCH
from tests.cast import given_messages, given_pair, given_user
from tests.conversations.talking import change, given_said
from tests.documents import Ask

SEARCH_MESSAGES = """
query (
  $query: String!, $conversationId: ID, $senderId: ID, $sentAfter: DateTime,
  $sentBefore: DateTime, $first: Int, $after: Cursor
) {
  searchMessages(
    query: $query, conversationId: $conversationId, senderId: $senderId, sentAfter: $sentAfter,
    sentBefore: $sentBefore, first: $first, after: $after
  ) {
    edges { cursor node { body } excerpt { text isMatch } }
    nodes { body }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""

MANY = """
INSERT INTO message (id, created_at, organization_id, conversation_id, sender_id, number, client_id,
    body, reply_count, version, attachment_count)
SELECT gen_random_uuid(), now(), organization_id, conversation.id, '{}', number, gen_random_uuid(),
    'We met on day ' || number || ' of ' || match_id, 0, 1, 0
FROM conversation, generate_series(10, 500) AS number
"""


async def search(ask: Ask, viewer: User, query: str, **given: Any) -> dict[str, Any]:
    answer = await ask(viewer, SEARCH_MESSAGES, query=query, **given)
    assert answer.errors == []
    found: dict[str, Any] = answer.data["searchMessages"]
    return found


async def bodies(ask: Ask, viewer: User, query: str, **given: Any) -> list[str]:
    return [node["body"] for node in (await search(ask, viewer, query, **given))["nodes"]]


async def slowly(sql: str, *values: Any) -> Sequence[Mapping[str, Any]]:
    """What searches takes longer than it may."""
    async with in_transaction():
        await fetch("SELECT set_config('statement_timeout', '50', true)")
        return await fetch(sql.replace("WHERE", "WHERE pg_sleep(9) IS NOT NULL AND"), *values)


def marked(hit: dict[str, Any]) -> str:
    return "".join(f"[{f['text']}]" if f["isMatch"] else f["text"] for f in hit["excerpt"])


async def test_a_stranger_finds_nothing_that_others_said(ask):
    _, _, [message] = await given_said("The secret garden")
    eve = await given_user("Eve")
    where = ids.encode("conversation", message.conversation_id)

    everywhere = await bodies(ask, eve, "secret")
    there = await bodies(ask, eve, "secret", conversationId=where)

    assert (everywhere, there) == ([], [])


async def test_nobody_searches_without_signing_in(ask):
    await given_said("The secret garden")

    answer = await ask(None, SEARCH_MESSAGES, query="secret")

    assert answer.codes == ["UNAUTHENTICATED"]


async def test_members_find_what_either_said_newest_first(ask):
    ada, bo, [message] = await given_said("Tea at ten")
    where = await Conversation.get(id=message.conversation_id)
    await given_messages(bo, where, ["Coffee at nine", "No tea for me"])

    assert await bodies(ask, bo, "tea") == ["No tea for me", "Tea at ten"]
    assert await bodies(ask, ada, "AT NINE") == ["Coffee at nine"]


async def test_who_lost_their_seat_finds_nothing_any_more(ask):
    _, bo, _ = await given_said("The secret garden")
    await Member.filter(user_id=bo.id).delete()

    assert await bodies(ask, bo, "garden") == []


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Größe und Café", "cafe grosse"),
        ("It's and/or C++", "c++"),
        ("明日の会議は十時", "会議"),
        ("Привет, Мир", "привет"),
        ("See https://example.org/tea", "example tea"),
        ("Tomorrow at ten", "tomor"),
        ("One two three", "three one"),
    ],
)
async def test_words_are_found_however_they_are_written(ask, said, asked):
    ada, _, _ = await given_said(said, "Something else")

    assert await bodies(ask, ada, asked) == [said]


@pytest.mark.parametrize("asked", ["te", "ten two", "hree", "o'clock"])
async def test_every_word_must_be_there_whole_but_for_a_last_one_of_three_letters(ask, asked):
    ada, _, _ = await given_said("One two three ten-ish")

    found = await bodies(ask, ada, asked)

    assert found == (["One two three ten-ish"] if asked == "ten two" else [])


async def test_what_was_edited_is_found_by_its_new_words_only(ask):
    ada, bo, [message] = await given_said("See you on Monday")
    await change(ask, ada, "editMessage", message, body="See you on Friday")

    assert await bodies(ask, bo, "monday") == []
    assert await bodies(ask, bo, "friday") == ["See you on Friday"]


async def test_what_was_taken_back_is_found_by_nobody(ask):
    ada, bo, [message] = await given_said("The secret garden")
    await change(ask, ada, "retractMessage", message)

    assert (await bodies(ask, ada, "secret"), await bodies(ask, bo, "secret")) == ([], [])


async def test_closed_conversations_are_searched_too(ask):
    ada, _, [message] = await given_said("Goodbye")
    await Conversation.all().update(closed_at=message.created_at)

    assert await bodies(ask, ada, "goodbye") == ["Goodbye"]


async def test_filters_are_those_of_the_conversation_the_sender_and_the_time(ask):
    ada, bo, [first, second] = await given_said("Tea one", "Tea two")
    where = await Conversation.get()
    await given_messages(bo, where, ["Tea three"])
    place, bos = ids.encode("conversation", where.id), ids.encode("user", bo.id)
    moment, later = second.created_at.isoformat(), first.created_at + timedelta(microseconds=1)

    assert await bodies(ask, ada, "tea", conversationId=place, senderId=bos) == ["Tea three"]
    assert await bodies(ask, ada, "tea", sentBefore=moment) == ["Tea one"]
    assert await bodies(ask, ada, "tea", sentAfter=moment) == ["Tea three"]
    assert (await bodies(ask, ada, "tea", sentBefore=later.isoformat()))[-1] == "Tea one"
    assert await bodies(ask, ada, "tea", conversationId=ids.encode("conversation", bo.id)) == []


async def test_pages_follow_each_other_though_more_is_said_meanwhile(ask):
    ada, _, _ = await given_said("Tea 1", "Tea 2", "Tea 3")

    once = await search(ask, ada, "tea", first=2)
    await given_messages(ada, await Conversation.get(), ["Tea 4"])
    then = await search(ask, ada, "tea", first=2, after=once["pageInfo"]["endCursor"])

    assert [node["body"] for node in once["nodes"] + then["nodes"]] == ["Tea 3", "Tea 2", "Tea 1"]
    assert (once["pageInfo"]["hasNextPage"], once["pageInfo"]["hasPreviousPage"]) == (True, False)
    assert (then["pageInfo"]["hasNextPage"], then["pageInfo"]["hasPreviousPage"]) == (False, True)
    assert once["edges"][1]["cursor"] == once["pageInfo"]["endCursor"]


async def test_an_excerpt_is_cut_around_the_first_match(ask):
    ada, _, _ = await given_said(f"{'so ' * 100}tea, <b>TEA</b> {'and ' * 100}")

    [hit] = (await search(ask, ada, "tea"))["edges"]

    assert marked(hit).startswith("…so so so")
    assert marked(hit).endswith(" and and and…")
    assert " [tea], <b>[TEA]</b> and " in marked(hit)
    assert len("".join(f["text"] for f in hit["excerpt"])) == 242


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("", "word"),
        ("?! & | <-> :* ''", "word"),
        ("🦀", "word"),
        ("x" * 201, "200 characters"),
        ("tea\x00", "NUL"),
        ("a b c d e f g h i j k", "10 words"),
    ],
)
async def test_what_cannot_be_looked_for_is_said(ask, asked, reason):
    ada = await given_user("Ada")

    answer = await ask(ada, SEARCH_MESSAGES, query=asked)

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["field"] == "query"
    assert reason in answer.errors[0]["message"]


@pytest.mark.parametrize("asked", ["tea:*", "'tea' & !x", '"tea', "tea \\", "(tea | ", "tea%_$1"])
async def test_signs_are_no_operators(ask, asked):
    ada, _, _ = await given_said("Tea, x and 1")

    found = await bodies(ask, ada, asked)

    assert found == ["Tea, x and 1"]


async def test_a_search_that_takes_too_long_says_so_and_logs_no_words(ask, monkeypatch, caplog):
    ada, _, _ = await given_said("The secret garden")
    monkeypatch.setattr("search.messages.fetch", slowly)

    answer = await ask(ada, SEARCH_MESSAGES, query="secret")

    assert answer.codes == ["TIMEOUT"]
    assert "searchMessages" in str([record.__dict__ for record in caplog.records])
    assert "secret" not in str([record.__dict__ for record in caplog.records])


@given(st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=60))
async def test_plain_words_are_those_of_all_other_texts(server, text):
    sql = "SELECT strip(message_words($1)) = strip(search_vector($1)) AS are_same"

    assert (await fetch(sql, text))[0]["are_same"]


async def test_the_index_is_asked_for_the_words_in_each_conversation_of_the_viewer(
    empty, database_url
):
    ada, _, _ = await given_said("The secret garden")
    for _ in range(9):
        await given_pair()
    owner = await database.direct_connection(database_url)
    await owner.execute(MANY.format(ada.id))
    await owner.execute("ANALYZE message, member")
    await owner.close()

    plan = await fetch(f"EXPLAIN {SEARCH}", ada.id, "'secret'", *[None] * 5, 21)

    assert "Index Cond: ((conversation_id = member.conversation_id) AND (message_words" in str(plan)
