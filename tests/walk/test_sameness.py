"""What is not yours answers like what is not there, to every question and act, byte for byte."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLInputType, get_named_type, get_nullable_type, is_input_object_type
from uuid_utils.compat import uuid7

from models.database import direct_connection
from resolvers import schema
from schema.ids import encode
from tests.generated.dice import Dice
from tests.generated.values import literal, value_of
from tests.generated.worth import ARGUMENTS, KINDS
from tests.walk.canaries import Origin
from tests.walk.conftest import Stage
from tests.walk.oracle import facts

GRAPHQL: Any = schema._schema
KIND_OF = {name.rpartition(".")[2]: kind for kind, names in ARGUMENTS.items() for name in names}
MOST_IDS = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where an id can be given: a field of Query or Mutation, and one of its values."""

    operation: str
    field: str
    argument: str
    inside: str | None
    """The field of the input object that it is; None where the argument itself is the id."""
    kind: str


def places() -> Iterator[Place]:
    for operation, root in (("query", GRAPHQL.query_type), ("mutation", GRAPHQL.mutation_type)):
        for name, field in root.fields.items():
            for argument, given in field.args.items():
                for inside, kind in ids_in(f"{root.name}.{name}", argument, given.type):
                    yield Place(operation, name, argument, inside, kind)


def ids_in(owner: str, name: str, type: GraphQLInputType) -> Iterator[tuple[str | None, str]]:
    named = get_named_type(type)
    if is_input_object_type(named):
        fields = named.fields.items()
        yield from ((each, KIND_OF[each]) for each, given in fields if is_id(given.type))
    elif is_id(type) and owner != "Query.node":
        direct = {way: kind for kind, ways in ARGUMENTS.items() for way in ways}
        yield None, direct.get(f"{owner}.{name}") or KIND_OF[name]


def is_id(type: GraphQLInputType) -> bool:
    return str(get_nullable_type(type)) == "ID"


def call(stage: Stage, place: Place, id: str) -> str:
    """The operation with this id, and for everything else it needs a value that makes sense."""
    root = GRAPHQL.query_type if place.operation == "query" else GRAPHQL.mutation_type
    field, dice = root.fields[place.field], Dice(1)
    given = {
        name: value_of(dice, stage.scene.world, 0, each.type, f"{root.name}.{place.field}", name)
        for name, each in field.args.items()
        if name == place.argument or str(each.type).endswith("!")
    }
    if place.inside is None:
        given[place.argument] = id
    else:
        needed = get_named_type(field.args[place.argument].type).fields
        kept = {k: v for k, v in given[place.argument].items() if str(needed[k].type)[-1] == "!"}
        given[place.argument] = kept | {place.inside: id}
    arguments = ", ".join(f"{k}: {literal(field.args[k].type, v)}" for k, v in given.items())
    below = "{ __typename ... on Problem { reason } }" if "Result" in str(field.type) else ""
    below = below or ("{ __typename }" if hasattr(get_named_type(field.type), "fields") else "")
    return f"{place.operation} {{ {place.field}({arguments}) {below} }}"


def hidden(stage: Stage, kind: str, name: str) -> list[str]:
    """Ids of that kind which this person may not see."""
    viewer, table = stage.viewer(stage.scene.people[name]), KINDS[kind]._meta.db_table
    ids = [row["id"] for row in stage.facts[table]]
    unseen = [id for id in ids if not viewer.sees(Origin(table, id))]
    return [str(encode(kind, id)) for id in unseen[:MOST_IDS]]


async def answer_to(stage: Stage, name: str, query: str, id: str) -> str:
    answer = await stage.edge.ask(stage.scene.people[name], query)
    return json.dumps([answer.data, answer.errors]).replace(id, "ID")


async def test_not_yours_and_not_there_are_the_same_bytes(stage: Stage):
    compared, differences = 0, {}

    for place in places():
        for name in ("mentor elsewhere", "seeker", "declined"):
            for id in hidden(stage, place.kind, name):
                nothing = encode(place.kind, UUID(str(uuid7())))
                theirs = await answer_to(stage, name, call(stage, place, id), id)
                missing = await answer_to(stage, name, call(stage, place, nothing), nothing)
                compared += 1
                if theirs != missing:
                    differences[place, name] = (theirs, missing)

    assert differences == {}
    assert compared > 100


@pytest.fixture
async def owner(database_url: str):
    connection = await direct_connection(database_url)
    yield connection
    await connection.close()


async def test_whatever_an_outsider_does_changes_nothing_of_others(closed: Stage, owner):
    before = await facts(owner)
    lumen = {r["id"] for r in before["organization"] if r["name"].startswith("Lumen")}

    for place in places():
        for _, id in closed.ids:
            if place.operation == "mutation" and id.startswith(f"{place.kind}_"):
                await answer_to(closed, "mentor elsewhere", call(closed, place, id), id)

    assert of_tenants(await facts(owner), lumen) == of_tenants(before, lumen)


def of_tenants(all_rows, tenants):
    return {
        table: {id: dict(row) for id, row in rows.items() if row.get("organization_id") in tenants}
        for table, rows in all_rows.tables.items()
    }
