"""Generated operations are worth sending: valid, repeatable, and of every shape there is."""

from itertools import islice

import pytest
from graphql import (
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    validate,
    visit,
)

from resolvers import schema
from tests.generated import Generated, World, operations, queries
from tests.generated.catalog import catalog_of

GRAPHQL = schema._schema
WORLD = World()


def some(number: int, seed: int = 1) -> list[Generated]:
    return list(islice(operations(GRAPHQL, seed, WORLD), number))


class Seen(Visitor):
    """The fields, arguments and kinds of nodes of some documents."""

    def __init__(self) -> None:
        super().__init__()
        self.types = TypeInfo(GRAPHQL)
        self.fields: set[str] = set()
        self.arguments: set[str] = set()
        self.nodes: set[str] = set()

    def enter(self, node, *_):
        parent, field = self.types.get_parent_type(), self.types.get_field_def()
        self.nodes.add(node.kind)
        if node.kind == "field":
            self.fields.add(f"{parent}.{node.name.value}")
        if node.kind == "argument" and field and self.types.get_argument():
            self.arguments.add(node.name.value)


def seen_in(documents: list[Generated]) -> Seen:
    seen = Seen()
    for each in documents:
        visit(parse(each.query), TypeInfoVisitor(seen.types, seen))
    return seen


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_document_is_valid(seed):
    wrong = [
        (each.query, errors[0].message)
        for each in some(150, seed)
        if (errors := validate(GRAPHQL, parse(each.query)))
    ]

    assert wrong == []


def test_the_same_seed_gives_the_same_operations_and_another_one_others():
    assert some(50) == some(50)
    assert some(50, seed=2) != some(50)


def test_queries_only_is_queries_only():
    documents = list(islice(queries(GRAPHQL, 1, WORLD), 200))

    assert {each.kind for each in documents} == {"query"}
    definitions = [one for each in documents for one in parse(each.query).definitions]
    operations = [one for one in definitions if isinstance(one, OperationDefinitionNode)]
    assert {one.operation for one in operations} == {OperationType.QUERY}


def test_every_field_and_every_argument_is_asked_for():
    seen = seen_in(some(18_000))

    kinds = [kind for kind in catalog_of(GRAPHQL).kinds.values() if not kind.name.startswith("__")]
    fields = {
        f"{each.parent}.{each.name}" for kind in kinds for each in kind.leaves + kind.branches
    }
    assert fields - seen.fields == set()
    assert {"first", "after", "last", "before", "status", "kinds", "input"} <= seen.arguments


def test_every_shape_of_a_document_is_there():
    documents = some(3_000)

    assert {
        *("fragment_definition", "fragment_spread", "inline_fragment", "directive", "variable"),
        *("variable_definition", "list_value", "object_value", "enum_value", "null_value"),
        *("int_value", "float_value", "string_value", "boolean_value", "list_type"),
    } <= seen_in(documents).nodes
    assert {each.kind for each in documents} == {"query", "mutation", "subscription"}
    assert any(each.operation_name for each in documents)
