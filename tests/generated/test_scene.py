"""The world of the generated operations has something to say about every field."""

from collections import defaultdict

from resolvers import schema
from tests.edge import Edge
from tests.generated import Manner
from tests.generated.answers import read
from tests.generated.arguments import Arguments, Part
from tests.generated.catalog import Field, Kind, catalog_of
from tests.generated.dice import Dice
from tests.generated.scene import Scene, given_scene

GRAPHQL = schema._schema
KINDS = catalog_of(GRAPHQL).kinds
PLAIN = Manner(variable=0, odd=0, wrong=0)
MOST_ATTEMPTS = 4_000
SEVERAL = 8


def ways() -> dict[str, list[tuple[Kind, Field]]]:
    """The fields that lead to each object a query can reach, on the shortest ways only."""
    level, known = {"Query"}, {"Query": list[tuple[Kind, Field]]()}
    while level:
        found = defaultdict(list)
        for kind in (KINDS[name] for name in sorted(level)):
            for field in kind.branches:
                for name in objects_of(field):
                    found[name].append((kind, field))
        level = found.keys() - known.keys()
        known |= {name: found[name] for name in level}
    return known


def objects_of(field: Field) -> list[str]:
    assert field.target
    kind = KINDS[field.target]
    return [kind.name] if kind.is_object else [n for n in kind.overlaps if KINDS[n].is_object]


WAYS = ways()


def question(dice: Dice, scene: Scene, name: str, missing: set[str]) -> str:
    """A query for these fields of a type, on one of the shortest ways to it."""
    kind, arguments = KINDS[name], Arguments(dice, scene.world, PLAIN)
    fields = [each for each in kind.leaves + kind.branches if key_of(each) in missing]
    asked = " ".join(written(arguments, each, "{ __typename }") for each in fields)
    while kind.name != "Query":
        parent, field = dice.pick(WAYS[kind.name])
        below = f"{{ ... on {kind.name} {{ {asked} }} }}"
        # Several things at once, for most are somebody else's; unless one null leaves no data.
        is_first = parent.name == "Query" and field.arguments and field.form[-1] != "!"
        times = SEVERAL if is_first else 1
        asked = " ".join(f"a{n}: {written(arguments, field, below)}" for n in range(times))
        kind = parent
    return f"{{ {asked} }}"


def written(arguments: Arguments, field: Field, below: str) -> str:
    return field.name + arguments.of(field, 5, Part()) + (f" {below}" if field.target else "")


def key_of(field: Field) -> str:
    return f"{field.parent}.{field.name}"


async def test_every_field_has_a_value_for_somebody(edge: Edge):
    scene, dice = await given_scene(), Dice(1)
    kinds = [KINDS[name] for name in WAYS]
    missing = {key_of(field) for kind in kinds for field in kind.leaves + kind.branches}

    for _ in range(MOST_ATTEMPTS):
        if missing:
            kind = dice.pick(sorted(missing)).partition(".")[0]
            query = question(dice, scene, kind, missing)
            answer = await edge.ask(dice.pick(scene.viewers), query)
            missing -= read(GRAPHQL, query, {}, None, answer.data or None).answered

    assert missing == set()
