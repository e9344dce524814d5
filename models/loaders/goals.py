"""Goals and where they stand."""

from functools import cached_property
from uuid import UUID

from models.goals import CheckIn, Goal, Milestone
from models.loaders.batches import Keyed, Loader, by_id, many
from models.pages import Order, Page, children
from models.sources import table


class GoalLoaders(Keyed):
    @cached_property
    def goals(self) -> Loader[Goal | None]:
        return by_id(Goal)

    @cached_property
    def milestones_of(self) -> Loader[list[Milestone]]:
        return many(table(Milestone), "goal_id", order=("position",))

    @cached_property
    def latest_check_in_of(self) -> Loader[CheckIn | None]:
        return Loader(latest_check_ins, "CheckIn by goal_id")


async def latest_check_ins(goals: list[UUID]) -> list[CheckIn | None]:
    page = Page(limit=1, is_from_end=True)
    slices = await children(table(CheckIn), "goal_id", Order(), page)(goals)
    return [slice.rows[0] if slice.rows else None for slice in slices]
