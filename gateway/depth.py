"""How deep a document may ask, as one more rule of validation."""

from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

DEEPEST = 20
"""Tools send an introspection query 15 deep; JSON more than 250 deep cannot be written."""


class ShallowRule(ValidationRule):
    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.known: dict[str, int] = {}
        """The depth of each fragment: measured once, however often it is spread."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        if self.depth(node.selection_set) > DEEPEST:
            reason = f"Ask at most {DEEPEST} levels deep; take the rest in a second request"
            self.report_error(GraphQLError(reason, node))

    def depth(self, selections: SelectionSetNode | None) -> int:
        nodes = selections.selections if selections else ()
        return max((self.depth_of(node) for node in nodes), default=0)

    def depth_of(self, node: SelectionNode) -> int:
        if isinstance(node, FieldNode):
            return 1 + self.depth(node.selection_set)
        if isinstance(node, InlineFragmentNode):
            return self.depth(node.selection_set)
        assert isinstance(node, FragmentSpreadNode)
        return self.depth_of_fragment(node.name.value)

    def depth_of_fragment(self, name: str) -> int:
        if name not in self.known:
            # 0 while it is measured: a fragment that spreads itself is refused by another rule.
            self.known[name] = 0
            fragment: FragmentDefinitionNode | None = self.context.get_fragment(name)
            self.known[name] = self.depth(fragment.selection_set) if fragment else 0
        return self.known[name]
