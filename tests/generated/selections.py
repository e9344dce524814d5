"""Selections of any shape that a schema allows: fields, aliases, fragments, directives."""

from dataclasses import dataclass
from itertools import count

from tests.generated.arguments import Arguments, Manner, Part
from tests.generated.catalog import Catalog, Field, Kind
from tests.generated.dice import Dice
from tests.generated.scopes import Scope, Use

A_FEW = 3
"""Entries that a list without pages is taken to hold."""

ALIASES = ("a", "b", "c", "id", "name", "node", "nodes", "data", "errors", "_", "aB9")

TYPENAME = Field("", "__typename", None, "String!", False, False, ())


@dataclass(slots=True, eq=False)
class Place:
    """Where a selection stands."""

    kind: Kind
    scope: Scope
    part: Part
    depth: int
    """How many levels there may be."""
    times: int
    """How many entries the lists above it hold, multiplied."""


@dataclass(slots=True, eq=False, kw_only=True)
class Fragment(Part):
    """A fragment that is written, and what it takes to spread it."""

    kind: Kind
    scope: Scope
    depth: int
    times: int
    fields: int
    text: str


class Selections:
    """Writes the selections of one document; whatever it writes is valid where it stands."""

    def __init__(self, catalog: Catalog, dice: Dice, manner: Manner, arguments: Arguments) -> None:
        self.catalog = catalog
        self.dice = dice
        self.manner = manner
        self.arguments = arguments
        self.fragments: dict[str, Fragment] = {}
        self.numbers = count(1)
        self.space = dice.pick((" ", " ", " ", " ", "\n  ", ", ", " #x\n"))
        self.left = 0
        self.lowest = 0
        self.most = 1

    def inside(self, place: Place) -> str:
        """Some selections, in braces."""
        self.note(place)
        written = [self.one(place) for _ in range(self.number(place))]
        kept = [each for each in written if each] or [self.typename(place)]
        return "{ " + self.space.join(kept) + " }"

    def note(self, place: Place) -> None:
        """Remember the extremes, for the fragment that is written."""
        self.lowest = min(self.lowest, place.depth)
        self.most = max(self.most, place.times)

    def number(self, place: Place) -> int:
        return 1 + self.dice.upto(min(4, max(self.left, 0)))

    def one(self, place: Place) -> str:
        """One selection; empty where it would not fit."""
        is_bare = not place.kind.leaves and not place.kind.branches
        chance = self.dice.random() * (0.1 if is_bare else 1)
        fragment = self.manner.fragment * (1 if place.kind.is_object else 3)
        if chance < 0.02 or self.dice.chance(0.05):
            return self.typename(place)
        if chance < fragment / 2 and place.depth > 0:
            return self.inline(place)
        if chance < fragment and place.depth > 0:
            return self.spread(place)
        return "" if is_bare else self.field(place)

    def root(self, place: Place) -> str:
        """One field without conditions, as a mutation or subscription begins."""
        field = self.dice.pick(place.kind.branches)
        own = Part()
        size = self.manner.widest
        use = self.used(place, field, self.arguments.of(field, size, own), own.variables)
        return self.under(place, self.key(place, use), use, size, is_plain=True)

    def typename(self, place: Place) -> str:
        use = self.used(place, TYPENAME, "", set())
        return self.under(place, self.key(place, use), use)

    def field(self, place: Place) -> str:
        if place.scope.entries and self.dice.chance(0.05):
            return self.again(place)
        field = self.chosen(place)
        if field is None:
            return self.typename(place)
        size = max(self.manner.widest // place.times, 1)
        own = Part()
        use = self.used(place, field, self.arguments.of(field, size, own), own.variables)
        return self.under(place, self.key(place, use), use, size)

    def again(self, place: Place) -> str:
        """A field that is selected here already, once more, with more below it."""
        key = self.dice.pick(tuple(place.scope.entries))
        use = self.dice.pick(place.scope.entries[key].uses)
        if use.parent is not place.kind:
            return ""
        if use.field.target and place.depth <= 0:
            return ""
        return self.under(place, key, use, max(self.manner.widest // place.times, 1))

    def chosen(self, place: Place) -> Field | None:
        kind, roots = place.kind, self.catalog.roots
        if kind.name == roots["query"] and self.dice.chance(self.manner.introspection):
            return self.dice.pick(self.catalog.introspection)
        is_deeper = place.depth > 0 and (self.left > 0 or kind.name in roots.values())
        if kind.branches and is_deeper and (not kind.leaves or self.dice.chance(0.45)):
            return self.dice.pick(kind.branches)
        if not kind.leaves:
            return None
        leaf = self.dice.pick(kind.leaves)
        return self.dice.pick(kind.leaves) if leaf.name in place.scope.entries else leaf

    def used(self, place: Place, field: Field, arguments: str, variables: set[str]) -> Use:
        return Use(field, place.kind, arguments, frozenset(variables))

    def key(self, place: Place, use: Use) -> str:
        """A response key that is free here, or shared by what can be merged."""
        name = use.field.name
        if self.dice.chance(self.manner.alias):
            name = self.dice.pick(ALIASES)
        return name if place.scope.takes(name, use) else f"k{next(self.numbers)}"

    def under(self, place: Place, key: str, use: Use, size: int = 1, is_plain: bool = False) -> str:
        """The field as it is written, with what is below it."""
        self.left -= 1
        place.part.variables |= use.variables
        below = place.scope.add(key, use)
        name = use.field.name
        text = (name if key == name else f"{key}: {name}") + use.arguments
        text += "" if is_plain else self.directives(place)
        if use.field.target is None:
            return text
        return f"{text} {self.inside(self.below(place, use, below, size))}"

    def below(self, place: Place, use: Use, scope: Scope, size: int) -> Place:
        field, times, depth = use.field, place.times, place.depth - 1
        if field.is_page:
            times *= min(size, 25)
        elif field.is_list and field.name not in ("edges", "nodes"):
            times *= A_FEW
        if field.name.startswith("__"):
            depth = min(depth, 2)
        assert field.target
        return Place(self.catalog.kinds[field.target], scope, place.part, depth, times)

    def directives(self, place: Place) -> str:
        text = ""
        for name in ("skip", "include"):
            if self.dice.chance(self.manner.directive / 2):
                text += f" @{name}(if: {self.arguments.flag(place.part)})"
        return text

    def inline(self, place: Place) -> str:
        """An inline fragment, on any type that can be here, or on none."""
        condition = self.narrowed(place)
        on = f" on {condition.name}"
        if condition is place.kind and self.dice.chance(0.5):
            on = ""
        inner = Place(condition, place.scope, place.part, place.depth, place.times)
        return f"...{on}{self.directives(place)} {self.inside(inner)}"

    def narrowed(self, place: Place) -> Kind:
        """A type whose fragments may stand here: mostly an object's, where there are several."""
        kinds = [self.catalog.kinds[name] for name in place.kind.overlaps]
        objects = [kind for kind in kinds if kind.is_object]
        return self.dice.pick(objects if self.dice.chance(0.7) else kinds)

    def spread(self, place: Place) -> str:
        """A fragment by its name: one that is written already, or a new one."""
        known = [name for name, each in self.fragments.items() if self.fits(each, place)]
        name = self.dice.pick(known) if known and self.dice.chance(0.5) else self.fragment(place)
        fragment = self.fragments[name]
        if not self.fits(fragment, place):
            return ""
        place.scope.hold(fragment.scope)
        place.part.fragments.add(name)
        self.left -= fragment.fields
        self.lowest = min(self.lowest, place.depth - fragment.depth)
        self.most = max(self.most, place.times * fragment.times)
        return f"...{name}{self.directives(place)}"

    def fits(self, fragment: Fragment, place: Place) -> bool:
        return (
            fragment.kind.name in place.kind.overlaps
            and fragment.depth <= place.depth
            and place.times * fragment.times <= self.manner.widest
            and place.scope.can_hold(fragment.scope)
        )

    def fragment(self, place: Place) -> str:
        """The name of a new fragment, made to be spread here: it may turn out not to fit."""
        outer = (self.lowest, self.most, self.left)
        self.lowest, self.most = place.depth, 1
        condition, part, scope = self.narrowed(place), Part(), Scope()
        inner = Place(condition, scope, part, place.depth, 1)
        text = self.inside(inner)
        name = f"F{next(self.numbers)}"
        self.fragments[name] = Fragment(
            variables=part.variables,
            fragments=part.fragments,
            kind=condition,
            scope=scope,
            depth=place.depth - self.lowest,
            times=self.most,
            fields=outer[2] - self.left,
            text=f"fragment {name} on {condition.name} {text}",
        )
        self.lowest, self.most, self.left = outer
        return name
