"""How much a document asks, measured from its syntax alone, in time linear in it.

This comes before validation, whose rules take their time with what is too much. So nothing is known
yet: fragments may be missing or spread themselves, types and fields may not exist.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    VariableDefinitionNode,
)

Definition = OperationDefinitionNode | FragmentDefinitionNode
Directed = Definition | VariableDefinitionNode | SelectionNode


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a document may hold. What is in a fragment counts wherever it is spread."""

    depth: int = 20
    """Tools send an introspection query 15 deep."""
    nesting: int = 50
    """Selections and fragments within each other: each takes its part of Python's stack."""
    fields: int = 1_000
    aliases: int = 30
    repeats: int = 20
    """Of one name in one selection: validation compares each with each."""
    root_fields: int = 10
    mutations: int = 4
    operations: int = 50
    fragments: int = 50
    directives: int = 20
    directives_in_one_place: int = 4
    once: frozenset[str] = frozenset()
    """Mutations of which one operation may hold one: aliases must not multiply guesses."""


class TooMuch(Exception):
    """A limit is passed; `error` says which one, and where."""

    def __init__(self, reason: str, node: Node | None) -> None:
        super().__init__(reason)
        self.error = GraphQLError(reason, node)


@dataclass(slots=True)
class Extent:
    """Of the selections of one place, with everything in them."""

    depth: int = 0
    nesting: int = 0
    fields: int = 0
    aliases: int = 0

    def take_in(self, other: "Extent") -> None:
        self.depth = max(self.depth, other.depth)
        self.nesting = max(self.nesting, other.nesting + 1)
        self.fields += other.fields
        self.aliases += other.aliases


def measure(document: DocumentNode, limits: Limits) -> None:
    """Returns if the document is within all limits; TooMuch names the first that it passes."""
    measuring = Measuring(document, limits)
    measuring.check_numbers()
    for operation in measuring.operations:
        measuring.check_extent(operation, measuring.inside(operation.selection_set, 0))
        measuring.check_root(operation)
    for fragment in measuring.fragments:
        measuring.check_extent(fragment, measuring.of_definition(fragment))


class Measuring:
    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        nodes = document.definitions
        self.limits = limits
        self.operations = [node for node in nodes if isinstance(node, OperationDefinitionNode)]
        self.fragments = [node for node in nodes if isinstance(node, FragmentDefinitionNode)]
        self.by_name = {node.name.value: node for node in self.fragments}
        self.directives = 0
        self.known: dict[str, Extent] = {}
        """The extent of each fragment: measured once, however often it is spread."""

    def check_numbers(self) -> None:
        check_number(self.operations, self.limits.operations, "operations in one document")
        check_number(self.fragments, self.limits.fragments, "fragments in one document")
        definitions: list[Definition] = [*self.operations, *self.fragments]
        for node in definitions:
            self.count_directives(node)
            for variable in node.variable_definitions or ():
                self.count_directives(variable)

    def check_extent(self, node: Definition, extent: Extent) -> None:
        limits = self.limits
        if extent.depth > limits.depth:
            reason = f"Ask at most {limits.depth} levels deep; take the rest in a second request"
            raise TooMuch(reason, node)
        if extent.aliases > limits.aliases:
            reason = f"Use at most {limits.aliases} aliases; those in a fragment count each time"
            raise TooMuch(reason, node)
        if extent.fields > limits.fields:
            reason = f"Ask for at most {limits.fields:,} fields; a fragment's count each time"
            raise TooMuch(reason, node)

    def check_root(self, operation: OperationDefinitionNode) -> None:
        fields = list(self.root_fields(operation.selection_set, set()))
        check_number(fields, self.limits.root_fields, "fields at the root of an operation")
        if operation.operation is OperationType.MUTATION:
            check_number(fields, self.limits.mutations, "mutations in one operation")
            guarded = [node for node in fields if node.name.value in self.limits.once]
            check_number(guarded, 1, f"of {', '.join(sorted(self.limits.once))} in one operation")

    def root_fields(self, selections: SelectionSetNode, spread: set[str]) -> Iterator[FieldNode]:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from self.root_fields(node.selection_set, spread)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                spread.add(node.name.value)
                if fragment := self.by_name.get(node.name.value):
                    yield from self.root_fields(fragment.selection_set, spread)

    def inside(
        self,
        selections: SelectionSetNode | None,
        nesting: int,
        names: Counter[str] | None = None,
    ) -> Extent:
        """The extent of one place; `names` are those asked for there so far."""
        extent = Extent()
        if selections is None:
            return extent
        self.check_nesting(nesting, selections)
        names = Counter() if names is None else names
        for node in selections.selections:
            self.count_directives(node)
            extent.take_in(self.of(node, nesting + 1, names))
        return extent

    def of(self, node: SelectionNode, nesting: int, names: Counter[str]) -> Extent:
        if isinstance(node, InlineFragmentNode):
            return self.inside(node.selection_set, nesting, names)
        if isinstance(node, FragmentSpreadNode):
            self.count_name(f"...{node.name.value}", node, names)
            return self.of_fragment(node.name.value, nesting)
        assert isinstance(node, FieldNode)
        self.count_name((node.alias or node.name).value, node, names)
        inner = self.inside(node.selection_set, nesting)
        aliases = inner.aliases + (node.alias is not None)
        return Extent(inner.depth + 1, inner.nesting, inner.fields + 1, aliases)

    def of_fragment(self, name: str, nesting: int) -> Extent:
        if name not in self.known:
            # Nothing while it is measured: that a fragment spreads itself is validation's to say.
            self.known[name] = Extent()
            if fragment := self.by_name.get(name):
                self.known[name] = self.inside(fragment.selection_set, nesting)
        extent = self.known[name]
        self.check_nesting(nesting + extent.nesting, self.by_name.get(name))
        return extent

    def of_definition(self, fragment: FragmentDefinitionNode) -> Extent:
        name = fragment.name.value
        if self.by_name[name] is fragment:
            return self.of_fragment(name, 0)
        return self.inside(fragment.selection_set, 0)

    def check_nesting(self, nesting: int, node: Node | None) -> None:
        if nesting > self.limits.nesting:
            most = self.limits.nesting
            raise TooMuch(f"Write at most {most} selections and fragments in each other", node)

    def count_name(self, name: str, node: Node, names: Counter[str]) -> None:
        names[name] += 1
        if names[name] > self.limits.repeats:
            raise TooMuch(f"Ask for a name at most {self.limits.repeats} times in one place", node)

    def count_directives(self, node: Directed) -> None:
        if not node.directives:
            return
        most = self.limits.directives_in_one_place
        check_number(node.directives, most, "directives in one place")
        self.directives += len(node.directives)
        if self.directives > self.limits.directives:
            raise TooMuch(f"Send at most {self.limits.directives} directives in one document", node)


def check_number(nodes: Sequence[Node], most: int, what: str) -> None:
    if len(nodes) > most:
        raise TooMuch(f"Send at most {most} {what}", nodes[most])
