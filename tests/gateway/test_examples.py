"""The examples GraphiQL opens with do what they say once their variables are filled in."""

import json
import re

import pytest
from graphql import OperationType

from actions import passwords
from gateway.documents import prepare
from gateway.graphiql import examples
from gateway.operations import Operation
from jobs.demonstration.welcome import PASSWORD, SIGN_IN
from models import Conversation, Credential
from schema import ids
from tests.cast import (
    given_coordinator,
    given_match,
    given_mentee,
    given_mentor,
    given_program,
)
from tests.edge import Edge

HEADLINE = re.compile(r"^(?:query|mutation|subscription) (\w+)", re.MULTILINE)
TABS = {HEADLINE.findall(tab["query"])[0]: tab for tab in examples.tabs()}


def kind_of(name: str) -> OperationType:
    return prepare(Operation(TABS[name]["query"], {}, None)).kind


@pytest.mark.parametrize("name", TABS)
def test_an_example_is_what_the_schema_allows(name: str):
    prepared = prepare(Operation(TABS[name]["query"], {}, name))

    assert prepared.definition.name is not None


def test_one_example_listens():
    assert [name for name in TABS if kind_of(name) is OperationType.SUBSCRIPTION] == ["Listen"]


def test_the_first_example_signs_in_somebody_of_the_demonstration():
    form = json.loads(TABS["SignIn"]["variables"])

    assert next(iter(TABS)) == "SignIn"
    assert form["email"] in dict(SIGN_IN).values()
    assert form["password"] == PASSWORD


@pytest.mark.parametrize("name", [name for name in TABS if name != "Listen"])
async def test_an_example_filled_in_is_answered(edge: Edge, name: str):
    viewers, known = await scene()
    form = json.loads(TABS[name]["variables"] or "{}") | known

    answer = await edge.ask(viewers.get(name, viewers[""]), TABS[name]["query"], **form)

    [result] = answer.data.values()
    assert answer.errors == []
    assert result is not None
    if kind_of(name) is OperationType.MUTATION:
        assert result["__typename"] == f"{name}Payload"


async def scene():
    """Who runs each example, a mentee if not named, and what its variables are filled in with."""
    program = await given_program()
    mentor, mentee = await given_mentor(program), await given_mentee(program)
    other, coordinator = await given_mentor(program, "Cy"), await given_coordinator(program)
    match = await given_match(mentor, mentee)
    await Credential.create(user=mentee.user, password_hash=await passwords.hash_of(PASSWORD))
    known = {
        "email": mentee.user.email,
        "conversationId": ids.encode("conversation", (await Conversation.get(match=match)).id),
        "programId": ids.encode("program", program.id),
        "mentorId": ids.encode("enrollment", other.id),
    }
    return {"": mentee.user, "SignIn": None, "ProgramNumbers": coordinator.user}, known
