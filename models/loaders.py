"""Related rows, fetched once per level of a query however many parents ask."""

from asyncio import Future, shield
from collections.abc import Callable, Coroutine, Hashable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any, TypeVar, cast
from uuid import UUID

from aiodataloader import DataLoader

from models.base import Record
from models.conversations import Conversation, Member, Message
from models.goals import CheckIn, Goal, Milestone
from models.matches import Match, Signature
from models.pages import Order, Page, Slice, children
from models.programs import Agreement, Enrollment, Organization, Program, Staff
from models.questions import Answer, Question
from models.rows import rows
from models.sessions.deleting import DeletionRequest
from models.sessions.factors import RecoveryCode, Totp
from models.skills import SkillLabel
from models.sources import Source, table
from models.users import (
    AvailabilitySlot,
    ExtraTime,
    SkillSide,
    TimeAway,
    User,
    UserLanguage,
    UserSkill,
)

R = TypeVar("R", bound=Record)
V = TypeVar("V")


Load = Callable[[list[UUID]], Coroutine[Any, Any, list[V]]]

watch: Callable[[str, int], AbstractContextManager[None]] | None = None
"""Entered for each batch, with what is loaded and for how many ids; None where nobody watches."""


class Abandoned(Exception):
    """Whoever was to fetch it for all who wait for it was cancelled."""


class Loader(DataLoader[UUID, V]):
    """Values by id, fetched once per level of a query: one by one as they are asked for, or all.

    What is fetched is shared by all who ask for it, so it is shielded from those who stop waiting.
    """

    def __init__(self, load: Load[V], name: str) -> None:
        super().__init__(watched(load, name) if watch else load)

    async def load_all(self, ids: Iterable[UUID]) -> dict[UUID, V]:
        """The value of each id. Those not at hand are fetched at once, without a task for each."""
        wanted = dict.fromkeys(ids)
        missing = [id for id in wanted if id not in self._cache]
        if missing:
            await self.fetch({id: self._cache.setdefault(id, Future()) for id in missing})
        found = {id: self._cache[id] for id in wanted}
        return {id: one.result() if one.done() else await shield(one) for id, one in found.items()}

    def load(self, key: UUID) -> Future[V]:
        return shield(super().load(key))

    async def fetch(self, promised: dict[UUID, Future[V]]) -> None:
        """Keep what was promised to whoever asks for the same ids meanwhile."""
        try:
            values = await self.batch_load_fn([*promised])
        except BaseException as error:
            for id, future in promised.items():
                self.clear(id)
                future.set_exception(error if isinstance(error, Exception) else Abandoned())
                # Nobody may be waiting, which is no reason to warn.
                future.exception()
            raise
        for future, value in zip(promised.values(), values, strict=True):
            future.set_result(value)


def watched(load: Load[V], name: str) -> Load[V]:
    async def load_watched(ids: list[UUID]) -> list[V]:
        with watch(name, len(ids)) if watch else nullcontext():
            return await load(ids)

    return load_watched


def by_id(model: type[R]) -> Loader[R | None]:
    return among(table(model))


def among(source: Source[R]) -> Loader[R | None]:
    async def load(ids: list[UUID]) -> list[R | None]:
        found = await source.among(ids)
        return [found.get(id) for id in ids]

    return Loader(load, source.model.__name__)


def by_key(model: type[R], key: str) -> Loader[R | None]:
    """The one row that points back, for relations that are unique in the database."""
    sql = table(model).select(f"{key} = ANY($1::uuid[])")

    async def load(ids: list[UUID]) -> list[R | None]:
        found = {getattr(row, key): row for row in await rows(model, sql, ids)}
        return [found.get(id) for id in ids]

    return Loader(load, f"{model.__name__} by {key}")


def many(source: Source[R], key: str, *, order: tuple[str, ...]) -> Loader[list[R]]:
    """All children, for sets that an action keeps small."""
    condition = source.select(f"{key} = ANY(${source.next}::uuid[])")
    sql = f"{condition} ORDER BY {', '.join(order)}"

    async def load(ids: list[UUID]) -> list[list[R]]:
        found: dict[UUID, list[R]] = {id: [] for id in ids}
        for row in await rows(source.model, sql, *source.values, ids):
            found[getattr(row, key)].append(row)
        return [found[id] for id in ids]

    return Loader(load, f"{source.model.__name__} by {key}")


NAMED_SKILLS = Source(
    UserSkill,
    "(SELECT user_skill.*, key, name FROM user_skill JOIN skill ON skill.id = skill_id) AS named",
)


class Loaders:
    """Fresh for every request, and for every event of a subscription."""

    def __init__(self) -> None:
        self.made: dict[Hashable, Loader[Any]] = {}

    def pages(self, source: Source[R], parent: str, order: Order, page: Page) -> Loader[Slice[R]]:
        """The same page of each parent's children among the rows of a source."""
        key = (source, parent, order, page)
        name = f"{source.model.__name__} by {parent}"
        return self.keyed(key, lambda: Loader(children(*key), name))

    def among(self, source: Source[R]) -> Loader[R | None]:
        """Rows by id, where they are among those of a source."""
        return self.keyed(source, lambda: among(source))

    def keyed(self, key: Hashable, make: Callable[[], Loader[V]]) -> Loader[V]:
        """One loader per key, for what depends on a field's arguments or on the viewer."""
        if key not in self.made:
            self.made[key] = make()
        return cast(Loader[V], self.made[key])

    @cached_property
    def users(self) -> Loader[User | None]:
        return by_id(User)

    @cached_property
    def deletion_of(self) -> Loader[DeletionRequest | None]:
        return by_key(DeletionRequest, "user_id")

    @cached_property
    def totp_of(self) -> Loader[Totp | None]:
        return by_key(Totp, "user_id")

    @cached_property
    def recovery_codes_of(self) -> Loader[list[RecoveryCode]]:
        return many(table(RecoveryCode), "user_id", order=("id",))

    @cached_property
    def skills_offered_by(self) -> Loader[list[UserSkill]]:
        return many(NAMED_SKILLS.where(side=SkillSide.OFFERED), "user_id", order=("key",))

    @cached_property
    def skills_wanted_by(self) -> Loader[list[UserSkill]]:
        return many(NAMED_SKILLS.where(side=SkillSide.WANTED), "user_id", order=("key",))

    @cached_property
    def labels_of(self) -> Loader[list[SkillLabel]]:
        return many(table(SkillLabel), "skill_id", order=("key",))

    @cached_property
    def languages_of(self) -> Loader[list[UserLanguage]]:
        return many(table(UserLanguage), "user_id", order=("position",))

    @cached_property
    def availability_of(self) -> Loader[list[AvailabilitySlot]]:
        return many(table(AvailabilitySlot), "user_id", order=("weekday", "start_minute"))

    @cached_property
    def times_away_of(self) -> Loader[list[TimeAway]]:
        return many(table(TimeAway), "user_id", order=("starts_on",))

    @cached_property
    def extra_times_of(self) -> Loader[list[ExtraTime]]:
        return many(table(ExtraTime), "user_id", order=("day", "start_minute"))

    @cached_property
    def questions(self) -> Loader[Question | None]:
        return by_id(Question)

    def questions_of(self, asked: Source[Question]) -> Loader[list[Question]]:
        """What each organization asks, of those in the source."""
        return self.keyed(asked, lambda: many(asked, "organization_id", order=("id",)))

    def own_answers(self, user_id: UUID) -> Loader[list[Answer]]:
        """The answer of one person to each question: one or none."""
        own = table(Answer).where(user_id=user_id)
        return self.keyed(own, lambda: many(own, "question_id", order=("id",)))

    def answers_to(self, answers: Source[Answer], organization_id: UUID) -> Loader[list[Answer]]:
        """Each person's answers in an organization, of those in the source."""
        within = answers.where(organization_id=organization_id)
        return self.keyed(within, lambda: many(within, "user_id", order=("question_id",)))

    @cached_property
    def organizations(self) -> Loader[Organization | None]:
        return by_id(Organization)

    @cached_property
    def programs(self) -> Loader[Program | None]:
        return by_id(Program)

    @cached_property
    def enrollments(self) -> Loader[Enrollment | None]:
        return by_id(Enrollment)

    def enrollments_of(self, user_id: UUID) -> Loader[list[Enrollment]]:
        """The parts that one person has in each program."""
        own = table(Enrollment).where(user_id=user_id)
        return self.keyed(own, lambda: many(own, "program_id", order=("id",)))

    def enrollments_within(self, user_id: UUID) -> Loader[list[Enrollment]]:
        """The parts that one person has in the programs of each organization."""
        own = table(Enrollment).where(user_id=user_id)
        return self.keyed(
            (own, "organization"), lambda: many(own, "organization_id", order=("id",))
        )

    def staff_of(self, user_id: UUID) -> Loader[list[Staff]]:
        """The role, if any, that one person has in each organization."""
        own = table(Staff).where(user_id=user_id)
        return self.keyed(own, lambda: many(own, "organization_id", order=("id",)))

    @cached_property
    def match_of_request(self) -> Loader[Match | None]:
        return by_key(Match, "request_id")

    @cached_property
    def matches(self) -> Loader[Match | None]:
        return by_id(Match)

    @cached_property
    def signatures_of(self) -> Loader[list[Signature]]:
        return many(table(Signature), "match_id", order=("id",))

    @cached_property
    def agreements(self) -> Loader[Agreement | None]:
        return by_id(Agreement)

    @cached_property
    def conversations(self) -> Loader[Conversation | None]:
        return by_id(Conversation)

    @cached_property
    def conversation_of_match(self) -> Loader[Conversation | None]:
        return by_key(Conversation, "match_id")

    @cached_property
    def members_of(self) -> Loader[list[Member]]:
        return many(table(Member), "conversation_id", order=("id",))

    @cached_property
    def messages(self) -> Loader[Message | None]:
        return by_id(Message)

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
