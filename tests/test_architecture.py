"""The house as the design draws it: who may import whom, and how long things may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LEVELS = [
    {"server"},
    {"gateway"},
    {"resolvers", "jobs"},
    {"schema", "actions"},
    {"matching", "search", "adapters", "context"},
    {"policies"},
    {"events"},
    {"models"},
    {"errors", "settings"},
]
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}

PURE = {"matching"}
"""Imports nothing of ours at all."""

LONGEST_FILE = 300
LONGEST_FUNCTION = 30
LONGEST_RESOLVER = 8


def sources() -> list[Path]:
    ours = [*LEVEL, "tests", "bench"]
    files = [path for name in ours for path in (ROOT / name).rglob("*.py")]
    return sorted([*files, *ROOT.glob("*.py")])


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    docstring = 0
    if ast.get_docstring(node):
        first = node.body[0]
        docstring = (first.end_lineno or 0) - first.lineno + 1
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_every_part_of_the_house_is_there() -> None:
    missing = [n for n in LEVEL if not (ROOT / n).is_dir() and not (ROOT / f"{n}.py").is_file()]

    assert missing == []


def test_imports_only_go_down() -> None:
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        if part_of(path) in LEVEL
        for name in imports_of(path)
        if name in LEVEL and name != part_of(path) and LEVEL[name] <= LEVEL[part_of(path)]
    ]

    assert upward == []


@pytest.mark.parametrize("part", sorted(PURE))
def test_pure_parts_import_nothing_of_ours(part: str) -> None:
    files = [path for path in sources() if part_of(path) == part]

    ours = [name for path in files for name in imports_of(path) if name in LEVEL and name != part]

    assert files
    assert ours == []


def test_only_actions_write() -> None:
    """`.create(`, `.save(`, `.update(` and `.delete(` on rows stand in actions and jobs only."""
    readers = {"gateway", "resolvers", "schema", "search", "policies", "events", "context"}
    writing = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if part_of(path) in readers
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"bulk_create", "get_or_create", "update_or_create", "create", "save"}
    ]

    assert writing == []


def test_files_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in sources()
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    assert long == []


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length(node)} lines"
        for path in sources()
        for node in functions_of(path)
        if length(node) > LONGEST_FUNCTION
    ]

    assert long == []


def test_resolvers_stay_shorter() -> None:
    """A root field is viewer, action, payload; decorators and signature are not counted."""
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted((ROOT / "resolvers").glob("*.py"))
        for fields in tree_of(path).body
        if isinstance(fields, ast.ClassDef)
        for node in fields.body
        if isinstance(node, ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.body[0].lineno + 1 > LONGEST_RESOLVER
    ]

    assert long == []


def test_each_folder_begins_with_its_sentence() -> None:
    folders = [n for n in LEVEL if (ROOT / n).is_dir()]

    silent = [n for n in folders if not ast.get_docstring(tree_of(ROOT / n / "__init__.py"))]

    assert silent == []


def test_no_drawer_is_opened() -> None:
    drawers = {"services", "repositories", "utils", "core", "lib", "common", "helpers"}

    found = [str(p.relative_to(ROOT)) for p in sources() if drawers & {p.stem, *p.parts}]

    assert found == []
