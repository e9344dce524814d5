"""Every type that shows something, and every root field, names who sees it and by which scope."""

import inspect

import pytest
from graphql import GraphQLObjectType

from resolvers import nodes, schema
from schema.access import FIELDS, NO_KEY, SECRET, TYPES, access_of
from tests.permissive import all_policies

GRAPHQL = schema._schema
ROOTS = [GRAPHQL.query_type, GRAPHQL.mutation_type, GRAPHQL.subscription_type]
GENERIC = ("Payload", "Connection", "Edge")


def shown() -> set[str]:
    """Types of what is shown: neither roots nor pages, neither payloads nor problems."""
    problem = GRAPHQL.type_map["Problem"]
    return {
        name
        for name, kind in GRAPHQL.type_map.items()
        if isinstance(kind, GraphQLObjectType)
        and kind not in ROOTS
        and problem not in kind.interfaces
        and not name.startswith("__")
        and not name.endswith(GENERIC)
        and name != "PageInfo"
    }


def root_fields() -> set[str]:
    return {f"{root.name}.{name}" for root in ROOTS if root for name in root.fields}


def test_every_type_names_its_policy_and_its_scope():
    assert shown() ^ TYPES.keys() == set()


def test_every_root_field_names_its_policy_and_its_scope():
    assert root_fields() - FIELDS.keys() == set()


def test_whatever_else_is_named_is_there():
    known = {
        f"{kind.name}.{field}"
        for kind in GRAPHQL.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        for field in kind.fields
    }

    assert FIELDS.keys() - known == set()


@pytest.mark.parametrize("name", sorted(TYPES | FIELDS))
def test_what_is_named_is_a_policy(name):
    access = (TYPES | FIELDS)[name]
    known = [inspect.unwrap(policy) for policy in all_policies().values()]

    is_open = name in ("Query.node", "Query.rateLimit", "RateLimit", "Offer") or access == SECRET
    assert is_open or access.policy in known


def test_node_finds_of_each_type_what_its_policy_shows():
    assert {shown.__name__: policy for policy, shown in nodes.KINDS.values()}.items() <= {
        name: access.policy for name, access in TYPES.items()
    }.items()


def test_what_proves_who_somebody_is_is_for_no_key():
    secrets = ["Viewer", "Session", "ApiKey", "Tokens"]

    assert {access_of(kind, "anything").scope for kind in secrets} == {NO_KEY}


def test_problems_are_for_everybody():
    assert access_of("Invalid", "reason").scope is None
