"""A program's settings, read and changed in one line each."""

from typing import Any

from models import Program, User
from schema import ids
from tests.documents import Ask

USUAL: dict[str, Any] = {
    "admission": "APPROVAL",
    "description": "",
    "welcome": "",
    "question": "",
    "agreement": "",
    "defaultCapacity": None,
    "mostCapacity": 50,
    "weights": {"skills": 65, "languages": 10, "hours": 25},
    "beginsOn": None,
    "endsOn": None,
    "messageRetentionDays": None,
}

SETTINGS = """settings {
  version admission description welcome question agreement defaultCapacity mostCapacity
  weights { skills languages hours } beginsOn endsOn messageRetentionDays
}"""

PROBLEMS = """
  __typename
  ... on Problem { reason }
  ... on InvalidDocument { problems { path reason } }
"""

READ = f"query ($id: ID!) {{ program(id: $id) {{ {SETTINGS} }} }}"

CHANGE = f"""
mutation ($input: ChangeProgramSettingsInput!) {{ changeProgramSettings(input: $input) {{
  {PROBLEMS} ... on ChangeProgramSettingsPayload {{ program {{ {SETTINGS} }} }}
}} }}
"""
IMPORT = f"""
mutation ($input: ImportProgramSettingsInput!) {{ importProgramSettings(input: $input) {{
  {PROBLEMS} ... on ImportProgramSettingsPayload {{ program {{ {SETTINGS} }} }}
}} }}
"""
EXPORT = "query ($id: ID!) { exportProgramSettings(programId: $id) }"

COMPARE = """
query ($id: ID!, $document: String!) {
  compareProgramSettings(programId: $id, document: $document) {
    changes { path current proposed } problems { path reason }
  }
}
"""


def id_of(program: Program) -> str:
    return ids.encode("program", program.id)


async def read(ask: Ask, viewer: User, program: Program) -> dict[str, Any]:
    settings: dict[str, Any] = (await ask(viewer, READ, id=id_of(program))).data["program"]
    return dict(settings["settings"])


async def change(
    ask: Ask, viewer: User, program: Program, version: int = 1, **settings: Any
) -> dict[str, Any]:
    """With the usual settings but for those that are given."""
    input = {"programId": id_of(program), "version": version, "settings": {**USUAL, **settings}}
    answer = await ask(viewer, CHANGE, input=input)
    assert answer.errors == []
    return dict(answer.data["changeProgramSettings"])


async def bring_in(
    ask: Ask, viewer: User, program: Program, document: str, version: int = 1
) -> dict[str, Any]:
    input = {"programId": id_of(program), "version": version, "document": document}
    answer = await ask(viewer, IMPORT, input=input)
    assert answer.errors == []
    return dict(answer.data["importProgramSettings"])


async def export(ask: Ask, viewer: User, program: Program) -> str:
    return str((await ask(viewer, EXPORT, id=id_of(program))).data["exportProgramSettings"])


async def compare(ask: Ask, viewer: User, program: Program, document: str) -> Any:
    answer = await ask(viewer, COMPARE, id=id_of(program), document=document)
    assert answer.errors == []
    return answer.data["compareProgramSettings"]
