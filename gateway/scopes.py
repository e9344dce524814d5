"""What a key must have for an operation: found in its document, before anything is executed."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
)

from gateway.documents import Prepared, Rejected
from gateway.reading import GRAPHQL
from models import ApiKey
from schema.access import NO_KEY, access_of, scope_of_type

Needs = dict[Any, tuple[str, Node]]
"""What is needed, with the first field that needs it: its name, and where it stands."""

NOT_LIVE = "An API key asks and acts; to listen, sign in"
NOT_BY_KEY = "{} is not for API keys; sign in"
MISSING = "This key lacks the scope {}, which {} needs; make one that has it"


def check(prepared: Prepared, key: ApiKey) -> None:
    """Rejected unless the key has what every field of the operation needs."""
    if prepared.kind is OperationType.SUBSCRIPTION:
        raise Rejected("OPERATION_NOT_ALLOWED", GraphQLError(NOT_LIVE))
    for scope, (name, node) in needs_of(prepared).items():
        if scope is NO_KEY:
            raise Rejected("FORBIDDEN", GraphQLError(NOT_BY_KEY.format(name), node))
        if scope.value not in key.scopes:
            raise Rejected("FORBIDDEN", GraphQLError(MISSING.format(scope.value, name), node))


def needs_of(prepared: Prepared) -> Needs:
    """Found once for each operation of a document."""
    known: dict[str | None, Needs] = prepared.document.needs
    name = prepared.operation.name
    if name not in known:
        known[name] = found_in(GRAPHQL, prepared.document.node, prepared.definition)
    return known[name]


def found_in(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> Needs:
    needs: Needs = {}
    for parent, node in fields_of(schema, document, operation):
        shown = get_named_type(parent.fields[node.name.value].type).name
        name = f"{parent.name}.{node.name.value}"
        for scope in (access_of(parent.name, node.name.value).scope, scope_of_type(shown)):
            if scope is not None:
                needs.setdefault(scope, (name, node))
    return needs


def fields_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> Iterator[tuple[Any, FieldNode]]:
    """Every field that it holds with the type it is of; what is in a fragment once."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    waiting: list[tuple[Any, Any]] = [
        (schema.get_root_type(operation.operation), operation.selection_set)
    ]
    spread: set[str] = set()
    while waiting:
        parent, selected = waiting.pop()
        for node in selected.selections:
            if isinstance(node, FieldNode):
                field = getattr(parent, "fields", {}).get(node.name.value)
                if field:
                    yield parent, node
                if field and node.selection_set:
                    waiting.append((get_named_type(field.type), node.selection_set))
                continue
            if isinstance(node, FragmentSpreadNode):
                if node.name.value in spread:
                    continue
                spread.add(node.name.value)
                node = fragments[node.name.value]
            of = node.type_condition
            waiting.append((schema.get_type(of.name.value) if of else parent, node.selection_set))
