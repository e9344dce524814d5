"""A mentor and a mentee with room for goals, and everybody whom these goals are no business of."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from actions import goals
from models import Goal, Match, MatchStatus, Measure, Milestone, User
from schema import ids
from tests.cast import (
    given_coordinator,
    given_match,
    given_mentee,
    given_mentor,
    given_organization,
    given_program,
    given_user,
)

UNRELATED = ("another mentor", "another mentee", "a mentee elsewhere")
RUNNING = ("the coordinator", "the owner")
STRANGERS = UNRELATED + RUNNING


@dataclass(frozen=True, slots=True)
class Scene:
    mentor: User
    mentee: User
    match: Match
    strangers: dict[str, User]

    @property
    def match_id(self) -> str:
        return ids.encode("match", self.match.id)


async def given_scene() -> Scene:
    """Ada mentors Bo; each of the strangers has a match of their own or runs the program."""
    owner = await given_user("Otto")
    program = await given_program(await given_organization(owner=owner))
    mentor, mentee = await given_mentor(program, "Ada"), await given_mentee(program, "Bo")
    other_mentor, other_mentee = (
        await given_mentor(program, "Mo"),
        await given_mentee(program, "Me"),
    )
    await given_match(other_mentor, other_mentee)
    strangers = {
        "another mentor": other_mentor.user,
        "another mentee": other_mentee.user,
        "a mentee elsewhere": await given_mentee_elsewhere(),
        "the coordinator": (await given_coordinator(program)).user,
        "the owner": owner,
    }
    match = await given_match(mentor, mentee)
    return Scene(mentor.user, mentee.user, match, strangers)


async def given_mentee_elsewhere() -> User:
    program = await given_program()
    mentee = await given_mentee(program, "Eve")
    await given_match(await given_mentor(program, "Max"), mentee)
    return mentee.user


async def given_goal(scene: Scene, **changes: Any) -> Goal:
    """From 0 to 10 in whole steps, unless changed."""
    wish = {"title": "Give talks", "measure": Measure.NUMBER, "target_value": Decimal(10)}
    if changes.get("measure") is Measure.YES_NO:
        del wish["target_value"]
    new = goals.NewGoal(match_id=scene.match.id, **{**wish, **changes})
    return await goals.set_goal(scene.mentee, new)


async def given_milestone(scene: Scene) -> Milestone:
    goal = await given_goal(scene, milestones=(goals.NewMilestone("Give one talk"),))
    return await Milestone.get(goal_id=goal.id)


async def given_end(match: Match) -> None:
    await Match.filter(id=match.id).update(status=MatchStatus.ENDED, ended_at=datetime.now(UTC))
