import pytest
from graphql import OperationDefinitionNode, parse

from gateway.documents import GRAPHQL
from gateway.size import Size


def size(query: str, **variables: object) -> int:
    document = parse(query)
    (operation,) = [n for n in document.definitions if isinstance(n, OperationDefinitionNode)]
    return Size(GRAPHQL, document, variables).of(operation)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("{ viewer { email } }", 2),
        ("{ programs { nodes { name } } }", 2 + 20),
        ("{ programs(first: 3) { nodes { name } } }", 2 + 3),
        ("{ programs(last: 3) { edges { node { name } } } }", 2 + 3 * 2),
        ("{ programs(first: 5000) { nodes { name } } }", 2 + 100),
        ("{ programs(first: 100) { pageInfo { hasNextPage } nodes { name } } }", 1 + 2 + 1 + 100),
        ('{ suggestions(programId: "x", first: 5) { score reasons { most } } }', 1 + 5 * (2 + 20)),
        ("{ programs(first: -2000000000) { nodes { name } } }", 2 + 1),
        ("query ($n: Int) { programs(first: $n) { nodes { name } } }", 2 + 100),
        ("{ viewer { user { skillsWanted availability { weekday } } } }", 2 + 1 + 1 + 20),
        ("{ ...F } fragment F on Query { viewer { ...G } } fragment G on Viewer { email }", 2),
        ("{ a: viewer { email } b: viewer { email } }", 4),
        ("{ __typename __schema { types { name } } }", 2),
    ],
)
def test_pages_multiply_what_is_in_them(query, fields):
    assert size(query) == fields


def test_a_variable_counts_with_its_value():
    query = "query ($n: Int) { programs(first: $n) { nodes { name } } }"

    assert size(query, n=7) == 2 + 7
    assert size(query, n=-7) == 2 + 1
    assert size(query, n="seven") == 2 + 100


def chain(step: str) -> str:
    """Sixty fragments, each spreading the next in this way."""
    fragments = "".join(
        f"fragment F{n} on Conversation {{ {step.replace('NEXT', f'...F{n + 1}')} }} "
        for n in range(60)
    )
    last = "fragment F60 on Conversation { messageCount }"
    return f'{{ conversation(id: "x") {{ ...F0 }} }} {fragments} {last}'


def test_a_fragment_that_is_spread_twice_in_one_place_is_answered_once():
    assert size(chain("NEXT ... on Conversation { NEXT }")) == 2


def test_fragments_that_double_the_answer_are_measured_at_once():
    again = "messages(first: 1) { nodes { conversation { NEXT } } }"

    assert size(chain(f"a: {again} b: {again}")) > 2**60


HUGE = """
query ($id: ID!) { conversation(id: $id) { messages(first: 100) { nodes { conversation {
  messages(first: 100) { nodes { conversation { messages(first: 100) { nodes { number } } } } }
} } } } }
"""


async def test_what_is_too_large_does_not_begin(ask, queries):
    with queries() as count:
        answer = await ask(None, HUGE, id="conversation_01h455vb4pex5vsknk084sn02q")

    assert answer.codes == ["QUERY_TOO_LARGE"]
    assert count.total == 0
