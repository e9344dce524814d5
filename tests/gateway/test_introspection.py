"""Tools that ask about the schema get an answer about every type in it."""

from tests.edge import Edge

TYPES = """
{
  __type(name: "User") { isOneOf fields { type { kind isOneOf ofType { kind isOneOf } } } }
  input: __type(name: "SignInInput") { isOneOf }
}
"""


async def test_lists_and_non_null_types_say_that_they_are_no_one_of_input(edge: Edge):
    answer = await edge.ask(None, TYPES)

    kinds = {field["type"]["kind"] for field in answer.data["__type"]["fields"]}
    said = {field["type"]["isOneOf"] for field in answer.data["__type"]["fields"]}
    assert answer.errors == []
    assert "NON_NULL" in kinds
    assert said == {False}
    assert answer.data["input"] == {"isOneOf": False}
