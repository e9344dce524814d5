"""Arguments as a document writes them: literals, variables, or literals with variables inside."""

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
    get_nullable_type,
)

from tests.generated.catalog import Argument, Field
from tests.generated.dice import Dice
from tests.generated.values import WRONG, Value, World, literal, value_of

FLAG = GraphQLNonNull(GraphQLBoolean)


@dataclass(frozen=True, slots=True)
class Manner:
    """How wild the operations are: chances from 0 to 1, and limits."""

    variable: float = 0.3
    odd: float = 0.04
    wrong: float = 0.01
    """Variables whose value is not of their type: the document is valid all the same."""
    alias: float = 0.15
    directive: float = 0.06
    fragment: float = 0.15
    several: float = 0.1
    """Documents with more than one operation."""
    introspection: float = 0.03
    fields: int = 14
    """How many fields an operation writes, about."""
    deepest: int = 9
    widest: int = 60
    """How many entries the lists of one path may hold, multiplied."""


@dataclass(slots=True)
class Variable:
    type: GraphQLInputType
    default: str | None
    value: Value

    def definition(self, name: str) -> str:
        return f"${name}: {self.type}" + (f" = {self.default}" if self.default else "")


@dataclass(slots=True, eq=False)
class Part:
    """An operation or a fragment while it is written: what it uses."""

    variables: set[str] = field(default_factory=set)
    fragments: set[str] = field(default_factory=set)


class Arguments:
    """Writes arguments, and remembers the variables of a document."""

    def __init__(self, dice: Dice, world: World, manner: Manner) -> None:
        self.dice = dice
        self.world = world
        self.manner = manner
        self.variables: dict[str, Variable] = {}
        self.last: dict[tuple[str, str], Value] = {}
        """What was asked with last: several fields of one document are often about one thing."""

    def of(self, field: Field, size: int, part: Part) -> str:
        """All arguments of a field, in brackets; `size` is how large its pages may be."""
        page = self.page(field, size) if field.is_page else {}
        written = [
            f"{each.name}: {self.put(each.type, each.has_default, page[each.name], part)}"
            if each.name in page
            else f"{each.name}: {self.written(each, part)}"
            for each in field.arguments
            if each.name in page or self.is_wanted(field, each)
        ]
        if len(written) > 1 and self.dice.chance(0.3):
            self.dice.shuffle(written)
        return "(" + ", ".join(written) + ")" if written else ""

    def page(self, field: Field, size: int) -> dict[str, Value]:
        """First, last, after and before: mostly as meant, sometimes all at once."""
        if self.dice.chance(0.03):
            return {name: self.bound(field, name, 100) for name in PAGE if self.dice.chance(0.6)}
        names = self.dice.pick(PAGES)
        if not {"first", "last"} & {*names} and size < 20:
            names = ("first", *names)
        return {name: self.bound(field, name, size) for name in names}

    def bound(self, field: Field, name: str, size: int) -> Value:
        if name in ("after", "before"):
            return self.dice.pick(self.world.of(f"{field.parent}.{field.name}", name, "Cursor"))
        if self.dice.chance(self.manner.odd / 2):
            return self.dice.pick((0, -1, 101))
        return 1 + self.dice.upto(max(min(size, 25) - 1, 0))

    def value(self, type: GraphQLInputType, owner: str, name: str) -> Value:
        if not isinstance(type, GraphQLNonNull) and self.dice.chance(0.05):
            return None
        key = (owner, name)
        if key not in self.last or self.dice.chance(0.6):
            self.last[key] = value_of(self.dice, self.world, self.manner.odd, type, owner, name)
        return self.last[key]

    def is_wanted(self, field: Field, argument: Argument) -> bool:
        is_of_page = field.is_page and argument.name in PAGE
        return argument.is_required or (not is_of_page and self.dice.chance(0.4))

    def written(self, argument: Argument, part: Part) -> str:
        value = self.value(argument.type, argument.owner, argument.name)
        return self.put(argument.type, argument.has_default, value, part)

    def put(
        self, type: GraphQLInputType, has_default: bool, value: Value, part: Part, of: float = 1
    ) -> str:
        """A value at a place of the type; the chance of a variable is `of` the usual one."""
        if self.dice.chance(self.manner.variable * of):
            return self.variable(type, has_default, value, part)
        bare: Any = get_nullable_type(type)
        if isinstance(bare, GraphQLList) and isinstance(value, list):
            inside = [self.put(bare.of_type, False, each, part, 0.3) for each in value]
            is_bare = len(inside) == 1 and inside[0][0] not in "$n[" and self.dice.chance(0.2)
            return inside[0] if is_bare else "[" + ", ".join(inside) + "]"
        if isinstance(bare, GraphQLInputObjectType) and isinstance(value, dict):
            inside = [
                f"{key}: {self.put(field.type, has_own(field), value[key], part, 0.4)}"
                for key, field in bare.fields.items()
                if key in value
            ]
            return "{" + ", ".join(inside) + "}"
        return literal(bare, value)

    def variable(self, type: GraphQLInputType, has_default: bool, value: Value, part: Part) -> str:
        name = self.known(type) if self.dice.chance(0.2) else None
        if name is None:
            name = f"v{len(self.variables)}"
            self.variables[name] = self.made(type, has_default, value)
        part.variables.add(name)
        return f"${name}"

    def known(self, type: GraphQLInputType) -> str | None:
        """A variable of just that type, if there is one already."""
        wanted = str(type)
        return next((n for n, each in self.variables.items() if str(each.type) == wanted), None)

    def made(self, type: GraphQLInputType, has_default: bool, value: Value) -> Variable:
        """A variable that may stand at a place of the type."""
        bare: Any = get_nullable_type(type)
        is_nullable = bare is type
        chance = self.dice.random()
        if chance < self.manner.wrong:
            return Variable(type, None, self.dice.pick(WRONG))
        if is_nullable and chance < 0.25 and value is not None:
            return Variable(GraphQLNonNull(bare), None, value)
        if value is not None and chance < 0.45:
            given = value if self.dice.chance(0.5) else Undefined
            return Variable(bare, literal(bare, value), given)
        if chance < (0.6 if has_default else 0.5 if is_nullable else 0):
            return Variable(bare, None, Undefined)
        return Variable(type, None, value)

    def flag(self, part: Part) -> str:
        """The condition of @skip and @include."""
        is_true = self.dice.chance(0.5)
        if self.dice.chance(0.5):
            return "true" if is_true else "false"
        return self.variable(FLAG, False, is_true, part)

    def given(self) -> dict[str, Value]:
        """What is sent as `variables`."""
        return {
            name: each.value for name, each in self.variables.items() if each.value is not Undefined
        }


PAGE = ("first", "after", "last", "before")
PAGES = (
    *((), ("first",), ("first",), ("first",), ("last",)),
    *(("first", "after"), ("last", "before"), ("after",), ("before",), ("first", "before")),
)


def has_own(field: Any) -> bool:
    return field.default_value is not Undefined
