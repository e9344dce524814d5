"""What somebody finds who looks around in the demonstration program."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.expressions import F

from jobs import demonstration
from jobs.demonstration import COORDINATOR, PASSWORD, SIGN_IN
from jobs.demonstration.welcome import FIRST_QUERY, SIGN_IN_AS
from models import (
    AttemptWindow,
    Conversation,
    ConversationKind,
    Device,
    Enrollment,
    EnrollmentStatus,
    Goal,
    Match,
    MatchRequest,
    MatchStatus,
    Measure,
    OutboxEntry,
    Program,
    ProgramRole,
    RequestStatus,
    Resource,
    ResourceKind,
    Session,
    Skill,
    SkillLabel,
    Taxonomy,
    User,
)
from models.sql import fetch
from schema import ids

ROOT = Path(__file__).parents[2]

OVERVIEW = """
query ($program: ID!) {
  viewer {
    conversations { nodes { unreadCount messages { nodes { body } } } }
    matches { nodes { status } }
    matchRequests { nodes { note } }
    goals { nodes { title milestones { title } checkIns { nodes { value } } } }
  }
  programs { nodes { name enrollments { nodes { id } } } }
  suggestions(programId: $program) { score mentor { user { name } } }
  searchResources(query: "python") { nodes { title } }
}
"""

PAIRS = {"conversations", "matches", "goals"}
EVERYBODY = {"programs", "resources"}

SHOWN = [
    ("katrin", EVERYBODY | PAIRS | {"requests"}),
    ("meera", EVERYBODY | PAIRS | {"requests", "suggestions"}),
    ("anjali", EVERYBODY | PAIRS | {"requests", "suggestions"}),
    ("gabriela", EVERYBODY | {"conversations", "requests", "suggestions"}),
    ("marit", EVERYBODY | {"conversations"}),
]


async def person(name):
    return await User.get(email=f"{name}@example.org")


async def engineering():
    return await Program.get(name="Women in Engineering")


@pytest.mark.parametrize(("role", "email"), SIGN_IN)
async def test_whoever_is_said_to_sign_in_can(visit, role, email):
    answer = await visit(None, SIGN_IN_AS % (email, PASSWORD))

    name = (await User.get(email=email)).name
    assert answer.data["signIn"]["viewer"] == {"user": {"name": name}}


async def test_the_welcome_names_the_addresses_and_everybody_who_can_sign_in():
    text = demonstration.welcome("https://mentors.example.org")

    for address in ("https://{}/graphql", "wss://{}/graphql", "https://{}/schema.graphql"):
        assert address.format("mentors.example.org") in text
    assert [email for _, email in SIGN_IN if f"  {email}  " not in text] == []
    assert f"with the password: {PASSWORD}\n" in text
    assert text.isascii()


async def test_the_command_says_who_can_sign_in_the_second_time_too(loaded, database_url):
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "jobs.demonstration"),
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": database_url, "PUBLIC_URL": "https://mentors.example.org"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )

    output, errors = await asyncio.wait_for(command.communicate(), timeout=30)

    assert output.decode() == demonstration.welcome("https://mentors.example.org") + "\n"
    assert errors.decode() == "Nothing is loaded: the database has people already\n"


async def test_the_first_query_shows_matches_to_the_coordinator(visit):
    answer = await visit(await User.get(email=COORDINATOR), FIRST_QUERY)

    programs = {each["name"]: each["matches"]["nodes"] for each in answer.data["programs"]["nodes"]}
    assert answer.errors == []
    assert {name: len(matches) for name, matches in programs.items()} == {
        "First Job in Data": 0,
        "Women in Engineering": 5,
    }


@pytest.mark.parametrize(("name", "shown"), SHOWN)
async def test_lists_show_something_to_everybody_whom_they_concern(visit, name, shown):
    program = ids.encode("program", (await engineering()).id)

    answer = await visit(await person(name), OVERVIEW, program=program)

    assert answer.errors == []
    lists = {
        "conversations": answer.data["viewer"]["conversations"]["nodes"],
        "programs": answer.data["programs"]["nodes"],
        "matches": answer.data["viewer"]["matches"]["nodes"],
        "requests": answer.data["viewer"]["matchRequests"]["nodes"],
        "goals": answer.data["viewer"]["goals"]["nodes"],
        "suggestions": answer.data["suggestions"],
        "resources": answer.data["searchResources"]["nodes"],
    }
    assert {name for name, nodes in lists.items() if nodes} == shown


async def test_the_coordinator_has_people_to_decide_about_and_weeks_to_look_back_on(visit):
    document = """query ($id: ID!) {
      program(id: $id) { enrollments(status: PENDING) { nodes { user { name } } } }
      programAnalytics(programId: $id, weeks: 12) { weeks { messages checkIns } }
    }"""
    program = ids.encode("program", (await engineering()).id)

    answer = await visit(await User.get(email=COORDINATOR), document, id=program)

    waiting = answer.data["program"]["enrollments"]["nodes"]
    weeks = answer.data["programAnalytics"]["weeks"][:-1]
    assert waiting == [{"user": {"name": "Ximena Rojas"}}]
    assert [week for week in weeks if not week["messages"] or not week["checkIns"]] == []


async def test_some_messages_are_not_read_yet(visit):
    document = "{ viewer { conversations { nodes { kind unreadCount } } } }"

    answer = await visit(await person("thandi"), document)

    assert answer.data["viewer"]["conversations"]["nodes"] == [
        {"kind": "ANNOUNCEMENT", "unreadCount": 2},
        {"kind": "MATCH", "unreadCount": 2},
    ]


async def test_everything_there_is_to_be_is_there(loaded):
    async def values(model, column):
        return set(await model.all().distinct().values_list(column, flat=True))

    assert await values(MatchRequest, "status") == set(RequestStatus)
    assert await values(Match, "status") == set(MatchStatus)
    assert await values(Enrollment, "status") == set(EnrollmentStatus)
    assert await values(Enrollment, "role") == set(ProgramRole)
    assert await values(Goal, "measure") == set(Measure)
    assert await values(Resource, "kind") == set(ResourceKind)
    assert await values(Conversation, "kind") == set(ConversationKind)


async def test_goals_go_up_and_down(loaded):
    numbers = Goal.filter(measure=Measure.NUMBER)

    assert await numbers.filter(target_value__gt=F("start_value")).exists()
    assert await numbers.filter(target_value__lt=F("start_value")).exists()


THEIRS = """
query ($program: ID!, $user: ID!, $organization: ID!) {
  program(id: $program) { name }
  user(id: $user) { name }
  organization(id: $organization) { name }
}
"""

LISTED = """
{
  programs { nodes { name } }
  searchResources(query: "PhET Interactive Simulations") { nodes { title } }
}
"""


async def theirs():
    program = await Program.get(name="First Year in the Classroom")
    return {
        "program": ids.encode("program", program.id),
        "user": ids.encode("user", (await User.get(email="callum@example.com")).id),
        "organization": ids.encode("organization", program.organization_id),
    }


async def test_the_other_organization_has_a_program_of_its_own(visit):
    answer = await visit(await User.get(email="isla@example.com"), THEIRS, **await theirs())

    assert answer.data == {
        "program": {"name": "First Year in the Classroom"},
        "user": {"name": "Callum Reid"},
        "organization": {"name": "Northgate Schools"},
    }


@pytest.mark.parametrize("name", ["ngozi", "marit", "katrin", "meera"])
async def test_for_the_first_organization_the_other_is_not_there(visit, name):
    viewer = await person(name)

    named, listed = await visit(viewer, THEIRS, **await theirs()), await visit(viewer, LISTED)

    programs = [each["name"] for each in listed.data["programs"]["nodes"]]
    titles = [each["title"] for each in listed.data["searchResources"]["nodes"]]
    assert named.data == {"program": None, "user": None, "organization": None}
    assert programs == ["First Job in Data", "Women in Engineering"]
    assert "PhET Interactive Simulations" not in titles


async def test_nobody_has_more_mentees_than_places_and_all_are_counted(loaded):
    sides = "SELECT mentor_id AS id FROM match WHERE status = 'ACTIVE'"
    sides += " UNION ALL SELECT mentee_id FROM match WHERE status = 'ACTIVE'"
    wrong = await fetch(
        "SELECT id FROM enrollment WHERE active_matches <>"
        f" (SELECT count(*) FROM ({sides}) AS side WHERE side.id = enrollment.id)"
        " OR (role = 'MENTOR' AND active_matches > capacity)"
    )

    full = await Enrollment.filter(role=ProgramRole.MENTOR, active_matches=F("capacity"))
    assert wrong == []
    assert [(await each.user).email for each in full] == ["priya@example.org"]


async def test_dates_are_in_the_order_of_ids_and_all_lie_before_today(loaded):
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    others = {AttemptWindow, Device, Session, Skill, SkillLabel, Taxonomy}
    told = [model for model in Tortoise.apps["models"].values() if model not in others]

    for model in told:
        dates = await model.all().order_by("id").values_list("created_at", flat=True)
        assert dates == sorted(dates), model
        assert [date for date in dates if date > today] == [], model


async def test_what_was_decided_was_asked_before(loaded):
    backwards = (
        *await MatchRequest.filter(decided_at__lt=F("created_at")),
        *await Enrollment.filter(decided_at__lt=F("created_at")),
        *await Match.filter(ended_at__lt=F("created_at")),
    )

    assert backwards == ()


async def test_nobody_behind_these_addresses_gets_a_mail(loaded):
    kinds = {entry.kind for entry in await OutboxEntry.all()}
    domains = {user.email.partition("@")[2] for user in await User.all()}

    assert kinds == {"index_resources"}
    assert domains == {"example.org", "example.com"}


async def test_loading_it_twice_changes_nothing(loaded):
    async def rows():
        return [await model.all().order_by("id").values() for model in models]

    models = Tortoise.apps["models"].values()
    before = await rows()

    assert await demonstration.load() is True

    assert await rows() == before
