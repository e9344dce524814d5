"""Showing who you are, and seeing who others are."""

import strawberry

from actions import pictures
from actions import users as actions
from matching import Away, Extra
from models.sources import seen
from policies import users as policy
from schema import ids
from schema.guards import SignedIn
from schema.scalars import Info
from schema.users import (
    AvailabilitySlotInput,
    ExtraTimeInput,
    LanguageInput,
    PauseMentoringInput,
    PauseMentoringPayload,
    PauseMentoringResult,
    RemovePicturePayload,
    ResumeMentoringPayload,
    SkillInput,
    TimeAwayInput,
    UpdateProfileInput,
    UpdateProfilePayload,
    UpdateProfileResult,
    User,
)


@strawberry.type
class UserQueries:
    @strawberry.field(
        description="A person; null if there is none, or none that you may see",
        extensions=[SignedIn()],
    )
    async def user(self, info: Info, id: strawberry.ID) -> User | None:
        wanted = ids.decode("user", "id", id)
        row = await seen(policy.visible_to, info.context.signed_in()).get(wanted)
        return User.of(row) if row else None


@strawberry.type
class UserMutations:
    @strawberry.mutation(description="Change your profile", extensions=[SignedIn()])
    async def update_profile(self, info: Info, input: UpdateProfileInput) -> UpdateProfileResult:
        user = await actions.update_profile(info.context.signed_in(), change(input))
        return UpdateProfilePayload(user=User.of(user))

    @strawberry.mutation(
        description="Take your picture away; PUT another one to /picture", extensions=[SignedIn()]
    )
    async def remove_picture(self, info: Info) -> RemovePicturePayload:
        user = await pictures.remove_picture(info.context.signed_in())
        return RemovePicturePayload(user=User.of(user))

    @strawberry.mutation(
        description="Mentor nobody new for a while; again changes how long",
        extensions=[SignedIn()],
    )
    async def pause_mentoring(self, info: Info, input: PauseMentoringInput) -> PauseMentoringResult:
        user = await actions.pause_mentoring(info.context.signed_in(), input.until)
        return PauseMentoringPayload(user=User.of(user))

    @strawberry.mutation(description="End your pause", extensions=[SignedIn()])
    async def resume_mentoring(self, info: Info) -> ResumeMentoringPayload:
        user = await actions.resume_mentoring(info.context.signed_in())
        return ResumeMentoringPayload(user=User.of(user))


def change(input: UpdateProfileInput) -> actions.ProfileChange:
    slots = input.availability
    return actions.ProfileChange(
        name=input.name,
        headline=input.headline,
        bio=input.bio,
        languages=spoken_of(input.languages),
        time_zone=input.time_zone,
        skills_offered=skills_of(input.skills_offered),
        skills_wanted=skills_of(input.skills_wanted),
        availability=None if slots is None else [slot_of(slot) for slot in slots],
        times_away=away_of(input.times_away),
        extra_times=extra_of(input.extra_times),
        shows_presence=input.shows_presence,
    )


def away_of(given: list[TimeAwayInput] | None) -> list[Away] | None:
    return None if given is None else [Away(one.starts_on, one.ends_on) for one in given]


def extra_of(given: list[ExtraTimeInput] | None) -> list[Extra] | None:
    if given is None:
        return None
    return [Extra(one.day, one.start_minute, one.end_minute) for one in given]


def slot_of(slot: AvailabilitySlotInput) -> tuple[int, int, int]:
    return slot.weekday, slot.start_minute, slot.end_minute


def skills_of(given: list[SkillInput] | None) -> list[actions.OwnSkill] | None:
    return None if given is None else [actions.OwnSkill(one.name, one.level) for one in given]


def spoken_of(given: list[LanguageInput] | None) -> list[actions.Spoken] | None:
    return None if given is None else [actions.Spoken(one.code, one.level) for one in given]
