"""What an answer can hold is known before it is begun."""

import pytest
from graphql import OperationDefinitionNode, parse

from gateway.cost import AN_INTROSPECTION, Pricing
from gateway.documents import GRAPHQL
from gateway.introspection import WHOLE_QUERY
from tests.cast import given_user, token_of
from tests.edge import Edge


def cost(query: str, **variables: object) -> int:
    document = parse(query)
    (operation,) = [n for n in document.definitions if isinstance(n, OperationDefinitionNode)]
    return Pricing(GRAPHQL, document).of(operation).of(variables)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("{ viewer { email } }", 2),
        ("{ programs { nodes { name } } }", 2 + 20),
        ("{ programs(first: 3) { nodes { name } } }", 2 + 3),
        ("{ programs(last: 3) { edges { node { name } } } }", 2 + 3 * 2),
        ("{ programs(first: 5000) { nodes { name } } }", 2 + 100),
        ("{ programs(first: 100) { pageInfo { hasNextPage } nodes { name } } }", 1 + 2 + 1 + 100),
        ('{ suggestions(programId: "x", first: 5) { score reasons { most } } }', 201 + 5 * 22),
        ("{ programs(first: -2000000000) { nodes { name } } }", 2 + 1),
        ("{ programs(first: null) { nodes { name } } }", 2 + 20),
        ("{ programs(first: 3, last: 5) { nodes { name } } }", 2 + 5),
        ('{ suggestions(programId: "x") { score } }', 201 + 10),
        (
            "{ viewer { user { skillsWanted { name } availability { weekday } } } }",
            2 + 2 * (1 + 20),
        ),
        ("{ ...F } fragment F on Query { viewer { ...G } } fragment G on Viewer { email }", 2),
        ("{ a: viewer { email } b: viewer { email } }", 4),
        ("{ __typename }", 1),
        ("mutation { signOut { signedOutAt } }", 10 + 2),
        ("mutation { a: signOut { signedOutAt } b: signOut { signedOutAt } }", 2 * (10 + 2)),
        ("subscription { inboxEvents { conversation { id } } }", 3),
    ],
)
def test_pages_multiply_what_is_in_them(query, fields):
    assert cost(query) == fields


@pytest.mark.parametrize(
    ("definition", "given", "entries"),
    [
        ("Int", {}, 20),
        ("Int", {"n": None}, 20),
        ("Int = 7", {}, 7),
        ("Int = 7", {"n": None}, 20),
        ("Int = 7", {"n": 3}, 3),
        ("Int = null", {}, 20),
        ("Int!", {"n": 2.0}, 100),
        ("Int!", {"n": [5]}, 100),
        ("Int!", {"n": 10**30}, 100),
        ("Int!", {"n": True}, 1),
    ],
)
def test_a_variable_counts_with_its_value_its_default_or_the_usual_page(definition, given, entries):
    query = f"query ($n: {definition}) {{ programs(first: $n) {{ nodes {{ name }} }} }}"

    assert cost(query, **given) == 2 + entries


ANALYTICS = "query ($n: Int = 7) { programAnalytics(programId: 1%s) { %s } }"
WEEKS = "weeks { monday messages }"


@pytest.mark.parametrize(
    ("argument", "given", "weeks"),
    [
        ("", {}, 12),
        (", weeks: 3", {}, 3),
        (", weeks: 104", {}, 104),
        (", weeks: 5000", {}, 104),
        (", weeks: 0", {}, 1),
        (", weeks: $n", {}, 7),
        (", weeks: $n", {"n": 104}, 104),
        (", weeks: $n", {"n": 105}, 104),
        (", weeks: $n", {"n": "x"}, 104),
    ],
)
def test_an_argument_may_say_how_long_the_list_of_its_name_is(argument, given, weeks):
    assert cost(ANALYTICS % (argument, WEEKS), **given) == 1 + 51 + weeks * 2
    assert cost(ANALYTICS % (argument, "requests { count }"), **given) == 1 + 51 + 20


def test_what_works_before_it_answers_weighs_more_each_time():
    suggestions = "suggestions(programId: 1, first: 1) { score }"

    assert cost(f"{{ a: {suggestions} b: {suggestions} }}") == 2 * (201 + 1)
    assert cost("{ searchResources { totalCount } }") == 101 + 1
    assert cost(ANALYTICS % ("", "a: people { count } b: people { count }")) == 1 + 2 * (51 + 20)


def test_pages_in_pages_multiply_by_both_variables():
    query = """
    query ($a: Int!, $b: Int!) {
      viewer { conversations(first: $a) { nodes { messages(last: $b) { nodes { ...M } } } } }
    }
    fragment M on Message { body sender { name } }
    """

    assert cost(query, a=10, b=7) == 3 + 10 * (2 + 7 * 3)


def test_what_tools_ask_to_know_all_is_worth_a_thousand_fields():
    assert cost(WHOLE_QUERY) == AN_INTROSPECTION


def test_introspection_that_goes_in_circles_is_worth_more():
    query = "{ __schema { types { fields { name type { fields { name type { name } } } } } } }"

    assert cost(query) > cost("{ __schema { types { fields { name } } } }") > 10


def chain(step: str) -> str:
    """Sixty fragments, each spreading the next in this way."""
    fragments = "".join(
        f"fragment F{n} on Conversation {{ {step.replace('NEXT', f'...F{n + 1}')} }} "
        for n in range(60)
    )
    last = "fragment F60 on Conversation { messageCount }"
    return f'{{ conversation(id: "x") {{ ...F0 }} }} {fragments} {last}'


def test_a_fragment_that_is_spread_twice_in_one_place_is_answered_once():
    assert cost(chain("NEXT ... on Conversation { NEXT }")) == 2


def test_fragments_that_double_the_answer_are_measured_at_once():
    again = "messages(first: 1) { nodes { conversation { NEXT } } }"

    assert cost(chain(f"a: {again} b: {again}")) > 2**60


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


WIDE = """
query ($n: Int!) { programs(first: 100) { nodes { enrollments(first: $n) { nodes { id } } } } }
"""


async def test_who_is_not_signed_in_may_ask_for_less(ask, queries):
    stranger = await ask(None, WIDE, n=20)
    person = await ask(await given_user(), WIDE, n=20)

    assert stranger.codes == ["QUERY_TOO_LARGE"]
    assert stranger.errors[0]["message"].startswith("This can answer with more than 2,000 fields")
    assert person.errors == []


async def post(edge: Edge, query: str, viewer=None, **variables):
    headers = {"authorization": f"Bearer {await token_of(viewer)}"} if viewer else {}
    body = {"query": query, "variables": variables}
    return (await edge.http.post("/graphql", json=body, headers=headers)).json()


async def test_an_answer_says_what_it_cost_and_could_have_cost(edge: Edge):
    stranger = await post(edge, "{ viewer { email } }")
    person = await post(edge, WIDE, await given_user(), n=5)

    assert stranger["extensions"] == {"cost": {"requested": 2, "limit": 2_000}}
    assert person["extensions"] == {"cost": {"requested": 2 + 100 * 7, "limit": 20_000}}


async def test_an_answer_with_errors_says_what_it_cost_too(edge: Edge):
    answer = await post(edge, "{ programs { nodes { id } } }")

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert answer["extensions"] == {"cost": {"requested": 22, "limit": 2_000}}


@pytest.mark.parametrize("query", ["{", "{ nothing }", HUGE])
async def test_what_was_never_begun_cost_nothing(edge: Edge, query):
    answer = await post(edge, query, id="x")

    assert answer.keys() == {"errors"}
