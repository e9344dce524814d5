"""What was wrong with a value is said in the words that clients write values in."""

import pytest

from gateway.wording import in_json
from tests.edge import Edge

NUMBER = "query ($v: Int) { programs(first: $v) { nodes { id } } }"
INPUT = "mutation ($v: RevokeSessionInput!) { revokeSession(input: $v) { __typename } }"
VALUE = "Variable '$v' has invalid value: "


@pytest.mark.parametrize(
    ("query", "value", "reason"),
    [
        (NUMBER, True, "Int cannot represent non-integer value: true"),
        (NUMBER, "x'", 'Int cannot represent non-integer value: "x\'"'),
        (NUMBER, {"a": None}, 'Int cannot represent non-integer value: {"a": null}'),
        (NUMBER, [[False]], "Int cannot represent non-integer value: [[false]]"),
        (INPUT, None, "Expected value of non-null type 'RevokeSessionInput!' not to be null."),
        (
            INPUT,
            {"token": "x"},
            "Expected value of type 'RevokeSessionInput' to include required field 'sessionId',"
            ' found: {"token": "x"}.',
        ),
    ],
)
async def test_values_are_told_in_json(edge: Edge, query, value, reason):
    answer = await edge.ask(None, query, v=value)

    assert answer.errors[0]["message"] == VALUE + reason


async def test_so_are_those_in_a_document(edge: Edge):
    wrong = await edge.ask(None, "{ programs(first: true) { nodes { id } } }")
    missing = await edge.ask(None, "{ program(id: null) { id } }")

    assert wrong.errors[0]["message"] == "Int cannot represent non-integer value: true"
    assert missing.errors[0]["message"] == "Expected value of non-null type 'ID!' not to be null."


async def test_a_long_value_is_cut_short(edge: Edge):
    answer = await edge.ask(None, NUMBER, v="x" * 100_000)

    assert len(answer.errors[0]["message"]) < 400


def test_half_a_surrogate_pair_is_told_by_its_escape():
    assert in_json("a\ud800", []) == r'"a\ud800"'
