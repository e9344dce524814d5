"""Plans are kept with their document: one for each operation, and each choice of what to skip."""

from graphql import parse

from gateway.documents import GRAPHQL, Document, Prepared, remembered, valid
from gateway.execution import coerced
from gateway.operations import Operation
from gateway.plans import lookup, plan_for
from gateway.plans.weights import FIELD_BYTES
from tests.cast import given_user, token_of
from tests.gateway.faults import broken, logged

TWO = """
query Greet($x: Boolean!) { __typename @skip(if: $x) }
query Find($x: [ResourceKind!]) { searchResources(kinds: $x) { totalCount } }
"""
SHARED = """
query One($x: Boolean!) { ...Named }
query Two($x: Int) { programs(first: $x) { nodes { id } } }
fragment Named on Query { viewer { email @include(if: $x) user { name } } }
"""


def plan(document: Document, name: str | None = None, /, **variables: object):
    definition = document.operation(name).definition
    operation = Operation("", variables, name)
    prepared = Prepared(document, definition, operation, cost=0, most=0)
    given = coerced(prepared)
    assert not isinstance(given, list)
    return plan_for(GRAPHQL, prepared, given, at_once=True)


async def test_a_variable_may_have_the_name_of_another_operation_s_condition(edge):
    headers = {"authorization": f"Bearer {await token_of(await given_user())}"}
    body = {"query": TWO, "operationName": "Find", "variables": {"x": ["ARTICLE"]}}

    answers = [await edge.http.post("/graphql", json=body, headers=headers) for _ in range(3)]

    assert [answer.json()["data"] for answer in answers] == [
        {"searchResources": {"totalCount": 0}}
    ] * 3


def test_what_a_fragment_skips_decides_about_the_operations_that_spread_it():
    document = Document(parse(SHARED))

    shown, hidden = plan(document, "One", x=True), plan(document, "One", x=False)
    few, many = plan(document, "Two", x=1), plan(document, "Two", x=2)

    assert shown is not hidden
    assert few is many


def test_an_operation_has_one_plan_whether_it_is_named_or_not():
    document = Document(parse("query Only { programs { nodes { id } } }"))

    assert plan(document) is plan(document, "Only")


def test_a_document_has_at_most_so_many_plans():
    names = [f"v{n}" for n in range(5)]
    fields = " ".join(f"{name}: __typename @skip(if: ${name})" for name in names)
    definitions = " ".join(f"${name}: Boolean!" for name in names)
    document = Document(parse(f"query ({definitions}) {{ {fields} }}"))

    for number in range(2 ** len(names)):
        plan(document, **{name: bool(number >> place & 1) for place, name in enumerate(names)})

    assert len(document.plans.made) == lookup.MOST_PLANS


def test_plans_weigh_as_much_as_they_take():
    remembered.clear()
    document = valid(f"{{ {' '.join(f'a{n}: programs {{ nodes {{ id }} }}' for n in range(5))} }}")
    before = remembered.weight

    plan(document)
    plan(document)

    assert remembered.weight - before == 15 * FIELD_BYTES


def test_what_cannot_be_compiled_has_no_plan_and_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(lookup, "compiled", broken)

    assert plan(Document(parse("{ __typename }"))) is None
    assert logged(caplog).getMessage().startswith("No plan could be made of document ")
