"""Leaves: Python expressions that show a value if it is plainly right, and else ask the type."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from math import isfinite
from typing import Any

from graphql import GraphQLEnumType, GraphQLNonNull, GraphQLOutputType, GraphQLScalarType

from gateway.plans.run import Surprise

# orjson writes these as isoformat() does.
PLAIN = {
    "ID": "type({v}) is str",
    "String": "type({v}) is str",
    "Cursor": "type({v}) is str",
    "Boolean": "type({v}) is bool",
    "Int": "type({v}) is int and -2147483648 <= {v} <= 2147483647",
    "Float": "type({v}) is float and isfinite({v})",
    "DateTime": "type({v}) is datetime",
    "Date": "type({v}) is date",
}

NAMES: dict[str, Any] = {"datetime": datetime, "date": date, "isfinite": isfinite}
"""What the expressions refer to."""


def expression(kind: GraphQLOutputType, value: str, names: dict[str, Any]) -> str:
    """How a leaf whose value is the expression `value` is shown; adds to `names` what it needs."""
    named: Any = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    other = name_for(names, shower(named, isinstance(kind, GraphQLNonNull)))
    if named.name in PLAIN:
        test = PLAIN[named.name].format(v="v")
        # The first `v` of the test takes the value, the others use it.
        return f"(v if {test.replace('type(v)', f'type(v := {value})')} else {other}(v))"
    return f"{other}({value})"


def name_for(names: dict[str, Any], thing: Any) -> str:
    name = f"n{len(names)}"
    names[name] = thing
    return name


def shower(kind: Any, is_required: bool) -> Callable[[Any], Any]:
    """Shows any value of a leaf type as the standard executor does; Surprise if it would not."""
    known = members(kind) if isinstance(kind, GraphQLEnumType) else {}

    def show(value: Any) -> Any:
        if value is None:
            if is_required:
                raise Surprise
            return None
        return known.get(value) or kind.coerce_output_value(value)

    return show


def members(kind: GraphQLEnumType) -> dict[Any, str]:
    """The names of an enumeration's members, by member and by what is stored for it."""
    names = {value.value: name for name, value in kind.values.items()}
    definition = kind.extensions.get("strawberry-definition")
    own: type[Enum] | tuple[()] = definition.wrapped_cls if definition else ()
    return names | {member: names[member.value] for member in own}


def is_leaf(kind: Any) -> bool:
    named = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return isinstance(named, GraphQLScalarType | GraphQLEnumType)
