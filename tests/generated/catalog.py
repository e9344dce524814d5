"""What a generator asks of a schema, looked up once."""

from dataclasses import dataclass, field
from functools import cache

from graphql import (
    GraphQLField,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_interface_type,
    is_list_type,
    is_required_argument,
)


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    owner: str
    """The field it belongs to, as `Type.field`."""
    name: str
    type: GraphQLInputType
    is_required: bool
    has_default: bool


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    parent: str
    name: str
    target: str | None
    """The name of its type if that has fields of its own."""
    form: str
    """Its type as far as it matters for merging: fields with one response key share one form."""
    is_list: bool
    is_page: bool
    arguments: tuple[Argument, ...]


@dataclass(slots=True, eq=False)
class Kind:
    """A type that selections are made of."""

    name: str
    is_object: bool
    leaves: list[Field] = field(default_factory=list)
    branches: list[Field] = field(default_factory=list)
    overlaps: list[str] = field(default_factory=list)
    """The types whose fragments may be spread in it."""


@dataclass(slots=True, eq=False)
class Catalog:
    schema: GraphQLSchema
    kinds: dict[str, Kind]
    roots: dict[str, str]
    introspection: list[Field]


@cache
def catalog_of(schema: GraphQLSchema) -> Catalog:
    kinds = {
        name: kind_of(schema, each)
        for name, each in schema.type_map.items()
        if is_composite_type(each)
    }
    types = {"query": schema.query_type, "mutation": schema.mutation_type}
    types["subscription"] = schema.subscription_type
    roots = {name: each.name for name, each in types.items() if each}
    introspection = [
        field_of(roots["query"], "__schema", SchemaMetaFieldDef),
        field_of(roots["query"], "__type", TypeMetaFieldDef),
    ]
    return Catalog(schema, kinds, roots, introspection)


def kind_of(schema: GraphQLSchema, each: GraphQLNamedType) -> Kind:
    kind = Kind(each.name, isinstance(each, GraphQLObjectType))
    if isinstance(each, GraphQLObjectType | GraphQLInterfaceType):
        for name, definition in each.fields.items():
            one = field_of(each.name, name, definition)
            (kind.branches if one.target else kind.leaves).append(one)
    possible = possible_of(schema, each)
    kind.overlaps = [
        name
        for name, other in schema.type_map.items()
        if is_composite_type(other) and possible & possible_of(schema, other)
    ]
    return kind


@cache
def possible_of(schema: GraphQLSchema, each: GraphQLNamedType) -> frozenset[str]:
    if isinstance(each, GraphQLUnionType) or is_interface_type(each):
        return frozenset(one.name for one in schema.get_possible_types(each))
    return frozenset({each.name})


def field_of(parent: str, name: str, definition: GraphQLField) -> Field:
    named = get_named_type(definition.type)
    form = str(definition.type)
    is_branch = is_composite_type(named)
    return Field(
        parent=parent,
        name=name,
        target=named.name if is_branch else None,
        form=form.replace(named.name, "*") if is_branch else form,
        is_list=is_list_type(get_nullable_type(definition.type)),
        is_page="first" in definition.args,
        arguments=tuple(
            Argument(
                owner=f"{parent}.{name}",
                name=argument,
                type=given.type,
                is_required=is_required_argument(given),
                has_default=given.default_value is not Undefined,
            )
            for argument, given in definition.args.items()
        ),
    )
