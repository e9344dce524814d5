"""Documents: one or more operations, with the variables and fragments that they use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from graphql import GraphQLSchema

from tests.generated.arguments import Arguments, Manner, Part
from tests.generated.catalog import Catalog, catalog_of
from tests.generated.dice import Dice
from tests.generated.scopes import Scope
from tests.generated.selections import Place, Selections
from tests.generated.values import Value, World

USUAL = Manner()
SHARES = {"query": 0.7, "mutation": 0.25, "subscription": 0.05}


@dataclass(frozen=True, slots=True)
class Generated:
    query: str
    variables: dict[str, Value]
    operation_name: str | None
    kind: str
    """query, mutation or subscription: what the operation to run is."""


def queries(
    schema: GraphQLSchema, seed: int, world: World, manner: Manner = USUAL
) -> Iterator[Generated]:
    """Valid queries without an end; the n-th of a seed is always the same one."""
    return operations(schema, seed, world, manner, {"query": 1})


def operations(
    schema: GraphQLSchema,
    seed: int,
    world: World,
    manner: Manner = USUAL,
    shares: Mapping[str, float] = SHARES,
) -> Iterator[Generated]:
    """Valid operations without an end; `shares` says how likely each kind is."""
    catalog = catalog_of(schema)
    for number in count():
        yield Document(catalog, Dice(seed * 10**9 + number), world, manner).made(shares)


class Document:
    def __init__(self, catalog: Catalog, dice: Dice, world: World, manner: Manner) -> None:
        self.catalog = catalog
        self.dice = dice
        self.manner = manner
        self.arguments = Arguments(dice, world, manner)
        self.selections = Selections(catalog, dice, manner, self.arguments)

    def made(self, shares: Mapping[str, float]) -> Generated:
        kinds = [kind for kind in shares if kind in self.catalog.roots]
        number = 2 + self.dice.upto(1) if self.dice.chance(self.manner.several) else 1
        chosen = self.dice.choices(kinds, [shares[kind] for kind in kinds], k=number)
        parts = [Part() for _ in chosen]
        bodies = [self.body(kind, part) for kind, part in zip(chosen, parts, strict=True)]
        is_named = number > 1 or self.dice.chance(0.3)
        heads = [
            self.head(kind, f"Op{place}" if is_named else "", part)
            for place, (kind, part) in enumerate(zip(chosen, parts, strict=True))
        ]
        texts = [f"{head} {body}" for head, body in zip(heads, bodies, strict=True)]
        texts += [self.selections.fragments[name].text for name in self.reached(*parts)]
        self.dice.shuffle(texts)
        run = self.dice.upto(number - 1)
        is_told = number > 1 or (is_named and self.dice.chance(0.5))
        name = f"Op{run}" if is_told else None
        return Generated("\n".join(texts), self.arguments.given(), name, chosen[run])

    def body(self, kind: str, part: Part) -> str:
        """The root fields: those of a query in any shape, elsewhere only a few."""
        root = self.catalog.kinds[self.catalog.roots[kind]]
        place = Place(root, Scope(), part, self.manner.deepest, 1)
        self.selections.left = self.size()
        if kind == "query":
            return self.selections.inside(place)
        several = kind == "mutation" and self.dice.chance(0.1)
        fields = [self.selections.root(place) for _ in range(3 if several else 1)]
        return "{ " + " ".join(fields) + " }"

    def size(self) -> int:
        return min(int(self.dice.expovariate(1 / self.manner.fields)), 8 * self.manner.fields)

    def head(self, kind: str, name: str, part: Part) -> str:
        used = set(part.variables)
        for fragment in self.reached(part):
            used |= self.selections.fragments[fragment].variables
        known = self.arguments.variables
        definitions = ", ".join(known[each].definition(each) for each in known if each in used)
        if kind == "query" and not name and not definitions and self.dice.chance(0.5):
            return ""
        return f"{kind} {name}({definitions})" if definitions else f"{kind} {name}"

    def reached(self, *parts: Part) -> list[str]:
        """The fragments that are spread in the parts, and in the fragments spread there."""
        found: dict[str, None] = {}
        waiting = sorted(name for part in parts for name in part.fragments)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += sorted(self.selections.fragments[name].fragments)
        return list(found)
