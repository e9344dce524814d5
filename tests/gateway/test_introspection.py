"""What the schema is, is told to those the setting names; others are told where to read it."""

import pytest

from gateway import admission
from gateway.introspection import WHOLE_QUERY
from settings import get_settings
from tests.cast import given_user
from tests.edge import Edge
from tests.gateway.sockets import acknowledged, heard, subscribe
from tests.settings import settings_with

QUESTIONS = {
    "all of it": WHOLE_QUERY,
    "its types": "{ __schema { types { name } } }",
    "one type": '{ __type(name: "User") { name } }',
    "through a fragment": "{ ...F } fragment F on Query { ... { a: __schema { types { name } } } }",
    "beside other things": "{ viewer { email } __schema { queryType { name } } }",
}

TYPES = """
{
  __type(name: "User") { isOneOf fields { type { kind isOneOf ofType { kind isOneOf } } } }
  input: __type(name: "SignInInput") { isOneOf }
}
"""


@pytest.fixture
def setting(monkeypatch):
    return lambda **changes: monkeypatch.setattr(
        admission, "get_settings", settings_with(**changes)
    )


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS.keys())
async def test_in_development_everybody_may_ask(edge: Edge, query):
    answer = await edge.ask(None, query)

    assert answer.errors == []


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS.keys())
async def test_in_production_who_is_signed_in_may_ask(edge: Edge, setting, query):
    setting(environment="production")

    stranger = await edge.ask(None, query)
    person = await edge.ask(await given_user(), query)

    assert stranger.codes == ["INTROSPECTION_NOT_ALLOWED"]
    assert f"{get_settings().address}/schema.graphql" in stranger.errors[0]["message"]
    assert person.errors == []


async def test_nobody_may_ask_where_it_is_switched_off(edge: Edge, setting):
    setting(introspection="none", publish_schema=False)

    answer = await edge.ask(await given_user(), QUESTIONS["its types"])

    assert answer.codes == ["INTROSPECTION_NOT_ALLOWED"]
    assert "ask whoever runs this server" in answer.errors[0]["message"]


async def test_everybody_may_ask_in_production_where_it_is_switched_on(edge: Edge, setting):
    setting(environment="production", introspection="everyone")

    answer = await edge.ask(None, QUESTIONS["its types"])

    assert answer.errors == []


async def test_the_type_of_an_object_is_no_question_about_the_schema(edge: Edge, setting):
    setting(introspection="none")

    answer = await edge.ask(None, "{ __typename }")

    assert answer.data == {"__typename": "Query"}


async def test_on_a_socket_a_stranger_is_told_the_same(edge: Edge, setting):
    setting(environment="production")

    async with acknowledged(edge) as socket:
        await subscribe(socket, "1", QUESTIONS["its types"])
        [error] = await heard(socket, "1")

    assert error["payload"][0]["extensions"] == {"code": "INTROSPECTION_NOT_ALLOWED"}


async def test_lists_and_non_null_types_say_that_they_are_no_one_of_input(edge: Edge):
    answer = await edge.ask(None, TYPES)

    kinds = {field["type"]["kind"] for field in answer.data["__type"]["fields"]}
    said = {field["type"]["isOneOf"] for field in answer.data["__type"]["fields"]}
    assert answer.errors == []
    assert "NON_NULL" in kinds
    assert said == {False}
    assert answer.data["input"] == {"isOneOf": False}
