"""What clients rely on: the printed SDL is current, described, and follows one grammar."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
)
from graphql.pyutils import camel_to_snake as to_snake_case

from resolvers import schema
from resolvers.nodes import KINDS

GRAPHQL = schema._schema
SDL = Path(__file__).parent.parent / "schema" / "schema.graphql"

OUTPUTS = [
    type
    for name, type in sorted(GRAPHQL.type_map.items())
    if not name.startswith("__") and isinstance(type, GraphQLObjectType | GraphQLInterfaceType)
]
ROOTS = ("Query", "Mutation", "Subscription")


def fields() -> list[tuple[GraphQLNamedType, str, GraphQLField]]:
    return [(type, name, field) for type in OUTPUTS for name, field in type.fields.items()]


def test_the_committed_sdl_is_current() -> None:
    assert SDL.read_text(encoding="utf-8") == schema.as_str() + "\n", "Run scripts/schema"


def test_every_type_is_described() -> None:
    silent = [
        name
        for name, type in GRAPHQL.type_map.items()
        if isinstance(type, GraphQLObjectType | GraphQLInterfaceType | GraphQLEnumType)
        and not name.startswith("__")
        and not type.description
    ]

    assert silent == []


def test_every_root_field_and_every_nullable_field_is_described() -> None:
    silent = [
        f"{type.name}.{name}"
        for type, name, field in fields()
        if (type.name in ROOTS or not isinstance(field.type, GraphQLNonNull))
        and not field.description
    ]

    assert silent == []


def test_nullable_fields_say_when_they_are_null() -> None:
    silent = [
        f"{type.name}.{name}"
        for type, name, field in fields()
        if not isinstance(field.type, GraphQLNonNull)
        and "null" not in (field.description or "").lower()
    ]

    assert silent == []


def test_descriptions_are_one_line_without_a_full_stop() -> None:
    odd = [
        f"{type.name}.{name}"
        for type, name, field in fields()
        if field.description and (field.description.endswith(".") or "\n" in field.description)
    ]

    assert odd == []


@pytest.mark.parametrize("name", sorted(GRAPHQL.mutation_type.fields))  # type: ignore[union-attr]
def test_mutations_take_one_input_and_give_a_result(name: str) -> None:
    field = GRAPHQL.mutation_type.fields[name]  # type: ignore[union-attr]
    stem = name[0].upper() + name[1:]

    result = field.type.of_type

    assert list(field.args) in ([], ["input"])
    assert result.name in (f"{stem}Result", f"{stem}Payload")
    if isinstance(result, GraphQLUnionType):
        assert result.types[0].name == f"{stem}Payload"


def test_whatever_is_a_node_is_found_by_its_id() -> None:
    node = GRAPHQL.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)

    kinds = {to_snake_case(type.name) for type in GRAPHQL.get_possible_types(node)}

    assert kinds == set(KINDS)


def test_no_payload_calls_its_error_text_message() -> None:
    problem = GRAPHQL.type_map["Problem"]

    assert isinstance(problem, GraphQLInterfaceType)
    assert list(problem.fields) == ["reason"]
