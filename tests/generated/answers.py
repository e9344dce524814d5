"""Whether an answer is what was asked for: its keys and their order, its types, its nulls.

A second reading of https://spec.graphql.org/draft/#sec-Execution, which shares no code with the
executor and knows nothing of what the fields mean.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    VariableNode,
    get_operation_ast,
    parse,
    value_from_ast_untyped,
)

Fields = dict[str, list[FieldNode]]
Json = Any

LEAVES: dict[str, tuple[type, ...]] = {
    "Int": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
}
META = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


@dataclass
class Reading:
    """One answer, read along its document."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Json]
    operation: OperationDefinitionNode
    wrong: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    """`Type.field` of everything that was answered with something else than null."""

    def __post_init__(self) -> None:
        self.fragments = {
            node.name.value: node
            for node in self.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.flags = {
            node.variable.name.value: value_from_ast_untyped(node.default_value)
            for node in self.operation.variable_definitions or ()
            if node.default_value
        } | dict(self.variables)

    def read(self, data: Json) -> None:
        root = self.schema.get_root_type(self.operation.operation)
        assert root is not None
        if data is not None:
            self.value(root, [self.operation.selection_set], data, "")

    def value(self, type: GraphQLType, below: list[SelectionSetNode], value: Json, at: str) -> None:
        if isinstance(type, GraphQLNonNull):
            if value is None:
                return self.wrong.append(f"{at} is null")
            return self.value(type.of_type, below, value, at)
        if value is None:
            return
        if isinstance(type, GraphQLList):
            return self.entries(type, below, value, at)
        if isinstance(type, GraphQLScalarType | GraphQLEnumType):
            return self.leaf(type, value, at)
        if not isinstance(value, dict):
            return self.wrong.append(f"{at} is no object")
        self.object(type, below, value, at)

    def entries(
        self, type: GraphQLList[Any], below: list[SelectionSetNode], value: Json, at: str
    ) -> None:
        if not isinstance(value, list):
            return self.wrong.append(f"{at} is no list")
        for entry in value:
            self.value(type.of_type, below, entry, at)

    def leaf(self, type: GraphQLScalarType | GraphQLEnumType, value: Json, at: str) -> None:
        is_right = (
            value in type.values
            if isinstance(type, GraphQLEnumType)
            else isinstance(value, LEAVES.get(type.name, (str,)))
        )
        if not is_right or (isinstance(value, bool) and type.name != "Boolean"):
            self.wrong.append(f"{at} is {value!r} for {type.name}")

    def object(self, type: Any, below: list[SelectionSetNode], value: Json, at: str) -> None:
        possible = [type]
        if not isinstance(type, GraphQLObjectType):
            possible = list(self.schema.get_possible_types(type))
        fitting = [
            (each, fields)
            for each in possible
            if list(fields := self.fields_of(each, below)) == list(value)
            and self.is_named(each, fields, value)
        ]
        if not fitting:
            return self.wrong.append(f"{at}: {[*value]} are not the keys asked for")
        # Where several types fit, they were asked alike.
        actual, fields = fitting[0]
        for key, nodes in fields.items():
            self.one(actual, key, nodes, value[key], at, is_sure=len(fitting) == 1)

    def one(
        self,
        parent: GraphQLObjectType,
        key: str,
        nodes: list[FieldNode],
        value: Json,
        at: str,
        *,
        is_sure: bool,
    ) -> None:
        name = nodes[0].name.value
        if name == "__typename":
            return
        if value is not None and is_sure:
            self.answered.add(f"{parent.name}.{name}")
        definition = META.get(name) or parent.fields[name]
        below = [node.selection_set for node in nodes if node.selection_set]
        self.value(definition.type, below, value, f"{at}.{key}")

    def is_named(self, type: GraphQLObjectType, fields: Fields, value: Json) -> bool:
        return all(
            value[key] == type.name
            for key, nodes in fields.items()
            if nodes[0].name.value == "__typename"
        )

    def fields_of(self, type: GraphQLObjectType, below: list[SelectionSetNode]) -> Fields:
        """CollectFields: what is asked of an object of the type, in order."""
        found: Fields = {}
        spread: set[str] = set()
        for selections in below:
            for node in self.selected(type, selections, spread):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
        return found

    def selected(
        self, type: GraphQLObjectType, selections: SelectionSetNode, spread: set[str]
    ) -> Iterator[FieldNode]:
        for node in selections.selections:
            if not self.is_included(node.directives or ()):
                continue
            if isinstance(node, FieldNode):
                yield node
                continue
            if isinstance(node, FragmentSpreadNode):
                if node.name.value in spread:
                    continue
                spread.add(node.name.value)
            inner = self.definition_of(node)
            if self.applies(inner, type):
                yield from self.selected(type, inner.selection_set, spread)

    def definition_of(self, node: Any) -> InlineFragmentNode | FragmentDefinitionNode:
        if isinstance(node, FragmentSpreadNode):
            return self.fragments[node.name.value]
        assert isinstance(node, InlineFragmentNode)
        return node

    def applies(
        self, node: InlineFragmentNode | FragmentDefinitionNode, type: GraphQLObjectType
    ) -> bool:
        if node.type_condition is None:
            return True
        condition: Any = self.schema.get_type(node.type_condition.name.value)
        return condition is type or (
            not isinstance(condition, GraphQLObjectType)
            and self.schema.is_sub_type(condition, type)
        )

    def is_included(self, directives: tuple[DirectiveNode, ...] | list[DirectiveNode]) -> bool:
        return all(
            self.flag(node) == (node.name.value == "include")
            for node in directives
            if node.name.value in ("skip", "include")
        )

    def flag(self, node: DirectiveNode) -> bool:
        assert node.arguments
        value = node.arguments[0].value
        if isinstance(value, VariableNode):
            return bool(self.flags[value.name.value])
        return bool(value_from_ast_untyped(value))


parsed = lru_cache(maxsize=64)(parse)


def read(
    schema: GraphQLSchema, query: str, variables: Mapping[str, Json], name: str | None, data: Json
) -> Reading:
    """What is wrong with the data of an answer to a valid query, and what it holds."""
    document = parsed(query)
    operation = get_operation_ast(document, name)
    assert operation is not None
    reading = Reading(schema, document, variables, operation)
    reading.read(data)
    return reading
