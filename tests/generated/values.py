"""What is asked with: values that make sense, values that are odd, and values of the wrong type."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    is_required_input_field,
)

from tests.generated.dice import Dice

USUAL: dict[str, Sequence[object]] = {
    "Int": (0, 1, 2, 3, 5, 10, 20),
    "Float": (0, 1, 0.5, 2.25, 10, 100),
    "String": ("", "a", "Rust", "Hello, world", "Grüße 👩‍👧", "two\nlines"),
    "Boolean": (True, False),
    "ID": ("1",),
    "Date": ("2026-01-31", "2027-12-01"),
    "DateTime": ("2026-01-31T10:00:00Z",),
    "Cursor": ("aTE", "aTI"),
    "Query.__type.name": ("User", "Node", "Mutation", "Measure", "Nobody"),
}

ODD: dict[str, Sequence[object]] = {
    "Int": (-1, 0, 101, 2**31 - 1, -(2**31)),
    "Float": (-0.0, 1e308, -1e308, 5e-324, 0.123456789, 2**53),
    "String": ("\0", "a\0b", " ", "\u202e\ufeff\ufffe", "x" * 9_000, "';--", "\x7f\x1b[2J", "%_"),
    "Boolean": (True, False),
    "ID": ("", "user_", "user_01h455vb4pex5vsknk084sn02q", "nobody_7zzzzzzzzzzzzzzzzzzzzzzzzz", 5),
    "Date": ("0001-01-01", "9999-12-31"),
    "DateTime": ("0001-01-01T00:00:00", "9999-12-31T23:59:59.999999+23:59"),
    "Cursor": ("", "é", "\0", "aTU=", "aTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ", "a" * 1_000, "ZTEuMQ"),
}
"""Of the right type, and still nothing that a form would send."""

WRONG: Sequence[object] = (
    *(None, True, "x", "", "2026-02-30", 1.5, -1, 2**31, 2**53 + 1, 2**63, 1e308),
    *([], {}, [[]], ["x", None], {"a": 1}, {"__proto__": {}}, [[[[[[]]]]]], "\ud800"),
)

Value = Any
"""What JSON can hold."""


class World:
    """What there is to ask about, by `Owner.field.argument` or `Input.field`, by name, by type."""

    def __init__(self, values: Mapping[str, Sequence[object]] | None = None) -> None:
        self.values = {**USUAL, **{name: found for name, found in (values or {}).items() if found}}
        self.known: dict[tuple[str, str, str], Sequence[object]] = {}

    def of(self, owner: str, name: str, kind: str) -> Sequence[object]:
        """The values for an argument, most of which make sense there; never none."""
        key = (owner, name, kind)
        if key not in self.known:
            names = (f"{owner}.{name}", name, kind, "String")
            self.known[key] = next(self.values[each] for each in names if each in self.values)
        return self.known[key]


def value_of(
    dice: Dice, world: World, odd: float, type: GraphQLInputType, owner: str, name: str
) -> Value:
    """A value of the type; `odd` is the chance that a scalar in it is an odd one."""
    if isinstance(type, GraphQLNonNull):
        return value_of(dice, world, odd, type.of_type, owner, name)
    if isinstance(type, GraphQLList):
        several = range(dice.upto(3))
        return [value_of(dice, world, odd, type.of_type, owner, name) for _ in several]
    if isinstance(type, GraphQLInputObjectType):
        return {
            key: value_of(dice, world, odd, field.type, type.name, key)
            for key, field in type.fields.items()
            if is_required_input_field(field) or dice.chance(0.4)
        }
    if isinstance(type, GraphQLEnumType):
        return dice.pick(tuple(type.values))
    values = ODD if dice.chance(odd) else None
    return dice.pick(values[type.name] if values else world.of(owner, name, type.name))


def literal(type: GraphQLInputType, value: Value) -> str:
    """A value as it stands in a document."""
    if value is None:
        return "null"
    if isinstance(type, GraphQLNonNull):
        return literal(type.of_type, value)
    if isinstance(type, GraphQLList):
        return "[" + ", ".join(literal(type.of_type, each) for each in value) + "]"
    if isinstance(type, GraphQLInputObjectType):
        inside = (f"{key}: {literal(type.fields[key].type, each)}" for key, each in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(type, GraphQLEnumType):
        return str(value)
    return json.dumps(value)
