"""Related rows, fetched once per level of a query however many parents ask."""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable
from functools import cached_property
from typing import Any, TypeVar, cast
from uuid import UUID

from aiodataloader import DataLoader
from tortoise.queryset import QuerySet

from models.base import Record
from models.conversations import Conversation, Member, Message
from models.goals import CheckIn, Goal, Milestone
from models.matches import Match
from models.pages import Order, Page, Slice, children, children_among
from models.programs import Enrollment, Organization, Program
from models.users import AvailabilitySlot, User, UserSkill

R = TypeVar("R", bound=Record)
V = TypeVar("V")


def by_id(model: type[R]) -> DataLoader[UUID, R | None]:
    async def load(ids: list[UUID]) -> list[R | None]:
        rows = await model.in_bulk(ids, "id")
        return [rows.get(id) for id in ids]

    return DataLoader(load)


def by_key(model: type[R], key: str) -> DataLoader[UUID, R | None]:
    """The one row that points back, for relations that are unique in the database."""

    async def load(ids: list[UUID]) -> list[R | None]:
        rows = {getattr(row, key): row for row in await model.filter(**{f"{key}__in": ids})}
        return [rows.get(id) for id in ids]

    return DataLoader(load)


def many(
    model: type[R], key: str, *, order: tuple[str, ...], related: tuple[str, ...] = ()
) -> DataLoader[UUID, list[R]]:
    """All children, for sets that an action keeps small."""

    async def load(ids: list[UUID]) -> list[list[R]]:
        found: dict[UUID, list[R]] = defaultdict(list)
        query = model.filter(**{f"{key}__in": ids}).order_by(*order).select_related(*related)
        for row in await query:
            found[getattr(row, key)].append(row)
        return [found[id] for id in ids]

    return DataLoader(load)


class Loaders:
    """Fresh for every request, and for every event of a subscription."""

    def __init__(self) -> None:
        self.made: dict[Hashable, DataLoader[Any, Any]] = {}

    def pages(
        self, model: type[R], parent: str, order: Order, page: Page
    ) -> DataLoader[UUID, Slice[R]]:
        """The same page of each parent's children."""
        return self.keyed((model, parent, order, page), children(model, parent, order, page))

    def pages_among(
        self,
        key: Hashable,
        query: Callable[[], QuerySet[R]],
        parent: str,
        order: Order,
        page: Page,
    ) -> DataLoader[UUID, Slice[R]]:
        """The same page of each parent's children in a query; `key` tells the query from others."""
        load = children_among(query, parent, order, page)
        return self.keyed((key, parent, order, page), load)

    def among(self, key: Hashable, query: Callable[[], QuerySet[R]]) -> DataLoader[UUID, R | None]:
        """Rows by id, where they are among those of a query; `key` tells the query from others."""

        async def load(ids: list[UUID]) -> list[R | None]:
            rows = {row.id: row for row in await query().filter(id__in=ids)}
            return [rows.get(id) for id in ids]

        return self.keyed(("among", key), load)

    def keyed(
        self, key: Hashable, load: Callable[[list[UUID]], Coroutine[Any, Any, list[V]]]
    ) -> DataLoader[UUID, V]:
        """One loader per key, for loads that depend on a field's arguments or on the viewer."""
        return cast(DataLoader[UUID, V], self.made.setdefault(key, DataLoader(load)))

    @cached_property
    def users(self) -> DataLoader[UUID, User | None]:
        return by_id(User)

    @cached_property
    def skills_of(self) -> DataLoader[UUID, list[UserSkill]]:
        return many(UserSkill, "user_id", order=("skill__key",), related=("skill",))

    @cached_property
    def availability_of(self) -> DataLoader[UUID, list[AvailabilitySlot]]:
        return many(AvailabilitySlot, "user_id", order=("weekday", "start_minute"))

    @cached_property
    def organizations(self) -> DataLoader[UUID, Organization | None]:
        return by_id(Organization)

    @cached_property
    def programs(self) -> DataLoader[UUID, Program | None]:
        return by_id(Program)

    @cached_property
    def enrollments(self) -> DataLoader[UUID, Enrollment | None]:
        return by_id(Enrollment)

    def enrollments_of(self, user_id: UUID) -> DataLoader[UUID, list[Enrollment]]:
        """The parts that one person has in each program."""

        async def load(programs: list[UUID]) -> list[list[Enrollment]]:
            found: dict[UUID, list[Enrollment]] = defaultdict(list)
            rows = Enrollment.filter(user_id=user_id, program_id__in=programs).order_by("id")
            for row in await rows:
                found[row.program_id].append(row)
            return [found[id] for id in programs]

        return self.keyed(("enrollments_of", user_id), load)

    @cached_property
    def match_of_request(self) -> DataLoader[UUID, Match | None]:
        return by_key(Match, "request_id")

    @cached_property
    def matches(self) -> DataLoader[UUID, Match | None]:
        return by_id(Match)

    @cached_property
    def conversations(self) -> DataLoader[UUID, Conversation | None]:
        return by_id(Conversation)

    @cached_property
    def conversation_of_match(self) -> DataLoader[UUID, Conversation | None]:
        return by_key(Conversation, "match_id")

    @cached_property
    def members_of(self) -> DataLoader[UUID, list[Member]]:
        return many(Member, "conversation_id", order=("id",))

    @cached_property
    def messages(self) -> DataLoader[UUID, Message | None]:
        return by_id(Message)

    @cached_property
    def goals(self) -> DataLoader[UUID, Goal | None]:
        return by_id(Goal)

    @cached_property
    def milestones_of(self) -> DataLoader[UUID, list[Milestone]]:
        return many(Milestone, "goal_id", order=("position",))

    @cached_property
    def latest_check_in_of(self) -> DataLoader[UUID, CheckIn | None]:
        return DataLoader(latest_check_ins)


async def latest_check_ins(goals: list[UUID]) -> list[CheckIn | None]:
    page = Page(limit=1, is_from_end=True)
    slices = await children(CheckIn, "goal_id", Order(), page)(goals)
    return [slice.rows[0] if slice.rows else None for slice in slices]
