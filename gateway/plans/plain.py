"""Plain fields: a leaf that stands in a column, or in an attribute, of what an object shows."""

from functools import partial
from typing import Any

from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType

from gateway.plans.leaves import expression, is_leaf, name_for
from gateway.plans.objects import Plain, is_stored
from gateway.plans.run import Surprise
from schema.fields import ColumnField


def type_name(kind: GraphQLObjectType) -> Plain:
    return Plain(lambda *_: repr(kind.name), frozenset())


def plain(field: GraphQLField) -> Plain | None:
    """How a plain field is shown; None if it is not plain."""
    own: Any = field.extensions.get("strawberry-definition")
    if own is None or not own.is_basic_field or not is_leaf(field.type):
        return None
    if isinstance(own, ColumnField):
        return Plain(partial(column, own, field), frozenset({own.column}))
    return Plain(partial(attribute, own.python_name, field), frozenset({own.python_name}))


def column(own: ColumnField, field: GraphQLField, kind: type, names: dict[str, Any]) -> str:
    name, read = own.column, own.spec.read
    value = f"s[{name!r}]" if is_stored(kind, name) else f"s.{name}"
    if read is not None:
        value = f"{name_for(names, read)}({value})"
        if not isinstance(field.type, GraphQLNonNull):
            raise Surprise
    return expression(field.type, value, names)


def attribute(name: str, field: GraphQLField, _: type, names: dict[str, Any]) -> str:
    return expression(field.type, f"s.{name}", names)
