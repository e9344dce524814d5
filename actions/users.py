"""Telling others who you are."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

import pycountry
from tortoise.expressions import Q

from actions import checks
from actions.transaction import transaction
from errors import Invalid
from matching import Slot
from models import AvailabilitySlot, Skill, SkillSide, User, UserSkill

MOST_SKILLS = 30
MOST_LANGUAGES = 10
MOST_SLOTS = 42

TIME_ZONES = frozenset(available_timezones())


@dataclass(slots=True)
class ProfileChange:
    """What to change; None leaves it as it is.

    Availability is weekday 0 (Monday) to 6, and first and last minute after local midnight.
    """

    name: str | None = None
    headline: str | None = None
    bio: str | None = None
    languages: list[str] | None = None
    time_zone: str | None = None
    skills_offered: list[str] | None = None
    skills_wanted: list[str] | None = None
    availability: list[tuple[int, int, int]] | None = None


async def update_profile(viewer: User, change: ProfileChange) -> User:
    """All of the change or, if one value is Invalid, nothing of it."""
    values = checked(change)
    slots = checked_slots(change.availability)
    skills = {
        SkillSide.OFFERED: checked_skills("skillsOffered", change.skills_offered),
        SkillSide.WANTED: checked_skills("skillsWanted", change.skills_wanted),
    }
    async with transaction():
        # Skills and times are replaced as a whole: two changes at once take turns.
        await User.filter(id=viewer.id).select_for_update(no_key=True).get()
        if values:
            await User.filter(id=viewer.id).update(**values)
        for side, names in skills.items():
            await replace_skills(viewer, side, names)
        await replace_availability(viewer, slots)
    return await User.get(id=viewer.id)


def checked(change: ProfileChange) -> dict[str, object]:
    values: dict[str, object] = {}
    if change.name is not None:
        values["name"] = checks.line("name", change.name, least=1, most=100)
    if change.headline is not None:
        values["headline"] = checks.line("headline", change.headline, most=200)
    if change.bio is not None:
        values["bio"] = checks.text("bio", change.bio, most=4_000)
    if change.languages is not None:
        values["languages"] = known_languages(change.languages)
    if change.time_zone is not None:
        values["time_zone"] = known_time_zone(change.time_zone)
    return values


def known_time_zone(name: str) -> str:
    if name not in TIME_ZONES:
        raise Invalid("timeZone", "Write an IANA time zone such as Europe/Berlin")
    return name


def known_languages(codes: list[str]) -> list[str]:
    """Lower-case ISO 639-1 codes, each once, in the order given."""
    unique = list(dict.fromkeys(code.strip().lower() for code in codes))
    checks.at_most("languages", unique, MOST_LANGUAGES)
    for code in unique:
        known_language("languages", code)
    return unique


def known_language(field: str, code: str) -> str:
    if len(code) != 2 or pycountry.languages.get(alpha_2=code) is None:
        raise Invalid(field, f"{code[:20]!r} is no ISO 639-1 code; write de, en, pt, …")
    return code


def skill_key(name: str) -> str:
    """What a skill is compared by: one case, one spacing, no compatibility characters."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


def checked_skills(field: str, names: list[str] | None) -> dict[str, str] | None:
    """Skill names by key, or None to leave them; Invalid if too many or too long."""
    if names is None:
        return None
    checks.at_most(field, names, MOST_SKILLS)
    texts = [checks.line(field, name, least=1, most=80) for name in names]
    return {checks.text(field, skill_key(text), least=1, most=80): text for text in texts}


async def replace_skills(user: User, side: SkillSide, names: dict[str, str] | None) -> None:
    if names is None:
        return
    await UserSkill.filter(user_id=user.id, side=side).delete()
    # Sorted, so that two people who name the same new skills at once do not deadlock.
    fresh = [Skill(key=key, name=names[key]) for key in sorted(names)]
    await Skill.bulk_create(fresh, ignore_conflicts=True)
    skills = await Skill.filter(Q(key__in=list(names)))
    await UserSkill.bulk_create(
        UserSkill(user_id=user.id, skill_id=skill.id, side=side) for skill in skills
    )


def checked_slots(slots: Sequence[tuple[int, int, int]] | None) -> list[Slot] | None:
    if slots is None:
        return None
    checks.at_most("availability", slots, MOST_SLOTS)
    try:
        return [Slot(*slot) for slot in slots]
    except ValueError as error:
        raise Invalid("availability", str(error)) from None


async def replace_availability(user: User, slots: list[Slot] | None) -> None:
    if slots is None:
        return
    await AvailabilitySlot.filter(user_id=user.id).delete()
    await AvailabilitySlot.bulk_create(
        AvailabilitySlot(
            user_id=user.id,
            weekday=slot.weekday,
            start_minute=slot.start_minute,
            end_minute=slot.end_minute,
        )
        for slot in slots
    )
