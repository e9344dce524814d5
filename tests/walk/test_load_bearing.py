"""Every policy is needed: with any one saying yes, somebody finds or does what they may not."""

import json
import re
from collections.abc import Iterator
from functools import partial
from random import Random

import pytest

import context
from models import User
from models.acting import SYSTEM, actor
from schema.access import FIELDS, TYPES
from tests.edge import Edge
from tests.permissive import all_policies, without
from tests.walk.acts import ACTS
from tests.walk.conftest import Stage
from tests.walk.test_walk import told

POLICIES = all_policies()

YES = {"sessions.everybody"}
"""Says yes to everybody as it is."""

ASKING = ("mentor elsewhere", "seeker", "coordinator", "mentor", "mentee", "applicant", "nobody")

Asked = tuple[User, str]


@pytest.fixture(autouse=True)
def policies_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL takes everybody for the server itself, and holds nobody off."""
    monkeypatch.setattr(context, "act_for", lambda *_, **__: actor.set(SYSTEM))


def named_with(name: str) -> set[str]:
    """The types and root fields that name this policy, where it is likely to be missed first."""
    policy, named = POLICIES[name], TYPES | FIELDS
    return {what.rpartition(".")[2] for what, access in named.items() if access.policy is policy}


def comes_later(names: set[str], query: str) -> bool:
    return not any(re.search(rf"\b{name}\b", query) for name in names)


def questions(stage: Stage, name: str) -> Iterator[Asked]:
    everything = [*stage.ways.everywhere(), *stage.ways.from_ids(stage.ids)]
    Random(1).shuffle(everything)
    everything.sort(key=partial(comes_later, named_with(name)))
    people = [stage.scene.people[one] for one in ASKING]
    yield from ((user, query) for query in everything for user in people)


async def is_found(stage: Stage, name: str) -> bool:
    """Whether somebody finds what is not theirs without the policy."""
    with without(name):
        for user, query in questions(stage, name):
            answer = await stage.edge.ask(user, query)
            said = json.dumps([answer.data, answer.errors], ensure_ascii=False)
            viewer, found = stage.viewer(user), told(stage, said, asked=query)
            if any(not any(map(viewer.sees, origins)) for origins in found):
                return True
    return False


async def test_without_any_one_policy_somebody_finds_what_they_may_not(stage: Stage):
    names = sorted(POLICIES.keys() - YES - ACTS.keys())

    unnoticed = [name for name in names if not await is_found(stage, name)]

    assert unnoticed == []


@pytest.mark.parametrize("name", ACTS)
async def test_without_the_policy_somebody_does_what_they_may_not(edge: Edge, name: str):
    with_it = await ACTS[name](edge)

    with without(name):
        without_it = await ACTS[name](edge)

    assert without_it != with_it
