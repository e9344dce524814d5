"""With every policy saying yes, PostgreSQL still keeps each organization's rows to its people."""

import json

import pytest

from tests.permissive import all_policies, without
from tests.walk.canaries import Origin
from tests.walk.conftest import Stage
from tests.walk.oracle import Row, Viewer
from tests.walk.test_walk import told

OUTSIDERS = ("mentor elsewhere", "applicant")


def tenant_of(stage: Stage, origin: Origin) -> frozenset[object]:
    """The organizations that a row belongs to; a person may be in several."""
    row: Row = stage.facts.row(origin.table, origin.id)
    if origin.table == "organization":
        return frozenset([row["id"]])
    if "organization_id" in row:
        return frozenset([row["organization_id"]])
    person = row["id"] if origin.table == "user_account" else row.get("user_id")
    people = stage.facts.tables["user_account"]
    return frozenset(people[person]["known_in"]) if person else frozenset()


def is_theirs(stage: Stage, viewer: Viewer, origin: Origin) -> bool:
    """A row of a tenant that they are in, their own, or of nobody."""
    row = stage.facts.row(origin.table, origin.id)
    if viewer.id in (row["id"], row.get("user_id")) or origin.table == "skill":
        return True
    assert viewer.id
    me = stage.facts.tables["user_account"][viewer.id]
    is_applied_to = origin.table in ("program", "organization", "question")
    return bool(tenant_of(stage, origin) & {*me["known_in" if is_applied_to else "tenants"]})


async def everything_told(stage: Stage, name: str) -> set[frozenset[Origin]]:
    found = set()
    for query in (*stage.ways.everywhere(), *stage.ways.from_ids(stage.ids)):
        answer = await stage.edge.ask(stage.scene.people[name], query)
        said = json.dumps([answer.data, answer.errors], ensure_ascii=False)
        found |= told(stage, said, asked=query)
    return found


@pytest.mark.parametrize("name", OUTSIDERS)
async def test_an_outsider_finds_nothing_of_a_foreign_tenant(closed: Stage, name: str):
    viewer = closed.viewer(closed.scene.people[name])

    with without(*all_policies()):
        found = await everything_told(closed, name)

    foreign = {one for one in found if not any(is_theirs(closed, viewer, each) for each in one)}
    assert foreign == set()


async def test_within_a_tenant_only_the_policies_hold(closed: Stage):
    """That is what they are for, and shows that they really said yes above."""
    viewer = closed.viewer(closed.scene.people["coordinator"])

    with without(*all_policies()):
        found = await everything_told(closed, "coordinator")

    more = {each.table for one in found for each in one if not viewer.sees(each)}
    assert {"message", "goal", "check_in", "match_request"} <= more
