"""A key reads what its scopes say, by every way, whatever its maker may see."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from actions.sessions.keys import create_api_key
from models import Organization, Scope, User
from resolvers import nodes, schema
from schema.access import TYPES, access_of
from schema.ids import split
from tests.edge import Edge
from tests.generated.answers import read
from tests.walk.canaries import TYPED_ID
from tests.walk.conftest import Stage

NAMES = {kind: shown.__name__ for kind, (_, shown) in nodes.KINDS.items()} | {"skill": "Skill"}


def ids_in(text: str) -> set[tuple[str, UUID]]:
    return {found for found in map(split, TYPED_ID.findall(text)) if found}


@pytest.fixture
async def ask_by_key(stage: Stage, edge: Edge):
    organization = await Organization.get(name__startswith="Lumen")
    today = datetime.now(UTC).date()
    owner: User = stage.scene.people["owner"]

    async def asked(scope: Scope, query: str):
        if scope not in keys:
            _, keys[scope] = await create_api_key(owner, organization.id, "k", [scope], today)
        head = {"authorization": f"Bearer {keys[scope]}"}
        answer = await edge.http.post("/graphql", json={"query": query}, headers=head)
        data = answer.json().get("data")
        for kind, _ in ids_in(answer.text) - ids_in(query):
            assert TYPES[NAMES[kind]].scope is scope
        return read(schema._schema, query, {}, None, data).answered

    keys: dict[Scope, str] = {}
    return asked


async def test_no_field_is_read_without_its_scope(stage: Stage, ask_by_key):
    reached = {scope: set[str]() for scope in Scope if scope.value.startswith("READ")}

    # A part of all, for each is asked seven times: what is refused depends on the document alone.
    for query in [*stage.ways.everywhere(), *stage.ways.from_ids(stage.ids)][::3]:
        for scope in reached:
            reached[scope] |= await ask_by_key(scope, query)

    for scope, fields in reached.items():
        assert {access_of(*field.split(".")).scope for field in fields} <= {None, scope}
    read_by = {scope for scope, fields in reached.items() if fields - {"Query.node"}}
    assert {Scope.READ_PROGRAMS, Scope.READ_PEOPLE, Scope.READ_RESOURCES} <= read_by
