"""A process says whether it lives and whether to ask it, and what it does without meanwhile."""

import asyncio

import pytest

from events.hub import hub
from gateway import health
from gateway.connections import live
from models import database
from search import meilisearch
from search.meilisearch import Meilisearch
from tests.edge import Edge
from tests.gateway.faults import broken
from tests.gateway.sockets import eventually


async def asked(edge: Edge):
    answer = await edge.http.get("/readyz")
    return answer.status_code, answer.json()


async def test_a_server_with_all_it_needs_is_ready(edge: Edge):
    await eventually(lambda: hub.bus and hub.bus.is_connected)

    alive = await edge.http.get("/livez")

    assert (alive.status_code, alive.text) == (200, "alive\n")
    assert await asked(edge) == (
        200,
        {"ready": True, "database": "up", "draining": False, "bus": "up", "search": "unset"},
    )


@pytest.mark.parametrize(
    ("fetch", "state"),
    [
        (broken, "away"),
        (lambda sql: asyncio.sleep(30), "away"),
        (lambda sql: asyncio.sleep(0, [{"name": "0001_initial"}]), "behind"),
    ],
    ids=["gone", "slow", "not migrated"],
)
async def test_a_server_without_its_database_lives_and_is_not_ready(
    edge: Edge, monkeypatch, fetch, state
):
    monkeypatch.setattr(health, "READY_SECONDS", 0.1)
    monkeypatch.setattr(database, "fetch", fetch)

    alive = await edge.http.get("/livez")
    status, ready = await asked(edge)

    assert alive.status_code == 200
    assert (status, ready["ready"], ready["database"]) == (503, False, state)


async def test_a_database_that_is_ahead_is_one_to_work_with(edge: Edge, monkeypatch):
    known = [{"name": name} for name in {*database.MIGRATIONS, "9999_from_tomorrow"}]
    monkeypatch.setattr(database, "fetch", lambda sql: asyncio.sleep(0, known))

    status, _ = await asked(edge)

    assert status == 200


async def test_a_server_that_stops_lives_and_is_not_ready(edge: Edge, monkeypatch):
    monkeypatch.setattr(live, "is_draining", True)

    alive = await edge.http.get("/livez")
    status, ready = await asked(edge)

    assert alive.status_code == 200
    assert (status, ready["ready"], ready["draining"]) == (503, False, True)


async def test_what_it_can_do_without_is_told_and_not_waited_for(edge: Edge, monkeypatch):
    engine = Meilisearch("http://127.0.0.1:1", None)
    for _ in range(3):
        engine.breaker.failed()
    monkeypatch.setattr(meilisearch, "configured", lambda: engine)
    monkeypatch.setattr(hub.bus, "is_connected", False)

    status, ready = await asked(edge)

    assert (status, ready["bus"], ready["search"]) == (200, "away", "away")
