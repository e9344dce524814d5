"""Finding what skills are called."""

import strawberry

from models.pages import Page, page_of
from schema.connections import Connection, Paged
from schema.guards import SignedIn
from schema.scalars import Info
from schema.skills import Skill
from search.skills import BEST_FIRST, found


@strawberry.type
class SkillQueries:
    @strawberry.field(
        description="Known skills that begin so, by any name, or nearly do, best first: ask as"
        " somebody types",
        extensions=[SignedIn(), Paged()],
    )
    async def skills(self, info: Info, page: Page, search: str) -> Connection[Skill]:
        slice = await page_of(found(search), BEST_FIRST, page)
        return Connection.of(slice, Skill, BEST_FIRST.column)
