"""Imports of people, in one line each."""

from typing import Any

from jobs import worker
from models import Program, User
from tests.documents import Ask, do
from tests.programs.inviting import id_of

FIELDS = "peopleImport { id status totalLines doneLines percentage }"
READ = """
query ($id: ID!, $outcome: LineOutcome) {
  node(id: $id) { ... on PeopleImport {
    status totalLines doneLines percentage failure finishedAt
    lines(first: 100, outcome: $outcome) { nodes { number email outcome reason isDone } }
  } }
}
"""
PEOPLE = "email,role,capacity\nina@example.org,mentee,\nivo@example.org,Mentor,3\n"


async def start(ask: Ask, viewer: User, program: Program, csv: str = PEOPLE) -> dict[str, Any]:
    return await do(ask, viewer, "importPeople", FIELDS, programId=id_of(program), csv=csv)


async def apply(ask: Ask, viewer: User, import_id: str) -> dict[str, Any]:
    return await do(ask, viewer, "applyPeopleImport", FIELDS, peopleImportId=import_id)


async def read(ask: Ask, viewer: User, import_id: str, outcome: str | None = None) -> Any:
    answer = await ask(viewer, READ, id=import_id, outcome=outcome)
    assert answer.errors == []
    return answer.data["node"]


async def outcomes(ask: Ask, viewer: User, import_id: str) -> dict[int, str]:
    nodes = (await read(ask, viewer, import_id))["lines"]["nodes"]
    return {node["number"]: node["outcome"] for node in nodes}


async def given_checked(ask: Ask, viewer: User, program: Program, csv: str = PEOPLE) -> str:
    """The id of an import whose lines were checked."""
    started = await start(ask, viewer, program, csv)
    await worker.work()
    return str(started["peopleImport"]["id"])


async def given_applied(ask: Ask, viewer: User, program: Program, csv: str = PEOPLE) -> str:
    id = await given_checked(ask, viewer, program, csv)
    await apply(ask, viewer, id)
    await worker.work()
    return id
