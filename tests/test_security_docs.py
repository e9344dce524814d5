"""docs/security.md and docs/asvs.md name tests that are there, and leave nothing out."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from models.row_security import RULES

ROOT = Path(__file__).parent.parent
SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
ASVS = (ROOT / "docs" / "asvs.md").read_text("utf-8")
REQUIREMENTS = (ROOT / "tests" / "asvs_5_0.txt").read_text("utf-8").splitlines()
"""Number and level of each requirement of levels 1 and 2."""

A_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (\d) \| [^|]+ \| ([^|]+) \|$", ASVS, re.MULTILINE)
SUMS = re.findall(r"^\| (a test|`[a-z/ ]+`) \| (\d+) \|", ASVS, re.MULTILINE)
KINDS = ("written", "operator", "n/a", "not yet")


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in tree.body if isinstance(node, functions)}


def kind_of(answer: str) -> str:
    """What it begins with: a test, or one of the reasons for there being none."""
    if A_TEST.match(answer):
        return "a test"
    return next((f"`{kind}`" for kind in KINDS if re.match(rf"{kind}(:|$)", answer)), "nothing")


@pytest.mark.parametrize("page", [SECURITY, ASVS], ids=["security", "asvs"])
def test_every_test_that_is_named_is_there(page):
    """If this fails, give the page the new name, or take back what nothing shows any more."""
    named = A_TEST.findall(page)

    assert len(named) == page.count("::test_") >= 30
    assert [(file, name) for file, name in named if not is_there(file, name)] == []


def is_there(file: str, name: str) -> bool:
    return (ROOT / file).is_file() and name in functions_of(file)


def test_every_requirement_has_one_row_in_its_order():
    assert [f"{number} {level}" for number, level, _ in ROWS] == REQUIREMENTS
    assert len(REQUIREMENTS) == len({*REQUIREMENTS}) == 253


def test_every_requirement_has_a_test_or_a_reason_and_the_sums_are_right():
    found = Counter(kind_of(answer) for _, _, answer in ROWS)

    assert found == {kind: int(number) for kind, number in SUMS}


def test_what_is_said_to_be_written_is_a_page():
    written = [answer for _, _, answer in ROWS if answer.startswith("written")]

    pages = [re.findall(r"docs/\w+\.md", answer) for answer in written]

    assert all(pages)
    assert [page for each in pages for page in each if not (ROOT / page).is_file()] == []


def test_every_table_is_explained():
    """If this fails, say in docs/security.md what the new table holds of whom, and how long."""
    rows = re.findall(r"^\| `(\w+)` \|(?: [^|]+ \|){3}$", SECURITY, re.MULTILINE)
    [sentence] = re.findall(r"^Without anything of a person: (.*?)\n\n", SECURITY, re.M | re.S)

    assert sorted(rows + re.findall(r"`(\w+)`", sentence)) == sorted(RULES)
