"""Plans and the standard executor give the same answers, to operations that nobody wrote."""

import os
from dataclasses import dataclass
from inspect import isawaitable
from itertools import islice
from typing import Any

import orjson
import pytest
from graphql import execute, parse
from graphql.execution.values import VariableValues

from context import Context
from gateway.documents import GRAPHQL, Document, Prepared
from gateway.execution import coerced
from gateway.operations import Operation
from gateway.plans import fragments_of, plan_for
from gateway.plans.compiler import Compiler
from gateway.plans.weights import fields_of
from models import User
from tests.generated import Generated, Manner, queries
from tests.generated.scene import given_scene

QUERIES = int(os.environ.get("PLANNED_QUERIES", "600"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
RIGHT = Manner(wrong=0, odd=0)

# graphql-core leaves the fields below a sibling that failed unasked, and says so when they go.
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@dataclass(slots=True)
class Tally:
    """How many queries were answered by both, surprised the plan, or have none."""

    same: int = 0
    surprised: int = 0
    without: int = 0


def beside_another(made: Generated) -> str:
    """Its text, and another operation: one that has its variables' names for conditions."""
    if not (made.variables and made.operation_name):
        return made.query
    definitions = " ".join(f"${name}: Boolean!" for name in made.variables)
    fields = " ".join(f"{name}: __typename @skip(if: ${name})" for name in made.variables)
    return f"{made.query} query Another({definitions}) {{ {fields} }}"


def prepared(made: Generated) -> Prepared:
    """As the gateway prepares it, but of any size."""
    document = Document(parse(beside_another(made)))
    definition = document.operation(made.operation_name).definition
    operation = Operation(made.query, made.variables, made.operation_name)
    return Prepared(document, definition, operation, cost=0, most=0)


async def by_standard(made: Prepared, viewer: User | None) -> Any:
    result: Any = execute(
        GRAPHQL,
        made.document.node,
        variable_values=made.operation.variables,
        operation_name=made.operation.name,
        context_value=Context(viewer=viewer),
    )
    return await result if isawaitable(result) else result


def compiled_fields(made: Prepared, variables: VariableValues) -> int:
    """As the compiler counts them."""
    compiler = Compiler(GRAPHQL, made.definition, fragments_of(made.document), variables)
    compiler.root()
    return compiler.fields


async def compare(made: Prepared, viewer: User | None, tally: Tally) -> None:
    """A plan gives the same data to the byte, or none at all; where there is an error, none."""
    expected, variables = await by_standard(made, viewer), coerced(made)
    if isinstance(variables, list):
        return
    plan = plan_for(GRAPHQL, made, variables, at_once=True)
    if plan is None:
        tally.without += 1
        return
    assert fields_of(plan) == compiled_fields(made, variables), made.operation.query
    try:
        data = await plan.data(GRAPHQL, variables, Context(viewer=viewer))
    except Exception:
        assert expected.errors, made.operation.query
        tally.surprised += 1
        return
    assert expected.errors is None, made.operation.query
    assert orjson.dumps(data) == orjson.dumps(expected.data), made.operation.query
    tally.same += 1


@pytest.mark.parametrize("manner", [Manner(), RIGHT], ids=["any", "right"])
async def test_a_plan_answers_as_the_standard_executor_or_not_at_all(empty, manner):
    scene, tally = await given_scene(), Tally()
    made = queries(GRAPHQL, SEED, scene.world, manner)

    for number, each in enumerate(islice(made, QUERIES)):
        viewer = scene.viewers[number % len(scene.viewers)]
        await compare(prepared(each), viewer, tally)

    # Only introspection has no plan, and enough was answered by one for this to mean something.
    assert tally.without < QUERIES / 8
    assert tally.same > QUERIES / 6
