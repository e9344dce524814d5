"""Values no form would send: each is refused with a code, and nothing of it is written."""

import pytest

from models import Message, User
from schema import ids
from tests.cast import given_messages, given_pair, given_user, token_of
from tests.edge import Edge

LONGEST_ANSWER = 2_000

ID = "query ($v: ID!) { node(id: $v) { id } }"
NUMBER = "query ($v: Int) { viewer { conversations(first: $v) { nodes { id } } } }"
CURSOR = "query ($v: Cursor) { viewer { conversations(after: $v) { nodes { id } } } }"
PROFILE = "mutation ($v: UpdateProfileInput!) { updateProfile(input: $v) { __typename } }"
GOAL = """
mutation ($v: SetGoalInput!) { setGoal(input: $v) { __typename } }
"""
LITERAL = "{ viewer { conversations(first: %s) { nodes { id } } } }"
SIGN_IN = 'mutation { signIn(input: { email: %s, password: "x" }) { __typename } }'

REFUSED = {
    "an id that is a fraction": (ID, 1.5),
    "an id that is a list": (ID, ["x"]),
    "an id that is an object": (ID, {"id": "x"}),
    "an id that is true": (ID, True),
    "an id that is null": (ID, None),
    "a number that is a text": (NUMBER, "1"),
    "a number that is a fraction": (NUMBER, 1.5),
    "a number of 32 bits and one": (NUMBER, 2**31),
    "a number of 53 bits and one": (NUMBER, 2**53 + 1),
    "a number of 64 bits and one": (NUMBER, 2**64),
    "a number with an exponent": (NUMBER, 1e308),
    "a number below 1": (NUMBER, 0),
    "a number over 100": (NUMBER, 101),
    "a cursor that is a number": (CURSOR, 5),
    "a cursor that is an object": (CURSOR, {"after": 1}),
    "a cursor of another alphabet": (CURSOR, "é"),
    "a cursor with a NUL": (CURSOR, "\0"),
    "a cursor of 100,000 characters": (CURSOR, "a" * 100_000),
    "a cursor of another list": (CURSOR, "aTU"),
    "a cursor beyond 64 bits": (CURSOR, "aTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ"),
    "a profile that is a list of texts": (PROFILE, ["name"]),
    "a profile with a field too many": (PROFILE, {"name": "Eve", "isAdmin": True}),
    "a name that is a number": (PROFILE, {"name": 5}),
    "a list that is a number": (PROFILE, {"languages": 5}),
    "a list of the wrong kind": (PROFILE, {"languages": [{"code": "de"}, 5]}),
    "an enum value there is not": (GOAL, {"matchId": "x", "title": "x", "measure": "FEELING"}),
    "an enum value that is a number": (GOAL, {"matchId": "x", "title": "x", "measure": 0}),
    "a day there is not": (
        GOAL,
        {"matchId": "x", "title": "x", "measure": "NUMBER", "dueOn": "2026-02-30"},
    ),
}

LITERALS = {
    "a syntax error": "{ viewer { user { name } ",
    "5,000 digits": LITERAL % ("9" * 5_000),
    "5,000 digits for a cursor": LITERAL.replace("first", "after") % ("9" * 5_000),
    "an exponent for an Int": LITERAL % "1e400",
    "an object for an Int": LITERAL % "{ a: [1] }",
    "an enum value for an Int": LITERAL % "MANY",
    "half a surrogate pair": SIGN_IN % r'"\ud800"',
    "half a surrogate pair in braces": SIGN_IN % r'"\u{d800}"',
    "a code point beyond Unicode": SIGN_IN % r'"\u{110000}"',
    "an escape there is not": SIGN_IN % r'"\x00"',
    "a string that does not end": SIGN_IN % '"',
    "a NUL between words": "{\0__typename }",
}


def lists(depth):
    return [lists(depth - 1)] if depth else "x"


@pytest.mark.parametrize(("query", "value"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_variable_of_the_wrong_kind_is_refused_with_a_code(edge: Edge, query, value):
    eve = await given_user("Eve")

    answer = await edge.ask(eve, query, v=value)

    assert set(answer.codes) == {"BAD_USER_INPUT"}
    assert (await User.get(id=eve.id)).name == "Eve"


@pytest.mark.parametrize("query", [ID, NUMBER, CURSOR, PROFILE])
async def test_a_variable_deeper_than_any_type_is_refused(edge: Edge, query):
    answer = await edge.ask(await given_user("Eve"), query, v=lists(30))

    assert answer.codes == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("query", LITERALS.values(), ids=LITERALS.keys())
async def test_a_literal_of_the_wrong_kind_is_refused_with_a_code(edge: Edge, query):
    answer = await edge.ask(await given_user("Eve"), query)

    codes = {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}
    assert len(answer.codes) == 1
    assert set(answer.codes) <= codes


@pytest.mark.parametrize("text", [r'"\u0000"', '"\0"', '"""a\0b"""'])
async def test_a_literal_with_a_nul_is_nobodys_address(edge: Edge, text):
    answer = await edge.ask(None, SIGN_IN % text)

    assert answer.errors == []
    assert answer.data["signIn"]["__typename"] == "Unauthenticated"


async def test_a_variable_that_is_null_where_it_must_not_be_is_the_client_s_error(edge: Edge):
    query = 'query ($id: ID = "x") { node(id: $id) { id } }'

    answer = await edge.ask(await given_user("Eve"), query, id=None)

    assert answer.codes == ["BAD_USER_INPUT"]
    assert "$id" in answer.errors[0]["message"]


@pytest.mark.parametrize("field", ["body", "clientId"])
@pytest.mark.parametrize("text", ["\0", "a\0b", "x" * 8_001, " " * 1_000, ""])
async def test_a_text_that_cannot_be_kept_is_not_half_kept(edge: Edge, field, text):
    ada, _, conversation = await given_pair()
    where = ids.encode("conversation", conversation.id)
    value = {"conversationId": where, "clientId": "c", "body": "Hi", field: text}
    query = """mutation ($v: SendMessageInput!) {
        sendMessage(input: $v) { ... on Invalid { field } }
    }"""

    answer = await edge.ask(ada, query, v=value)

    assert answer.data == {"sendMessage": {"field": field}}
    assert await Message.all().count() == 0


@pytest.mark.parametrize(
    "text", ["👩‍👧‍👦 שלום مرحبا", "\u202e\ufeff\ufffe", "a\r\n\tb", "\x7f\x1b[2J"]
)
async def test_a_text_that_can_be_kept_comes_back_as_it_was(edge: Edge, text):
    ada, bo, conversation = await given_pair()
    await given_messages(ada, conversation, [text])
    query = "{ viewer { conversations { nodes { messages { nodes { body } } } } } }"

    answer = await edge.ask(bo, query)

    [seen] = answer.data["viewer"]["conversations"]["nodes"]
    assert seen["messages"]["nodes"] == [{"body": text.strip()}]


async def test_what_is_sent_is_not_sent_back_at_length(edge: Edge):
    headers = {"authorization": f"Bearer {await token_of(await given_user())}"}
    body = {"query": "{ " + "x" * 15_000 + " }"}

    answer = await edge.http.post("/graphql", json=body, headers=headers)

    assert answer.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert len(answer.content) < LONGEST_ANSWER
