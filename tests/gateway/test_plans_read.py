"""A plan asks the database for what it shows, and for no more."""

import pytest

from models import Conversation
from tests.cast import given_match, given_mentee, given_mentor, given_messages, given_program
from tests.counting import counting
from tests.edge import Edge

LISTS = {
    "nodes": "{ nodes { id body } }",
    "edges": "{ edges { cursor node { id body } } }",
    "with where the page stands": "{ pageInfo { endCursor } nodes { id body } }",
    "with whose they are": "{ nodes { id body sender { name } } }",
}


async def given_talk():
    program = await given_program()
    mentor, mentee = await given_mentor(program, "Ada"), await given_mentee(program, "Bo")
    match = await given_match(mentor, mentee)
    conversation = await Conversation.get(match_id=match.id)
    await given_messages(mentee.user, conversation, ["hello", "again"])
    return mentor.user


async def statements(edge: Edge, viewer, messages: str) -> list[str]:
    """The columns that are read of messages, once the query has its plan."""
    query = f"{{ viewer {{ conversations {{ nodes {{ messages(first: 1) {messages} }} }} }} }}"
    first = [await edge.ask(viewer, query) for _ in range(2)]
    with counting() as count:
        assert await edge.ask(viewer, query) == first[0] == first[1]
    return [one for one in count.statements if 'FROM "message"' in one]


@pytest.mark.parametrize("messages", LISTS.values(), ids=LISTS.keys())
async def test_a_page_has_the_columns_that_are_shown(edge: Edge, messages):
    [statement] = await statements(edge, await given_talk(), messages)
    assert '"body"' in statement
    assert '"number"' in statement
    assert '"client_id"' not in statement
    assert '"created_at"' not in statement
    assert ('"sender_id"' in statement) == ("sender" in messages)
    assert "SELECT *" not in statement
