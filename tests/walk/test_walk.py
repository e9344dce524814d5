"""Everybody asks for everything by every way, and finds what they may see and nothing else."""

import json
import re
from collections.abc import AsyncIterator

from models import User
from resolvers import schema
from tests.generated.answers import read
from tests.walk.canaries import SECRET, Origin
from tests.walk.conftest import Stage
from tests.walk.hearing import everything_heard
from tests.walk.ways import KINDS

GRAPHQL = schema._schema
BY_LINK = re.compile(r"\b(invitation|joinLink)\(token")


def reachable():
    """Every field of every type that a question can lead to."""
    known, waiting = set(), ["Query"]
    while waiting:
        kind = KINDS[waiting.pop()]
        if kind.name not in known:
            known.add(kind.name)
            waiting += [field.target for field in kind.branches if field.target]
            waiting += [name for name in kind.overlaps if not kind.is_object]
    objects = [KINDS[name] for name in known if KINDS[name].is_object]
    return {
        f"{each.parent}.{each.name}" for kind in objects for each in kind.leaves + kind.branches
    }


async def test_nobody_finds_what_is_not_theirs_and_everything_is_found_by_somebody(stage: Stage):
    reached, leaks = set[str](), dict[frozenset[Origin], object]()
    sights = {user: (stage.viewer(user), set[Origin]()) for user in stage.scene.viewers}

    async for user, query, said in everything_said(stage, reached):
        viewer, seen = sights[user]
        for origins in told(stage, said, asked=query):
            seen |= origins
            if not any(map(viewer.sees, origins)):
                leaks.setdefault(origins, (user and user.name, query))

    unseen = {
        (user and user.name, one)
        for user, (viewer, seen) in sights.items()
        for one in stage.seen_by(viewer) - seen
    }
    assert leaks == {}
    assert unseen == set()
    assert reachable() - reached == set()


async def everything_said(
    stage: Stage, reached: set[str]
) -> AsyncIterator[tuple[User | None, str, str]]:
    """What each person heard at each subscription, and was answered to each question."""
    for user in stage.scene.viewers:
        for query, said in await everything_heard(stage.edge, user, stage.ways):
            yield user, query, said
    # Everybody asks the same before the next: so it is read and validated once.
    for query in (*stage.ways.everywhere(), *stage.ways.from_ids(stage.ids)):
        for user in stage.scene.viewers:
            answer = await stage.edge.ask(user, query)
            reached |= read(GRAPHQL, query, {}, None, answer.data or None).answered
            yield user, query, json.dumps([answer.data, answer.errors], ensure_ascii=False)


def told(stage: Stage, said: str, asked: str) -> set[frozenset[Origin]]:
    """The origins of whatever is in the answer and was not in the question."""
    assert not SECRET.search(said)
    found = {*stage.canaries.found_in(said)} - {*stage.canaries.found_in(asked)}
    return {each for each in found if not (BY_LINK.search(asked) and each & leads_to(stage))}


def leads_to(stage: Stage) -> set[Origin]:
    """What whoever has a secret link may know: where it leads."""
    return {o for o in stage.canaries.marks.values() if o.table in ("organization", "program")}
