"""Whatever people do, in whatever order: tokens live, and things are seen, as the model says."""

import asyncio
from datetime import timedelta
from itertools import count
from os import environ

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from actions.passwords import hashing
from actions.sessions import refreshing
from tests.gateway.noise.counts import REPEAT, SEED, STEPS, shares
from tests.sessions.machine.mutants import MUTANTS
from tests.sessions.machine.roles import Roles
from tests.sessions.machine.signing import Signing
from tests.sessions.machine.stage import Stage

LARGEST_SHARE = 500
AT_A_STRETCH = 100
"""Steps, before it begins anew."""


TEETH = 4_000
"""Steps by which a mutant is found out."""


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
    """So many steps at least. Hypothesis ends a stretch early now and then: then there are more."""
    for again in count():
        if machine.steps >= steps:
            return
        seeded = seed(number * 1_000 + again)(machine)
        run_state_machine_as_test(seeded, settings=pace(steps - machine.steps, Phase.shrink))


@pytest.fixture
async def machine(edge, emptying, smtp, monkeypatch):
    # A step can take long on a busy machine; what half a minute ends is tested elsewhere.
    monkeypatch.setattr(refreshing, "PARENT_LASTS", timedelta(hours=1))
    # What a hash costs is no part of the model.
    monkeypatch.setattr(hashing, "hasher", PasswordHasher(1, 8, 1))

    class Machine(Signing, Roles):
        """Of this run."""

    Machine.loop, Machine.edge = asyncio.get_running_loop(), edge
    Machine.smtp, Machine.emptying = smtp, emptying
    return Machine


@pytest.mark.skipif("FUZZ_STEPS" not in environ, reason="takes a minute; scripts/fuzz does it")
@pytest.mark.parametrize("mutant", MUTANTS)
async def test_what_is_wrong_by_little_is_found_out(machine, mutant):
    seeded = seed(SEED)(machine)

    with mutant(), pytest.raises(AssertionError):
        await asyncio.to_thread(run_state_machine_as_test, seeded, settings=pace(TEETH))


@pytest.mark.parametrize(("number", "steps"), shares(STEPS, LARGEST_SHARE))
async def test_tokens_and_sights_are_the_models(machine, number, steps):
    try:
        await asyncio.to_thread(take, steps, machine, number)
    except BaseException as error:
        error.add_note(f"again: {REPEAT}")
        raise
