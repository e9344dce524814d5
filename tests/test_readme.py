"""What the README tells people to type works as it stands there."""

import re
import shlex
from pathlib import Path

import orjson

from gateway.documents import valid
from gateway.operations import from_json

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_request_of_the_readme_is_one() -> None:
    (command,) = re.findall(r"^curl .*?^}'$", README, re.DOTALL | re.MULTILINE)

    body = shlex.split(command)[-1]

    operation = from_json(body.encode())
    assert valid(operation.query)
    assert operation.variables == orjson.loads(body)["variables"]


def test_the_operations_of_the_readme_are_valid() -> None:
    documents = re.findall(r"^```graphql\n(.*?)^```", README, re.DOTALL | re.MULTILINE)

    assert documents
    assert all(valid(document) for document in documents)


def test_every_script_of_the_readme_is_there() -> None:
    named = set(re.findall(r"scripts/(\w+)", README))

    missing = [name for name in named if not (Path("scripts") / name).is_file()]

    assert {"serve", "test", "tour", "import"} <= named
    assert missing == []
