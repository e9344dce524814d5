"""A document is small enough to be read at once, and is read only once."""

import pytest
from graphql import get_introspection_query

from gateway import documents
from gateway.documents import LONGEST_DOCUMENT, MOST_COMMENTS, MOST_TOKENS
from tests.cast import given_messages, given_pair, given_user
from tests.edge import Edge


def nested(opening: str, middle: str, closing: str, depth: int) -> str:
    return opening * depth + middle + closing * depth


def doubling(depth: int) -> str:
    """Fragments that each spread the next one twice."""
    twice = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(depth)]
    return f"{{ ...F0 }} {' '.join(twice)} fragment F{depth} on Query {{ __typename }}"


def spreading_deep(depth: int) -> str:
    """No selection is deep, but what it spreads is."""
    steps = [f"fragment F{n} on User {{ a {{ ...F{n + 1} }} }}" for n in range(depth)]
    return (
        f"{{ viewer {{ user {{ ...F0 }} }} }} {' '.join(steps)} fragment F{depth} on User {{ a }}"
    )


def circling(end: str) -> str:
    """From a conversation to a message of it and back, five times: 18 levels, and then the end."""
    circle = nested("messages(first: 1) { nodes { conversation { ", end, " } } }", 5)
    return f"{{ viewer {{ conversations {{ nodes {{ {circle} }} }} }} }}"


TOO_MUCH = {
    "5,000 levels": nested("{ a ", "", " }", 5_000),
    "190 levels": nested("{ a ", "", " }", 190),
    "21 levels": nested("{ a ", "", " }", 21),
    "5,000 inline fragments": "{" + nested("... {", "__typename", "}", 5_000) + "}",
    "5,000 lists": f"{{ node(id: {nested('[', '', ']', 5_000)}) {{ id }} }}",
    "190 lists": f"{{ node(id: {nested('[', '', ']', 190)}) {{ id }} }}",
    "190 objects": f"{{ node(id: {nested('{a:', '1', '}', 190)}) {{ id }} }}",
    "a type of 5,000 lists": f"query ($a: {nested('[', 'Int', ']', 5_000)}) {{ __typename }}",
    "too many fields": "{" + "__typename " * MOST_TOKENS + "}",
    "too many aliases": "{" + "".join(f"a{n}: __typename " for n in range(MOST_TOKENS)) + "}",
    "too many directives": "{ __typename " + "@a" * 400 + "}",
    "too many errors": "{" + "".join(f"a{n} " for n in range(900)) + "}",
    "too many comments": "#\n" * (MOST_COMMENTS + 1) + "{ __typename }",
    "a comment too long": f"#{'x' * LONGEST_DOCUMENT}\n{{ __typename }}",
    "a string too long": f'{{ node(id: "{"x" * LONGEST_DOCUMENT}") {{ id }} }}',
    "a fragment there is not": "{ ...A }",
    "fragments deeper than selections": spreading_deep(20),
}


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_a_document_that_asks_too_much_is_refused(edge: Edge, query):
    answer = await edge.ask(None, query)

    assert answer.data == {}
    assert set(answer.codes) <= {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}
    assert 1 <= len(answer.codes) <= documents.MOST_ERRORS + 1


async def test_a_fragment_that_spreads_itself_is_told_so(edge: Edge):
    answer = await edge.ask(None, "{ ...A } fragment A on Query { ...A }")

    assert answer.codes == ["GRAPHQL_VALIDATION_FAILED"]
    assert answer.errors[0]["message"] == "Cannot spread fragment 'A' within itself."


async def test_a_document_has_a_thousand_words_at_most(edge: Edge):
    def words(number: int) -> str:
        return "{" + " ".join(f"a{n}:__typename" for n in range((number - 2) // 3)) + "}"

    most = await edge.ask(None, words(MOST_TOKENS))
    more = await edge.ask(None, words(MOST_TOKENS + 3))

    assert most.errors == []
    assert more.codes == ["GRAPHQL_PARSE_FAILED"]
    assert f"{MOST_TOKENS} tokens" in more.errors[0]["message"]


async def test_conversations_are_not_asked_for_within_each_other_for_ever(edge: Edge):
    ada, _, conversation = await given_pair()
    await given_messages(ada, conversation, "a")

    as_deep_as_allowed = await edge.ask(ada, circling("members { lastReadNumber }"))
    deeper = await edge.ask(ada, circling("members { user { name } }"))

    assert as_deep_as_allowed.errors == []
    assert deeper.codes == ["GRAPHQL_VALIDATION_FAILED"]
    assert deeper.errors[0]["message"].startswith("Ask at most 20 levels deep")


async def test_sixty_doublings_of_a_fragment_are_one_field(edge: Edge):
    answer = await edge.ask(None, doubling(60))

    assert answer.data == {"__typename": "Query"}


async def test_the_query_tools_introspect_with_is_answered(edge: Edge):
    query = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )

    answer = await edge.ask(await given_user(), query)

    assert answer.errors == []
    assert answer.data["__schema"]["queryType"]["name"] == "Query"


def test_only_what_is_valid_is_remembered():
    documents.valid.cache_clear()

    remembered = documents.valid("{ __typename }")
    for query in ("{", "{ nothing }"):
        with pytest.raises(documents.Rejected):
            documents.valid(query)

    assert documents.valid("{ __typename }") is remembered
    assert documents.valid.cache_info().currsize == 1
