"""Inputs built from what was sent: each class finds out once how, not at each operation."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from functools import cache
from typing import Any

import strawberry
from strawberry.types import get_object_definition
from strawberry.types.arguments import InputContext
from strawberry.types.base import StrawberryMaybe, StrawberryObjectDefinition, StrawberryOptional
from strawberry.types.unset import UNSET

AS_THEY_ARE: tuple[Any, ...] = (str, int, float, bool, strawberry.ID)
"""Nothing is made of values of these."""


@dataclass(frozen=True, slots=True)
class Part:
    """A field of an input: what it is called there and here, and its type if a value needs it."""

    name: str
    python_name: str
    type: Any


def quickly_built(schema: strawberry.Schema) -> strawberry.Schema:
    """The schema, with all of its inputs built like this."""
    for known in schema.schema_converter.type_map.values():
        definition = known.definition
        if isinstance(definition, StrawberryObjectDefinition) and definition.is_input:
            definition.from_input = build
    return schema


def build(kind: type, sent: Mapping[str, Any], context: InputContext) -> Any:
    given = dict.fromkeys(optional(kind))
    for part in parts(kind, context.config.name_converter):
        if part.name in sent:
            value = sent[part.name]
            if part.type is not None and value is not None and value is not UNSET:
                value = context.convert(value, part.type, part.name)
            given[part.python_name] = value
    return kind(**given)


@cache
def optional(kind: type) -> tuple[str, ...]:
    """Fields that are None where nothing was sent."""
    fields = get_object_definition(kind, strict=True).fields
    without = [f for f in fields if f.default_value is MISSING and f.default_factory is MISSING]
    return tuple(field.python_name for field in without)


@cache
def parts(kind: type, converter: Any) -> list[Part]:
    definition = get_object_definition(kind, strict=True)
    return [
        Part(
            converter.from_field(field),
            field.python_name,
            needed(field.resolve_type(type_definition=definition)),
        )
        for field in definition.fields
    ]


def needed(kind: Any) -> Any:
    if isinstance(kind, StrawberryMaybe):
        raise TypeError("Say `| None` instead of Maybe; nothing here tells null from absent")
    inner = kind.of_type if isinstance(kind, StrawberryOptional) else kind
    return None if any(inner is known for known in AS_THEY_ARE) else kind
