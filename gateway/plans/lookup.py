"""Which plan an operation has: made when its document is asked for again, and kept with it."""

from typing import Any

from graphql import FragmentDefinitionNode, GraphQLSchema, VariableNode
from graphql.execution.values import VariableValues

from gateway.documents import Document, Prepared
from gateway.plans.compiler import Compiled, compiled

MOST_PLANS = 16
"""Of one document: one for each operation and each choice of what to skip."""

CONDITIONS = "conditions"
SEEN = "seen"


def plan_for(
    schema: GraphQLSchema, prepared: Prepared, variables: VariableValues, *, at_once: bool = False
) -> Compiled | None:
    """The plan, if there is one; an operation asked for once is not worth compiling."""
    plans = prepared.document.plans
    if not at_once and SEEN not in plans:
        plans[SEEN] = True
        return None
    chosen = (variables.coerced.get(name) for name in conditions(prepared.document))
    key = (prepared.operation.name, *chosen)
    if key not in plans:
        if len(plans) > MOST_PLANS:
            return None
        fragments = fragments_of(prepared.document)
        plans[key] = compiled(schema, prepared.definition, fragments, variables)
    found: Compiled | None = plans[key]
    return found


def fragments_of(document: Document) -> dict[str, FragmentDefinitionNode]:
    definitions = document.node.definitions
    return {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}


def conditions(document: Document) -> tuple[str, ...]:
    """The variables that decide what is skipped or included, anywhere in the document."""
    if CONDITIONS not in document.plans:
        document.plans[CONDITIONS] = tuple(sorted(found_conditions(document)))
    names: tuple[str, ...] = document.plans[CONDITIONS]
    return names


def found_conditions(document: Document) -> set[str]:
    names, waiting = set[str](), list[Any](document.node.definitions)
    while waiting:
        node = waiting.pop()
        for directive in node.directives or ():
            values = (argument.value for argument in directive.arguments or ())
            names |= {value.name.value for value in values if isinstance(value, VariableNode)}
        selected = getattr(node, "selection_set", None)
        waiting += selected.selections if selected else ()
    return names
