"""However much is sent, little of it is looked at; and cursors are only what we wrote."""

import orjson
import pytest

from errors import Invalid
from gateway.operations import MOST_VALUES, Refused, decoded, has_more_values
from schema.scalars import encode, log_cursor, read_log_cursor
from tests.edge import Edge

JSON = {"content-type": "application/json"}
PROGRAMS = "query ($after: Cursor) { programs(after: $after) { nodes { id } } }"


async def post(edge: Edge, **body):
    return await edge.http.post("/graphql", content=orjson.dumps(body), headers=JSON)


@pytest.mark.parametrize("value", ["VIDEO", 1, None, [], {}, [[]], {"a": 1}])
async def test_a_body_has_at_most_so_many_values(edge: Edge, value):
    few, many = ([value] * number for number in (MOST_VALUES // 4, MOST_VALUES))

    taken = await post(edge, query="{ __typename }", variables={"a": few})
    refused = await post(edge, query="{ __typename }", variables={"a": many})

    [error] = refused.json()["errors"]
    assert taken.json()["data"] == {"__typename": "Query"}
    assert (refused.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert error["message"] == "The body has more than 10,000 values; send fewer at once"


@pytest.mark.parametrize("text", ["a, b; ", "[{,]}", '\\"', '",'])
async def test_a_text_is_one_value_whatever_it_holds(edge: Edge, text):
    answer = await post(edge, query="{ __typename }", variables={"a": text * 100_000})

    assert answer.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("raw", [b'"' + b'\\"' * 500_000, b'["' + b"\\" * 500_001, b"[," * 9])
def test_what_is_no_json_is_counted_all_the_same(raw):
    assert not has_more_values(raw, MOST_VALUES)
    with pytest.raises(Refused):
        decoded("It", raw)


@pytest.mark.parametrize("cursor", [5, True, 1.5, ["aTU"], [[1]] * 2_000, {"a": "b"}])
async def test_a_cursor_is_a_string(edge: Edge, cursor):
    answer = await post(edge, query=PROGRAMS, variables={"after": cursor})

    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"] == "Variable '$after' has invalid value: A cursor is a string."


@pytest.mark.parametrize("text", ["e1.00", "e01.0", "1.0", "ee1.0", "e1", "e1.", "e.1", "e1.0.0"])
def test_a_cursor_of_a_log_is_read_only_as_it_was_written(text):
    assert read_log_cursor("after", log_cursor(1, 0)) == (1, 0)
    with pytest.raises(Invalid):
        read_log_cursor("after", encode(text))
