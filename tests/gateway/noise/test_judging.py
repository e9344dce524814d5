"""What nobody may be answered is found, and shown as the least operation that brings it about."""

import pytest

from tests.gateway.noise.judging import wrong_with, wrong_with_answer
from tests.gateway.noise.shrinking import least
from tests.gateway.noise.wire import Reply
from tests.generated import Generated

JSON = {"x-request-id": "1", "content-type": "application/json"}


def error(message="No", code="BAD_USER_INPUT", **more):
    return {"errors": [{"message": message, "extensions": {"code": code}, **more}]}


GOOD = {
    "data": {"data": {"a": 1}},
    "a refusal": error(),
    "a null and its reason": {"data": {"a": None}, **error(path=["a", "b"])},
    "no data and its reason": {"data": None, **error(path=["a"])},
}

BAD = {
    "a list": [],
    "nothing": {},
    "no data and no reason": {"data": None},
    "an empty list of errors": {"data": {"a": 1}, "errors": []},
    "a fault of ours": error(code="INTERNAL_SERVER_ERROR"),
    "an error without a code": {"errors": [{"message": "No"}]},
    "an error without a text": error(message=""),
    "an error that says too much": error(message="'NoneType' object has no attribute 'id'"),
    "an error where there is a value": {"data": {"a": 1}, **error(path=["a"])},
    "a key of our own": {"data": {"a": 1}, "debug": 1},
}


@pytest.mark.parametrize("answer", GOOD.values(), ids=GOOD.keys())
def test_a_good_answer_passes(answer):
    assert wrong_with_answer(answer) == []


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD.keys())
def test_a_bad_answer_is_found(answer):
    assert wrong_with_answer(answer) != []


@pytest.mark.parametrize(
    "reply",
    [
        None,
        Reply(500, JSON, b'{"data":{}}'),
        Reply(200, {"x-request-id": "1", "content-type": "text/plain"}, b"{}"),
        Reply(200, {"content-type": "application/json"}, b'{"data":{"a":1}}'),
        Reply(200, JSON, b"{"),
        Reply(400, JSON, b'{"data":{"a":1}}'),
    ],
)
def test_a_bad_reply_is_found(reply):
    assert wrong_with(reply) != []


async def test_the_least_operation_that_fails_is_found():
    query = "query ($v: Int) { ant { bee(x: $v) { cat dog } } elk ...F } fragment F on Ant { fox }"

    async def fails(one: Generated) -> bool:
        return "dog" in one.query and "elk" in one.query

    small = await least(Generated(query, {"v": 1}, None, "query"), fails)

    assert small.variables == {}
    assert "".join(small.query.split()) == "{ant{bee{dog}}elk}"
