"""A key reads what its scopes say, by every way, whatever its maker may see."""

from datetime import UTC, datetime

import pytest

from actions.sessions.keys import create_api_key
from models import Organization, Scope, User
from resolvers import schema
from schema.access import access_of
from tests.edge import Edge
from tests.generated.answers import read
from tests.walk.conftest import Stage


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
