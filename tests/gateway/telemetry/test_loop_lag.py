"""A loop that somebody holds is late, and says so."""

import asyncio
import time

import pytest

from gateway.telemetry import lag
from gateway.telemetry.counts import counts
from gateway.telemetry.lag import LoopLag, loop_lag
from tests.edge import Edge
from tests.gateway.sockets import eventually

HELD_SECONDS = 0.05


@pytest.fixture
async def watched(monkeypatch):
    monkeypatch.setattr(lag, "LOOK_SECONDS", 0.01)
    watching = asyncio.create_task(loop_lag.watch())
    await eventually(lambda: loop_lag.due_at)
    yield loop_lag
    watching.cancel()
    await asyncio.wait([watching])


async def test_a_loop_that_is_held_is_late_by_that(watched: LoopLag):
    before = counts.lag.total

    time.sleep(HELD_SECONDS)  # noqa: ASYNC251
    at_once = watched.seconds()
    await eventually(lambda: counts.lag.total > before)

    assert at_once >= HELD_SECONDS - 0.01
    assert counts.lag.seconds >= HELD_SECONDS - 0.01


async def test_a_server_whose_loop_is_too_late_does_not_live(edge: Edge, watched, monkeypatch):
    monkeypatch.setattr(lag, "TOO_LATE_SECONDS", -1.0)
    late = await edge.http.get("/livez")
    monkeypatch.setattr(lag, "TOO_LATE_SECONDS", 60.0)
    again = await edge.http.get("/livez")

    assert (late.status_code, late.text) == (503, "The event loop is late\n")
    assert again.status_code == 200


async def test_where_nobody_watches_nothing_is_late(edge: Edge):
    assert loop_lag.seconds() == 0.0
