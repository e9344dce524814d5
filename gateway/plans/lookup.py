"""Which plan an operation has: made when it is asked for again, and kept with its document."""

import logging
from collections.abc import Iterator
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
)
from graphql.execution.values import VariableValues

from gateway.documents import Document, Prepared, remembered
from gateway.plans.compiler import Compiled, compiled
from gateway.plans.weights import weight_of_plan

log = logging.getLogger("mentorgraph.gateway")

MOST_PLANS = 16
"""Of one document: one for each operation and each choice of what to skip."""

CONDITIONAL = ("skip", "include")


def plan_for(
    schema: GraphQLSchema, prepared: Prepared, variables: VariableValues, *, at_once: bool = False
) -> Compiled | None:
    """The plan, if there is one; an operation asked for once is not worth compiling."""
    plans, name = prepared.document.plans, name_of(prepared.definition)
    if not at_once and name not in plans.asked:
        plans.asked.add(name)
        return None
    conditions = plans.conditions.get(name)
    if conditions is None:
        conditions = plans.conditions[name] = conditions_of(prepared)
    choice = (name, *[variables.coerced.get(each) for each in conditions])
    if choice not in plans.made:
        if len(plans.made) >= MOST_PLANS:
            return None
        plans.made[choice] = plan = newly_compiled(schema, prepared, variables)
        if plan:
            document = prepared.document
            remembered.add_weight(document.text, document, weight_of_plan(plan))
    found: Compiled | None = plans.made[choice]
    return found


def name_of(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


def newly_compiled(
    schema: GraphQLSchema, prepared: Prepared, variables: VariableValues
) -> Compiled | None:
    """None where there cannot be a plan, for whatever reason: an operation is answered anyway."""
    try:
        return compiled(schema, prepared.definition, fragments_of(prepared.document), variables)
    except Exception:
        log.exception("No plan could be made of document %s", prepared.document.digest)
        return None


def fragments_of(document: Document) -> dict[str, FragmentDefinitionNode]:
    definitions = document.node.definitions
    return {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}


def conditions_of(prepared: Prepared) -> tuple[str, ...]:
    """The variables that decide what of the operation is skipped or included.

    Those of other operations may have the same names, and values of any type.
    """
    names = {name for node in selections_of(prepared) for name in variables_of(node)}
    return tuple(sorted(names))


def selections_of(prepared: Prepared) -> Iterator[SelectionNode]:
    """Each selection of the operation and of the fragments that it reaches, once."""
    fragments = fragments_of(prepared.document)
    reached, waiting = set[str](), list[Any]([prepared.definition])
    while waiting:
        selected = waiting.pop().selection_set
        for node in selected.selections if selected else ():
            yield node
            if not isinstance(node, FragmentSpreadNode):
                waiting.append(node)
            elif node.name.value not in reached:
                reached.add(node.name.value)
                waiting.append(fragments[node.name.value])


def variables_of(node: SelectionNode) -> Iterator[str]:
    for directive in node.directives or ():
        if directive.name.value in CONDITIONAL:
            values = (argument.value for argument in directive.arguments or ())
            yield from (value.name.value for value in values if isinstance(value, VariableNode))
