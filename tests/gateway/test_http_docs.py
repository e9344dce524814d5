"""What docs/http.md tells people to type works as it stands, and its codes are those there are."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cast import given_user, token_of
from tests.edge import Edge

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
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


def test_there_is_one_of_each_kind():
    kinds = [
        ("-G" in command, "event-stream" in command, "multipart" in command) for command in COMMANDS
    ]

    assert len(set(kinds)) == 4


def test_every_code_that_is_named_can_come():
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", TEXT)) - {"ALLOWED_ORIGINS"}
    sources = [*(ROOT / "gateway").rglob("*.py"), ROOT / "errors.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in sources)

    assert len(named) > 10
    assert [name for name in named if f'"{name}"' not in code] == []
