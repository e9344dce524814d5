"""Who people are."""

from collections.abc import Mapping
from functools import cached_property
from uuid import UUID

from models.loaders.batches import Keyed, Loader, by_id, many
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

NAMED_SKILLS = Source(
    UserSkill,
    "(SELECT user_skill.*, key, name FROM user_skill JOIN skill ON skill.id = skill_id) AS named",
)


class UserLoaders(Keyed):
    known: Mapping[UUID, User] = {}
    """People at hand, read a moment ago with what is shown."""

    @cached_property
    def users(self) -> Loader[User | None]:
        loader = by_id(User)
        for id, row in self.known.items():
            loader.prime(id, row)
        return loader

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
