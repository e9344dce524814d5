"""Whatever people say and however hints get lost: who listens has the log, and nothing else."""

import asyncio
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from events import log, ring
from events.hub import hub
from tests.conversations.machine.gathering import Gathering
from tests.conversations.machine.hints import Hints
from tests.conversations.machine.listening import Listening
from tests.conversations.machine.model import MOST_BEHIND
from tests.conversations.machine.mutants import MUTANTS
from tests.conversations.machine.stage import Stage
from tests.conversations.machine.talking import Talking
from tests.gateway.noise.counts import REPEAT, TALKS, shares

AT_A_STRETCH = 50
"""Steps, before it begins anew."""
LARGEST_SHARE = 1_000
FINDING, TEETH = 2, 3_000
"""A seed and steps by which each mutant is found out."""


def pace(steps: int, *phases: Phase) -> settings:
    return settings(
        max_examples=max(1, steps // AT_A_STRETCH),
        stateful_step_count=AT_A_STRETCH,
        phases=[Phase.generate, *phases],
        suppress_health_check=[*HealthCheck],
        database=None,
        deadline=None,
    )


def take(steps: int, machine: type[Stage], number: int) -> None:
    """So many steps at least; hypothesis ends a stretch early now and then."""
    for again in count():
        if machine.steps >= steps:
            return
        seeded = seed(number * 1_000 + again)(machine)
        run_state_machine_as_test(seeded, settings=pace(steps - machine.steps, Phase.shrink))


@pytest.fixture
async def machine(edge, emptying, monkeypatch):
    """One of this run, on a server that keeps so little at hand that its edges are met."""

    class Machine(Talking, Listening, Gathering):
        """Of this run."""

    Machine.loop, Machine.edge = asyncio.get_running_loop(), edge
    Machine.emptying, Machine.fate = emptying, Hints()
    monkeypatch.setattr(hub, "announce", Machine.fate.announce)
    monkeypatch.setattr(log, "MOST_BEHIND", MOST_BEHIND)
    monkeypatch.setattr(ring, "LENGTH", 4)
    monkeypatch.setattr(ring, "BATCH", 3)
    short = type("Short", (), {"heartbeat_seconds": 0.2})
    monkeypatch.setattr("resolvers.conversations.listening.get_settings", lambda: short)
    return Machine


@pytest.mark.parametrize(("number", "steps"), shares(TALKS, LARGEST_SHARE))
async def test_who_listens_has_the_log_and_nothing_else(machine, number, steps):
    try:
        await asyncio.to_thread(take, steps, machine, number)
    except BaseException as error:
        error.add_note(f"again: {REPEAT}")
        raise


@pytest.mark.parametrize("mutant", MUTANTS)
async def test_what_is_wrong_by_little_is_found_out(machine, monkeypatch, mutant):
    mutant(monkeypatch)
    # What does not come is waited for again and again, until the failure is sure.
    monkeypatch.setattr("tests.conversations.machine.listener.PATIENCE", 1.0)
    seeded = seed(FINDING)(machine)

    # What depends on who is quicker is not so each time, which hypothesis tells, too.
    with pytest.raises((AssertionError, Flaky)):
        await asyncio.to_thread(run_state_machine_as_test, seeded, settings=pace(TEETH))
