"""What a document asks of the schema itself."""

from functools import cache
from typing import Any

from graphql import (
    GraphQLSchema,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    get_introspection_query,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
)

META_FIELDS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}

WHOLE_QUERY = get_introspection_query(
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
)
"""What tools ask when they want to know all."""


def mended(schema: GraphQLSchema) -> GraphQLSchema:
    """The schema, with an `isOneOf` that answers for lists and non-null types, too.

    Strawberry's looks for its own definition in all types, and those two hold none.
    """
    fields = getattr(schema.type_map["__Type"], "fields", {})
    fields["isOneOf"].resolve = is_one_of
    return schema


def is_one_of(type: Any, _: object) -> bool:
    definition = getattr(type, "extensions", {}).get("strawberry-definition")
    return bool(definition and definition.is_one_of)


@cache
def lengths_of(schema: GraphQLSchema) -> dict[tuple[str, str], int]:
    """How long the lists of introspection are: the whole one exactly, those in it on average."""
    types = list(schema.type_map.values())
    composite = [kind for kind in types if is_object_type(kind) or is_interface_type(kind)]
    arguments = [len(field.args) for kind in composite for field in kind.fields.values()]
    fields = [len(kind.fields) for kind in composite]
    inputs = [len(kind.fields) for kind in types if is_input_object_type(kind)]
    values = [len(kind.values) for kind in types if is_enum_type(kind)]
    return {
        ("__Schema", "types"): len(types),
        ("__Schema", "directives"): len(schema.directives),
        ("__Type", "fields"): share(sum(fields), len(types)),
        ("__Type", "inputFields"): share(sum(inputs), len(types)),
        ("__Type", "enumValues"): share(sum(values), len(types)),
        ("__Type", "interfaces"): 1,
        ("__Type", "possibleTypes"): 1,
        ("__Field", "args"): share(sum(arguments), sum(fields)),
        ("__Directive", "args"): 1,
    }


def share(total: int, among: int) -> int:
    """The average, rounded up."""
    return -(-total // max(among, 1)) or 1
