"""No answer holds more than its operation cost, whatever is asked."""

import json
from itertools import islice

from gateway.documents import Rejected, prepare
from gateway.operations import Operation
from gateway.reading import GRAPHQL
from tests.cast import token_of
from tests.edge import Edge
from tests.generated import Generated, queries
from tests.generated.scene import given_scene

QUERIES = 150


def fields_in(answer: object) -> int:
    if isinstance(answer, dict):
        return sum(1 + fields_in(value) for value in answer.values())
    return sum(map(fields_in, answer)) if isinstance(answer, list) else 0


def is_of_rows(one: Generated) -> bool:
    """Whether it is valid and asks for data; a question about the schema weighs less."""
    operation = Operation(one.query, dict(one.variables), one.operation_name)
    try:
        return not prepare(operation).asks_schema
    except Rejected:
        return False


async def test_an_answer_holds_at_most_as_many_fields_as_it_cost(edge: Edge):
    scene = await given_scene()
    viewer = next(viewer for viewer in scene.viewers if viewer)
    headers = {"authorization": f"Bearer {await token_of(viewer)}"}
    headers["content-type"] = "application/json"
    asked = filter(is_of_rows, queries(GRAPHQL, 7, scene.world))
    held = []

    for one in islice(asked, QUERIES):
        body = {"query": one.query, "variables": one.variables}
        if one.operation_name:
            body["operationName"] = one.operation_name
        # By escapes, for what is generated may be half a surrogate pair.
        sent = json.dumps(body)
        answer = (await edge.http.post("/graphql", content=sent, headers=headers)).json()
        if answer.get("data"):
            held.append((fields_in(answer["data"]), answer["extensions"]["cost"]["requested"], one))

    assert len(held) > QUERIES // 3
    assert [(held, cost, one) for held, cost, one in held if held > cost] == []
