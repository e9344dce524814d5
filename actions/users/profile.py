"""Telling others who you are."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

import pycountry

from actions import checks, skills
from actions.transaction import transaction
from actions.users import times
from errors import Invalid
from matching import Away, Extra
from models import (
    LanguageLevel,
    Presence,
    SkillLevel,
    SkillSide,
    User,
    UserLanguage,
    UserSkill,
)
from models.skills import key_of

MOST_SKILLS = 30
MOST_LANGUAGES = 10

TIME_ZONES = frozenset(available_timezones())


@dataclass(frozen=True, slots=True)
class OwnSkill:
    """A skill as somebody calls it, and where they stand now; None if they do not say."""

    name: str
    level: SkillLevel | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language by its ISO 639-1 code, and how well; None if they do not say."""

    code: str
    level: LanguageLevel | None = None


@dataclass(slots=True)
class ProfileChange:
    """What to change; None leaves it as it is.

    Availability is weekday 0 (Monday) to 6, and first and last minute after local midnight.
    """

    name: str | None = None
    headline: str | None = None
    bio: str | None = None
    languages: Sequence[Spoken] | None = None
    time_zone: str | None = None
    skills_offered: Sequence[OwnSkill] | None = None
    skills_wanted: Sequence[OwnSkill] | None = None
    availability: Sequence[tuple[int, int, int]] | None = None
    times_away: Sequence[Away] | None = None
    extra_times: Sequence[Extra] | None = None
    shows_presence: bool | None = None


async def update_profile(viewer: User, change: ProfileChange) -> User:
    """All of the change or, if one value is Invalid, nothing of it."""
    values = checked(change)
    languages = known_languages(change.languages)
    slots = times.checked_slots(change.availability)
    away, extra = times.checked_away(change.times_away), times.checked_extra(change.extra_times)
    both_sides = {
        SkillSide.OFFERED: checked_skills("skillsOffered", change.skills_offered),
        SkillSide.WANTED: checked_skills("skillsWanted", change.skills_wanted),
    }
    async with transaction():
        # Skills and times are replaced as a whole: two changes at once take turns.
        await User.filter(id=viewer.id).select_for_update(no_key=True).get()
        if values:
            await User.filter(id=viewer.id).update(**values)
        for side, own in both_sides.items():
            await replace_skills(viewer, side, own)
        await replace_languages(viewer, languages)
        await times.replace_availability(viewer, slots)
        await times.replace_away(viewer, away)
        await times.replace_extra(viewer, extra)
        if change.shows_presence is False:
            await Presence.filter(user_id=viewer.id).delete()
    return await User.get(id=viewer.id)


def checked(change: ProfileChange) -> dict[str, object]:
    values: dict[str, object] = {}
    if change.name is not None:
        values["name"] = checks.line("name", change.name, least=1, most=100)
    if change.headline is not None:
        values["headline"] = checks.line("headline", change.headline, most=200)
    if change.bio is not None:
        values["bio"] = checks.text("bio", change.bio, most=4_000)
    if change.time_zone is not None:
        values["time_zone"] = known_time_zone(change.time_zone)
    if change.shows_presence is not None:
        values["shows_presence"] = change.shows_presence
    return values


def known_time_zone(name: str) -> str:
    if name not in TIME_ZONES:
        raise Invalid("timeZone", "Write an IANA time zone such as Europe/Berlin")
    return name


def known_languages(languages: Sequence[Spoken] | None) -> list[Spoken] | None:
    """With codes in lower case, each once, in the order given; None to leave them."""
    if languages is None:
        return None
    unique: dict[str, Spoken] = {}
    for one in languages:
        code = one.code.strip().lower()
        unique.setdefault(code, Spoken(known_language("languages", code), one.level))
    checks.at_most("languages", unique, MOST_LANGUAGES)
    return list(unique.values())


def known_language(field: str, code: str) -> str:
    if len(code) != 2 or pycountry.languages.get(alpha_2=code) is None:
        raise Invalid(field, f"{code[:20]!r} is no ISO 639-1 code; write de, en, pt, …")
    return code


def checked_skills(field: str, given: Sequence[OwnSkill] | None) -> dict[str, OwnSkill] | None:
    """Skills by their keys, or None to leave them; Invalid if too many or too long."""
    if given is None:
        return None
    checks.at_most(field, given, MOST_SKILLS)
    own = [OwnSkill(checks.line(field, one.name, least=1, most=80), one.level) for one in given]
    return {checks.text(field, key_of(one.name), least=1, most=80): one for one in own}


async def replace_skills(user: User, side: SkillSide, own: dict[str, OwnSkill] | None) -> None:
    if own is None:
        return
    await UserSkill.filter(user_id=user.id, side=side).delete()
    known = await skills.known_skills({key: one.name for key, one in own.items()})
    # Two names of one skill are one skill, at the level that was named first.
    levels = {known[key]: own[key].level for key in reversed(own)}
    await UserSkill.bulk_create(
        UserSkill(user_id=user.id, skill_id=id, side=side, level=level)
        for id, level in levels.items()
    )


async def replace_languages(user: User, languages: list[Spoken] | None) -> None:
    if languages is None:
        return
    await UserLanguage.filter(user_id=user.id).delete()
    await UserLanguage.bulk_create(
        UserLanguage(user_id=user.id, code=one.code, level=one.level, position=position)
        for position, one in enumerate(languages)
    )
