"""What docs/http.md tells people to type works as it stands, and its codes are those there are."""

import ast
import re
import shlex
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

import pytest

from errors import UserError
from gateway.beside import STATUSES
from tests.cast import given_user, token_of
from tests.edge import Edge

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
SOURCES = [*(ROOT / "gateway").rglob("*.py"), ROOT / "errors.py"]
COMMANDS = re.findall(r"^curl .*$", TEXT, re.MULTILINE)


def request_of(command: str):
    """What curl would send: method, parameters, body and headers."""
    words = shlex.split(command)
    given: dict[str, list[str]] = {option: [] for option in ("-H", "-d", "--data-urlencode")}
    for option, value in pairwise(words):
        if option in given:
            given[option].append(value)
    headers = dict(header.split(": ", 1) for header in given["-H"])
    params = dict(pair.split("=", 1) for pair in given["--data-urlencode"])
    return "GET" if "-G" in words else "POST", params, "".join(given["-d"]), headers


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_is_to_be_typed_works(edge: Edge, command):
    token = await token_of(await given_user())
    method, params, body, headers = request_of(command.replace("$TOKEN", token))

    async with edge.http.stream(
        method, "/graphql", params=params, content=body, headers=headers
    ) as answer:
        first = await anext(answer.aiter_text())

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(headers.get("accept", "").partition(";")[0])
    assert first.startswith((":", "\r\n--graphql", '{"data":{"__typename":"Query"}'))


async def test_who_sends_no_token_hears_so_in_a_stream(edge: Edge):
    asked = {"query": "subscription { inboxEvents { conversation { id } } }"}
    accept = {"accept": "text/event-stream"}

    answer = await edge.http.post("/graphql", json=asked, headers=accept)
    wrong = await edge.http.post(
        "/graphql", json=asked, headers=accept | {"authorization": "Bearer x"}
    )

    assert (answer.status_code, wrong.status_code) == (200, 401)
    assert "event: next" in answer.text
    assert '"code":"UNAUTHENTICATED"' in answer.text


def test_there_is_one_of_each_kind():
    kinds = [
        ("-G" in command, "event-stream" in command, "multipart" in command) for command in COMMANDS
    ]

    assert len(set(kinds)) == 4


def test_the_table_has_every_status_and_code_there_is_and_no_others():
    rows = [row.split("|") for row in TEXT.splitlines() if re.match(r"\| \d{3}", row)]
    statuses = {int(status) for row in rows for status in re.findall(r"\d+", row[1])}
    codes = {code for row in rows for code in re.findall(r"`([A-Z_]+)`", row[2])}

    given = list(chain.from_iterable(map(told_by, SOURCES)))
    names = {one for one in given if isinstance(one, str)}
    numbers = {one for one in given if isinstance(one, int)}

    assert codes == names | {error.code for error in kinds_of(UserError)}
    assert statuses == numbers | {200, *STATUSES.values()} | BY_LIBRARIES


BY_LIBRARIES = {426}
"""What the library of WebSockets says of a handshake, and we do not."""
TELLING = {"Refused", "Rejected", "broken", "failed"}


def told_by(path: Path) -> Iterator[str | int]:
    """Codes and statuses that stand in calls which refuse, and beside the names of both."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for part in telling(node):
            for found in ast.walk(part):
                value = found.value if isinstance(found, ast.Constant) else None
                if isinstance(value, int | str) and is_told(value):
                    yield value


def telling(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call) and name_of(node.func) in TELLING:
        return node.args
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [
            value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "code"
        ]
    if isinstance(node, ast.Assign) and name_of(node.targets[0]) in ("status", "code", "TOO_LARGE"):
        return [node.value]
    if isinstance(node, ast.Return) and isinstance(node.value, ast.IfExp):
        return [node.value]
    return node.defaults if isinstance(node, ast.arguments) else []


def name_of(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def is_told(value: int | str) -> bool:
    if isinstance(value, int):
        return 400 <= value < 600
    return re.fullmatch(r"[A-Z]+(_[A-Z]+)*", value) is not None


def kinds_of(error: type[UserError]) -> Iterator[type[UserError]]:
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)
