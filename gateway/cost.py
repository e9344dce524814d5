"""What an operation costs: the most fields its answer can hold, known before it is executed.

Completing a large answer never waits, so no timeout can end it: what is too large must not begin.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    parse,
)

from gateway.introspection import META_FIELDS, WHOLE_QUERY, lengths_of
from schema.connections import LARGEST_PAGE, USUAL_PAGE
from schema.costs import declared_of

A_FEW = 20
"""What a list without pages is taken to hold; the longest hold about twice as much."""
A_MUTATION = 10
"""What a mutation weighs beside the fields of its payload."""
AN_INTROSPECTION = 1_000
"""What the whole schema weighs; reading it takes no database."""
LONGER_THAN_ANY = 10**9
"""Stands for a length that is no number of entries."""

DEFINITION = "strawberry-definition"

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """How many entries arguments such as `first` ask for, where one of them is a variable."""

    constant: int
    variables: tuple[tuple[str, int | None], ...]
    """Each with its default: a number of entries, or None."""
    usual: int
    """If none of them says anything."""
    most: int = LARGEST_PAGE

    def entries(self, variables: Variables) -> int:
        asked = self.constant
        for name, default in self.variables:
            value = variables.get(name, default)
            if value.__class__ is not int or not 0 < value <= self.most:
                value = entries(value, self.most)
            if value > asked:
                asked = value
        return asked or self.usual


Length = int | Page


@dataclass(frozen=True, slots=True)
class Asked:
    """How long lists right in a field are, by its arguments: all of them, or only one."""

    length: Length
    only: str | None = None

    def of(self, name: str) -> Length | None:
        return self.length if self.only in (None, name) else None


@dataclass(frozen=True, slots=True)
class Cost:
    """`constant`, and for each list of a length that a variable says so many times its inside."""

    constant: int
    lists: tuple[tuple["Length", "Cost"], ...] = ()

    def of(self, variables: Variables) -> int:
        total = self.constant
        for page, inside in self.lists:
            length = page if isinstance(page, int) else page.entries(variables)
            total += length * (inside.of(variables) if inside.lists else inside.constant)
        return total


def entries(value: object, most: int) -> int:
    """A number of entries from 1 to the most, whatever was written: others are refused later.

    0 for null, which asks for nothing.
    """
    if value is None:
        return 0
    return min(max(value, 1), most) if isinstance(value, int) else most


def sum_of(costs: Iterable[Cost], more: int = 0) -> Cost:
    parts = list(costs)
    constant = more + sum(part.constant for part in parts)
    return Cost(constant, tuple(term for part in parts for term in part.lists))


def times(page: Length, inside: Cost) -> Cost:
    if isinstance(page, int) and not inside.lists:
        return Cost(page * inside.constant)
    return Cost(0, ((page, inside),))


class Pricing:
    """The costs of a valid document's operations: lists multiply what is inside them."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self.schema = schema
        self.lengths = lengths_of(schema)
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.defaults: dict[str, int | None] = {}
        self.known: dict[tuple[str, Asked | None], Cost] = {}
        self.asks_schema = False

    def of(self, operation: OperationDefinitionNode) -> Cost:
        """Of one operation. `asks_schema` says afterwards whether it is about the schema."""
        definitions = operation.variable_definitions or ()
        self.defaults = {
            node.variable.name.value: written(node.default_value) for node in definitions
        }
        self.known.clear()
        self.asks_schema = False
        root = self.schema.get_root_type(operation.operation)
        return self.inside(operation.selection_set, root, None)

    def inside(
        self,
        selections: SelectionSetNode,
        parent: GraphQLNamedType | None,
        asked: Asked | None,
    ) -> Cost:
        """What is in a field that was asked for with these lengths of its lists.

        A fragment spread twice in one place is answered, and counted, once.
        """
        fields, spreads = self.level(selections, parent)
        own = [self.of_field(node, kind, asked) for node, kind in fields]
        return sum_of([*own, *(self.of_fragment(name, asked) for name in spreads)])

    def level(
        self, selections: SelectionSetNode, parent: GraphQLNamedType | None
    ) -> tuple[list[tuple[FieldNode, GraphQLNamedType | None]], set[str]]:
        """The fields of one level with their types, and the fragments spread there."""
        fields: list[tuple[FieldNode, GraphQLNamedType | None]] = []
        spreads: set[str] = set()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                fields.append((node, parent))
            elif isinstance(node, InlineFragmentNode):
                inner, more = self.level(node.selection_set, self.narrowed(node, parent))
                fields += inner
                spreads |= more
            elif isinstance(node, FragmentSpreadNode):
                spreads.add(node.name.value)
        return fields, spreads

    def narrowed(
        self, node: InlineFragmentNode, parent: GraphQLNamedType | None
    ) -> GraphQLNamedType | None:
        condition = node.type_condition
        return self.schema.get_type(condition.name.value) if condition else parent

    def of_fragment(self, name: str, asked: Asked | None) -> Cost:
        if (name, asked) not in self.known:
            fragment = self.fragments[name]
            kind = self.schema.get_type(fragment.type_condition.name.value)
            self.known[name, asked] = self.inside(fragment.selection_set, kind, asked)
        return self.known[name, asked]

    def of_field(
        self, node: FieldNode, parent: GraphQLNamedType | None, above: Asked | None
    ) -> Cost:
        name = node.name.value
        if name in META_FIELDS and parent is self.schema.query_type:
            return self.of_introspection(node)
        field: GraphQLField | None = getattr(parent, "fields", {}).get(name)
        itself = Cost(1 + A_MUTATION * (parent is self.schema.mutation_type) + work_of(field))
        if parent is None or field is None or node.selection_set is None:
            return itself
        asked, kind = self.asked(node, field), get_named_type(field.type)
        if not isinstance(get_nullable_type(field.type), GraphQLList):
            return sum_of([itself, self.inside(node.selection_set, kind, asked)])
        length = asked.of(name) if asked else above.of(name) if above else None
        length = length or self.lengths.get((parent.name, name), A_FEW)
        return sum_of([itself, times(length, self.inside(node.selection_set, kind, None))])

    def asked(self, node: FieldNode, field: GraphQLField) -> Asked | None:
        """The lengths of lists that the arguments say, if any of them does."""
        if "first" in field.args:
            return Asked(self.length(node, field, ("first", "last"), LARGEST_PAGE))
        for name, most in declared_of(field.extensions.get(DEFINITION)).lengths.items():
            return Asked(self.length(node, field, (name,), most), name)
        return None

    def length(
        self, node: FieldNode, field: GraphQLField, names: tuple[str, ...], most: int
    ) -> Length:
        """The entries that the arguments of these names ask for, as far as the document says."""
        given = [a.value for a in node.arguments or () if a.name.value in names]
        default = field.args[names[0]].default_value
        usual = default if isinstance(default, int) else USUAL_PAGE
        constant = max((entries(written(value), most) for value in given), default=0)
        variables = [value.name.value for value in given if isinstance(value, VariableNode)]
        if not variables:
            return constant or usual
        defaults = tuple((name, self.defaults.get(name)) for name in variables)
        return Page(constant, defaults, usual, most)

    def of_introspection(self, node: FieldNode) -> Cost:
        """It is read from memory: all that tools ask weighs as much as a thousand fields."""
        self.asks_schema = True
        asked = self.in_introspection(node)
        return Cost(max(1, asked * AN_INTROSPECTION // whole_introspection(self.schema)))

    def in_introspection(self, node: FieldNode) -> int:
        kind = get_named_type(META_FIELDS[node.name.value].type)
        return self.inside(node.selection_set, kind, None).constant if node.selection_set else 0


@cache
def whole_introspection(schema: GraphQLSchema) -> int:
    """The fields in the answer to what tools ask, by the same measure."""
    document = parse(WHOLE_QUERY)
    [operation] = [n for n in document.definitions if isinstance(n, OperationDefinitionNode)]
    [field] = operation.selection_set.selections
    assert isinstance(field, FieldNode)
    return Pricing(schema, document).in_introspection(field)


def work_of(field: GraphQLField | None) -> int:
    return declared_of(field.extensions.get(DEFINITION)).work if field else 0


def written(value: ValueNode | None) -> int | None:
    """The number that a literal is; None for null, for a variable and for nothing."""
    if value is None or isinstance(value, NullValueNode | VariableNode):
        return None
    # Python refuses to make a number of thousands of digits.
    if isinstance(value, IntValueNode) and len(value.value) < 12:
        return int(value.value)
    return LONGER_THAN_ANY
