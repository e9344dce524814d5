"""From an operation to its plan."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    is_abstract_type,
)
from graphql.execution.collect_fields import (
    FieldDetails,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues

from context import Context
from gateway.plans.fields import (
    Arguments,
    Edges,
    Nodes,
    PagesOfRows,
    RelatedRows,
    RelatedValues,
    Resolved,
    arguments_of,
    variables_in,
)
from gateway.plans.leaves import is_leaf, shower
from gateway.plans.objects import (
    Columns,
    Filling,
    Objects,
    OfRows,
    Plain,
    Projection,
    Rows,
    union,
)
from gateway.plans.plain import plain, type_name
from gateway.plans.run import Plan, Run, Surprise
from gateway.plans.shapes import Abstract, Leaf, Listed, Nullable
from schema.connections import Connection, Shown
from schema.fields import PagesField, RelatedField

MOST_FIELDS = 1_000
"""In one plan: compiling a longer one would hold the loop longer than executing it."""


class Compiler:
    """Makes the plan of one operation, for one set of values of its @skip and @include."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
        variables: VariableValues,
    ) -> None:
        self.schema = schema
        self.operation = operation
        self.fragments = {name: FragmentDetails(node) for name, node in fragments.items()}
        self.variables = variables
        self.fields = 0
        self.is_same_for_all = True
        self.used: set[str] = set()
        """The variables that a value below the root depends on."""

    def root(self) -> Objects:
        kind = self.schema.get_root_type(self.operation.operation)
        assert kind is not None
        found = collect_fields(
            self.schema, self.fragments, self.variables, kind, self.operation
        ).grouped_field_set
        objects = self.of_fields(kind, object, found)
        if self.operation.operation is OperationType.MUTATION and len(objects.fillings) > 1:
            # One after the other, each answered before the next begins.
            raise Surprise
        return objects

    def below(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> Any:
        collected = collect_subfields(
            self.schema, self.fragments, self.variables, self.operation, kind, details
        )
        return collected.grouped_field_set

    def of_type(self, kind: Any, details: list[FieldDetails]) -> Plan:
        """The plan of a field's values, by the shape of its type."""
        if isinstance(kind, GraphQLNonNull):
            return self.of_shape(kind.of_type, details, is_required=True)
        return Nullable(self.of_shape(kind, details, is_required=False))

    def of_shape(self, kind: Any, details: list[FieldDetails], *, is_required: bool) -> Plan:
        if isinstance(kind, GraphQLList):
            return Listed(self.of_type(kind.of_type, details))
        if is_leaf(kind):
            return Leaf(shower(kind, is_required))
        if is_abstract_type(kind):
            possible = self.schema.get_possible_types(kind)
            return Abstract({class_of(one): self.of_object(one, details) for one in possible})
        return self.of_object(kind, details)

    def of_object(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> Objects:
        return self.of_fields(kind, class_of(kind), self.below(kind, details))

    def of_fields(
        self, kind: GraphQLObjectType, source: type, found: dict[str, list[FieldDetails]]
    ) -> Objects:
        self.fields += len(found)
        if self.fields > MOST_FIELDS:
            raise Surprise
        parts = {key: self.part(key, kind, source, details) for key, details in found.items()}
        fillings = [part for part in parts.values() if not isinstance(part, Plain)]
        objects = Rows if issubclass(source, Shown) else Objects
        columns = union(part.columns for part in parts.values())
        return objects(source, Projection(parts), fillings, columns)

    def part(
        self, key: str, kind: GraphQLObjectType, source: type, details: list[FieldDetails]
    ) -> Plain | Filling:
        name = details[0].node.name.value
        if name == "__typename":
            return type_name(kind)
        field = kind.fields.get(name)
        if field is None:
            # Introspection is for the standard executor.
            raise Surprise
        return plain(field) or self.filling(key, kind, source, field, details)

    def filling(
        self,
        key: str,
        kind: GraphQLObjectType,
        source: type,
        field: GraphQLField,
        details: list[FieldDetails],
    ) -> Filling:
        own: Any = field.extensions.get("strawberry-definition")
        if isinstance(own, RelatedField):
            return self.related(key, field, own, details)
        if isinstance(own, PagesField):
            plan = self.of_type(field.type, details)
            arguments = self.arguments(field, details[0].node)
            return PagesOfRows(key, own.spec, own.kind, arguments, plan)
        if source is Connection and own.python_name == "nodes":
            return Nodes(key, self.of_rows(node_type(field.type), details))
        if source is Connection and own.python_name == "edges":
            return self.edges(key, node_type(field.type), details)
        return self.resolved(key, kind, source, field, details)

    def related(
        self, key: str, field: GraphQLField, own: RelatedField, details: list[FieldDetails]
    ) -> Filling:
        read = own.spec.read
        if own.kind and read is None:
            return RelatedRows(key, own.spec, self.of_rows_in(field.type, details))
        if own.kind is None and read:
            return RelatedValues(key, own.spec, read, self.of_type(field.type, details))
        raise Surprise

    def of_rows_in(self, kind: Any, details: list[FieldDetails]) -> Plan:
        """As `of_type`, where rows are at hand instead of what shows them."""
        if isinstance(kind, GraphQLNonNull):
            inner = kind.of_type
            if isinstance(inner, GraphQLList):
                return Listed(self.of_rows_in(inner.of_type, details))
            return self.of_rows(inner, details)
        return Nullable(self.of_rows_in(GraphQLNonNull(kind), details))

    def of_rows(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> OfRows:
        return OfRows(self.of_object(kind, details))

    def edges(self, key: str, edge: GraphQLObjectType, details: list[FieldDetails]) -> Edges:
        found = self.below(edge, details)
        return Edges(
            key, edge.name, [(name, self.of_edge(edge, few)) for name, few in found.items()]
        )

    def of_edge(self, edge: GraphQLObjectType, details: list[FieldDetails]) -> OfRows | str:
        name = details[0].node.name.value
        if name == "node":
            return self.of_rows(node_type(edge.fields["node"].type), details)
        if name not in ("cursor", "__typename"):
            raise Surprise
        return name

    def resolved(
        self,
        key: str,
        kind: GraphQLObjectType,
        source: type,
        field: GraphQLField,
        details: list[FieldDetails],
    ) -> Resolved:
        nodes = [detail.node for detail in details]
        own = field.extensions["strawberry-definition"]
        self.is_same_for_all &= own.is_basic_field or own.is_subscription
        instance = source.of if issubclass(source, Shown) else itself
        # What a subscription is asked with says where to listen, not what is shown of an event.
        arguments_for = arguments_of if own.is_subscription else self.arguments
        arguments = arguments_for(field, nodes[0])
        plan = self.of_type(field.type, details)
        name = nodes[0].name.value
        # Of a page, its own fields read no more than the column that it is in order of.
        columns: Columns = frozenset() if source is Connection else None
        return Resolved(key, name, kind, field, nodes, arguments, instance, plan, columns)

    def arguments(self, field: GraphQLField, node: FieldNode) -> Arguments:
        for argument in node.arguments or ():
            self.used |= variables_in(argument.value)
        return arguments_of(field, node)


def itself(source: Any) -> Any:
    return source


def class_of(kind: GraphQLObjectType) -> type:
    """The class of what an object type is shown from."""
    own = kind.extensions["strawberry-definition"]
    return (own.concrete_of or own).origin  # type: ignore[no-any-return]


def node_type(kind: Any) -> GraphQLObjectType:
    """The object type below lists and non-nulls."""
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        kind = kind.of_type
    if not isinstance(kind, GraphQLObjectType):
        raise Surprise
    return kind


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """The plan of an operation, and whether all who may see its objects see the same."""

    objects: Objects
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    is_same_for_all: bool
    used: tuple[str, ...]

    async def data(
        self, schema: GraphQLSchema, variables: VariableValues, context: Context, root: Any = None
    ) -> Any:
        """The answer's `data`, shown from the root value. Raises anything where it is not usual."""
        run = Run(schema, self.operation, self.fragments, variables, context, root)
        [shown] = await self.objects.show([root], run)
        return shown


def compiled(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: dict[str, FragmentDefinitionNode],
    variables: VariableValues,
) -> Compiled | None:
    """None where there cannot be a plan."""
    compiler = Compiler(schema, operation, fragments, variables)
    try:
        objects = compiler.root()
    except (Surprise, GraphQLError):
        return None
    return Compiled(
        objects, operation, fragments, compiler.is_same_for_all, (*sorted(compiler.used),)
    )
