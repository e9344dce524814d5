"""docs/limits.md says what is true."""

import re
from pathlib import Path

import pytest
from graphql import is_object_type

from gateway.documents import GRAPHQL
from gateway.reading import ANYBODY
from schema.costs import declared_of
from settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text("utf-8")
LIMITS = ANYBODY.limits

ROWS = {
    "characters": ANYBODY.characters,
    "tokens": ANYBODY.tokens,
    "comments": ANYBODY.comments,
    "levels": LIMITS.depth,
    "selections and fragments in each other": LIMITS.nesting,
    "fields": LIMITS.fields,
    "aliases": LIMITS.aliases,
    "one name in one selection": LIMITS.repeats,
    "comparisons of fields of one name": ANYBODY.comparisons,
    "fields at the root": LIMITS.root_fields,
    "mutations": LIMITS.mutations,
    "directives": f"{LIMITS.directives}, {LIMITS.directives_in_one_place} in one place",
}


@pytest.mark.parametrize(("what", "most"), ROWS.items())
def test_a_limit_of_documents_is_the_one_that_holds(what, most):
    number = f"{most:,}" if isinstance(most, int) else most

    assert f"| {what} | {number} |" in PAGE


def test_the_weights_of_fields_are_those_that_are_declared():
    declared = {
        name: declared_of(field.extensions.get("strawberry-definition")).work
        for kind in GRAPHQL.type_map.values()
        for name, field in getattr(kind, "fields", {}).items()
        if is_object_type(kind)
    }
    rows = re.findall(r"^\| (`.*?`)(?: of `\w+`)? \| (\d+)(?: each)? \|$", PAGE, re.MULTILINE)
    told = {name: int(work) for names, work in rows for name in re.findall(r"`(\w+)`", names)}

    assert told == {name: work for name, work in declared.items() if work}


def test_every_setting_it_names_is_one():
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}

    assert {"MAX_COST", "RATE_LIMIT", "INTROSPECTION"} <= named
    assert {name.lower() for name in named} <= Settings.model_fields.keys()
