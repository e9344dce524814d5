"""How many fields an operation can answer with, before anything is executed.

Completing a large answer never waits, so no timeout can end it: what is too large must not begin.
"""

from collections.abc import Mapping
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
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
)

from schema.connections import LARGEST_PAGE, USUAL_PAGE

LARGEST = 20_000
A_FEW = 20
"""What a list without pages is taken to hold; the longest hold about twice as much."""


class Size:
    """Fields of one operation: lists multiply what is inside them, fragments are measured once."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        self.schema = schema
        self.variables = variables
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.known: dict[tuple[str, int | None], int] = {}

    def of(self, definition: OperationDefinitionNode) -> int:
        root = self.schema.get_root_type(definition.operation)
        return self.inside(definition.selection_set, root, None)

    def inside(
        self,
        selections: SelectionSetNode | None,
        parent: GraphQLNamedType | None,
        entries: int | None,
    ) -> int:
        """Fields below a field; `entries` is how many its lists hold, if it is a page.

        A fragment spread twice in one place is answered, and counted, once.
        """
        fields, spreads = self.level(selections, parent)
        own = sum(self.of_field(node, kind, entries) for node, kind in fields)
        return own + sum(self.of_fragment(name, entries) for name in spreads)

    def level(
        self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None
    ) -> tuple[list[tuple[FieldNode, GraphQLNamedType | None]], set[str]]:
        """The fields of one level with their types, and the fragments spread there."""
        fields: list[tuple[FieldNode, GraphQLNamedType | None]] = []
        spreads: set[str] = set()
        for node in selections.selections if selections else ():
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

    def of_fragment(self, name: str, entries: int | None) -> int:
        if (name, entries) not in self.known:
            fragment = self.fragments[name]
            kind = self.schema.get_type(fragment.type_condition.name.value)
            self.known[name, entries] = self.inside(fragment.selection_set, kind, entries)
        return self.known[name, entries]

    def of_field(
        self, node: FieldNode, parent: GraphQLNamedType | None, entries: int | None
    ) -> int:
        field: GraphQLField | None = getattr(parent, "fields", {}).get(node.name.value)
        if field is None or node.selection_set is None:
            return 1
        asked = self.page(node) if "first" in field.args else None
        kind = get_named_type(field.type)
        if not isinstance(get_nullable_type(field.type), GraphQLList):
            return 1 + self.inside(node.selection_set, kind, asked)
        return 1 + (asked or entries or A_FEW) * self.inside(node.selection_set, kind, None)

    def page(self, node: FieldNode) -> int:
        """The entries asked for; the most there can be where that is no number."""
        asked = [a.value for a in node.arguments or () if a.name.value in ("first", "last")]
        return max((self.number(value) for value in asked), default=USUAL_PAGE)

    def number(self, value: object) -> int:
        """A number of entries from 1 to 100, whatever was written: others are refused later."""
        if isinstance(value, VariableNode):
            value = self.variables.get(value.name.value)
        elif isinstance(value, IntValueNode):
            value = int(value.value)
        return min(max(value, 1), LARGEST_PAGE) if isinstance(value, int) else LARGEST_PAGE
