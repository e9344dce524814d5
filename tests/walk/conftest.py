"""A world in which every text says whose it is, and somebody who asks for all of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from models import Program, User
from models.database import direct_connection
from schema.ids import encode
from tests.edge import Edge
from tests.generated.scene import Scene, given_scene
from tests.generated.worth import KINDS
from tests.walk.canaries import Canaries, Origin, marked
from tests.walk.oracle import Facts, Viewer, facts
from tests.walk.ways import Ways


@dataclass(frozen=True, slots=True)
class Stage:
    edge: Edge
    scene: Scene
    canaries: Canaries
    facts: Facts
    ids: list[tuple[str, str]]
    """Of everything that `node` finds: the name of its type, and its id."""

    @property
    def ways(self) -> Ways:
        return Ways(self.scene.world)

    def seen_by(self, viewer: Viewer) -> set[Origin]:
        """Every mark that the viewer may see."""
        return {origin for origin in self.canaries.marks.values() if viewer.sees(origin)}

    def viewer(self, user: User | None) -> Viewer:
        return Viewer(self.facts, user.id if user else None)


@pytest.fixture
async def stage(edge: Edge, database_url: str) -> AsyncIterator[Stage]:
    scene = await given_scene()
    canaries = await marked(database_url)
    owner = await direct_connection(database_url)
    try:
        yield Stage(edge, scene, canaries, await facts(owner), await ids_of_all())
    finally:
        await owner.close()


@pytest.fixture
async def closed(stage: Stage) -> Stage:
    """Open programs are everybody's; without them a stranger has nothing to see."""
    await Program.all().update(is_open=False)
    return stage


async def ids_of_all() -> list[tuple[str, str]]:
    return [
        (model.__name__, encode(kind, row.id))  # type: ignore[attr-defined]
        for kind, model in KINDS.items()
        for row in await model.all()
    ]
