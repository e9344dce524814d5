"""Every way to every field: documents made of the schema, for ids that are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resolvers import schema
from tests.generated.catalog import Argument, Field, Kind, catalog_of
from tests.generated.values import World, literal

CATALOG = catalog_of(schema._schema)
KINDS = CATALOG.kinds
NODES = {kind for kind in KINDS["Node"].overlaps if KINDS[kind].is_object}
MOST_TOKENS = 700
MOST_ROOTS = 8
MOST_PARTS = 8
BEGINNING = "after"
"""Where to hear a log from, which has a beginning; pages are asked for by `first`."""
DEEP = 1
"""Steps from one thing that has an id to the next; each is asked for from the first, too."""


@dataclass(frozen=True, slots=True)
class Ways:
    world: World

    def everywhere(self) -> Iterator[str]:
        """From each root field of Query, with each value that its arguments can have."""
        for field in KINDS["Query"].leaves + KINDS["Query"].branches:
            if field.name != "node":
                # One that must not be null takes all beside it along.
                most = 1 if field.form.endswith("!") else MOST_ROOTS
                for part in self.parts_of(field):
                    yield from documents([f"{call} {part}" for call in self.calls(field)], most)

    def from_ids(self, ids: Sequence[tuple[str, str]]) -> Iterator[str]:
        """From `node`, for pairs of a type and an id of it."""
        for kind in sorted({kind for kind, _ in ids}):
            for part in self.inside(KINDS[kind], DEEP, ()):
                below = f"{{ ... on {kind} {{ {part} }} }}"
                asked = [f'node(id: "{id}") {below}' for each, id in ids if each == kind]
                yield from documents(asked, MOST_ROOTS)

    def listening(self) -> Iterator[str]:
        """From each root field of Subscription, for each value of what it needs."""
        for field in KINDS["Subscription"].branches:
            parts = self.of_target(KINDS[str(field.target)], DEEP, ())
            for part in joined(parts):
                yield from (f"subscription {{ {call} {{ {part} }} }}" for call in self.calls(field))

    def parts_of(self, field: Field) -> list[str]:
        if field.target is None:
            return [""]
        parts = self.of_target(KINDS[field.target], DEEP, ())
        return [f"{{ {part} }}" for part in parts]

    def calls(self, field: Field) -> list[str]:
        """The field with every value of the first argument it needs, and one of each other.

        What is listened to is heard from its beginning.
        """
        beginning = None if field.is_page else BEGINNING
        needed = [each for each in field.arguments if each.is_required or each.name == beginning]
        if not needed:
            return [field.name + self.page(field)]
        first, *others = needed
        rest = [self.given(each, self.values(each)[0]) for each in others]
        return [
            f"{field.name}({', '.join([self.given(first, value), *rest])})"
            for value in dict.fromkeys(self.values(first))
        ]

    def values(self, argument: Argument) -> Sequence[object]:
        name = str(argument.type).strip("!")
        return self.world.of(argument.owner, argument.name, name)

    def given(self, argument: Argument, value: object) -> str:
        return f"{argument.name}: {literal(argument.type, value)}"

    def page(self, field: Field) -> str:
        return "(first: 100)" if field.is_page else ""

    def of_target(self, kind: Kind, deep: int, above: tuple[str, ...]) -> list[str]:
        """The parts of a selection in a type; of an abstract one, in each that it can be."""
        if kind.is_object:
            return self.inside(kind, deep, above)
        names = [name for name in kind.overlaps if KINDS[name].is_object]
        return [
            f"__typename ... on {name} {{ {part} }}"
            for name in names
            for part in self.inside(KINDS[name], deep, above)
        ]

    def inside(self, kind: Kind, deep: int, above: tuple[str, ...]) -> list[str]:
        """All plain fields in one part, and each other field in one of its own."""
        above = (*above, kind.name)
        plain = [each.name for each in kind.leaves if not needs(each)]
        parts = [" ".join(plain)] if plain else []
        for field in (*kind.leaves, *kind.branches):
            if field.target or needs(field):
                parts += self.steps(field, deep, above)
        return parts

    def steps(self, field: Field, deep: int, above: tuple[str, ...]) -> list[str]:
        called = self.called(field)
        if field.target is None:
            return [called]
        target = KINDS[field.target]
        left = deep - (target.name in NODES or target.name == "Node")
        if left == 0 and target.name in NODES:
            plain = " ".join(each.name for each in target.leaves if not needs(each))
            return [f"{called} {{ {plain} }}"]
        if left < 0 or target.name in above:
            return []
        return [f"{called} {{ {part} }}" for part in self.of_target(target, left, above)]

    def called(self, field: Field) -> str:
        given = [self.given(a, self.values(a)[0]) for a in field.arguments if a.is_required]
        if not given:
            return field.name + ("(first: 20)" if field.is_page else "")
        return f"{field.name}({', '.join(given)})"


def needs(field: Field) -> bool:
    return any(each.is_required for each in field.arguments)


def documents(fields: Sequence[str], most: int) -> Iterator[str]:
    """The root fields, as many in one document as it may hold."""
    waiting: list[str] = []
    for field in fields:
        if waiting and (len(waiting) == most or tokens([*waiting, field]) > MOST_TOKENS):
            yield document(waiting)
            waiting = []
        waiting.append(field)
    if waiting:
        yield document(waiting)


def joined(parts: Sequence[str]) -> Iterator[str]:
    """Parts of one selection, as many together as a document may hold."""
    for first in range(0, len(parts), MOST_PARTS):
        yield " ".join(parts[first : first + MOST_PARTS])


def tokens(fields: Sequence[str]) -> int:
    return sum(len(field.split()) + 3 for field in fields)


def document(fields: Sequence[str]) -> str:
    return "{ " + " ".join(f"a{number}: {field}" for number, field in enumerate(fields)) + " }"
