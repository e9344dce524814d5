"""Operations that are almost right: something of a valid one is lost, doubled, moved or changed."""

import re
from collections.abc import Callable
from dataclasses import replace

from tests.generated.dice import Dice
from tests.generated.documents import Generated
from tests.generated.values import WRONG

TOKEN = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|\.\.\.|[$@]?\w+|-?\d[\d.eE+-]*|\s+|.')

STRANGE = (
    *("{", "}", "(", ")", "[", "]", ":", "!", "...", "|", "&", "$", "@", "=", '"', '"""', "#", ","),
    *("query", "mutation", "subscription", "fragment", "on", "type", "schema", "extend", "null"),
    *("nobody", "password", "__typename", "__schema { types { name } }", "__type", "id", "node"),
    *("first: 1", "first: 99999999999", 'id: "x"', "@skip", "@include(if: true)", "@skip(if: 1)"),
    *("@defer", "@stream", "@deprecated", "@nobody", "... on User { id }", "... on Nobody { id }"),
    *("...F1", "...F99", "$v0", "$v99", "1e999", "-", "0x1", "00", "1.", "\\", "\0", "é", "\ufeff"),
    *(
        '"\\u0000"',
        '"\\ud800"',
        '"\\u{110000}"',
        "TRUE",
        "MENTOR",
        "{a: 1}",
        "[[]]",
        "viewer { id }",
    ),
)


def nearly(dice: Dice, one: Generated) -> Generated:
    """The operation with one to three things wrong; by chance it may still be valid."""
    for _ in range(1 + dice.upto(2)):
        one = dice.pick(CHANGES)(dice, one)
    return one


def changed(change: Callable[[Dice, list[str]], None]) -> Callable[[Dice, Generated], Generated]:
    """A change of tokens as a change of the operation."""

    def apply(dice: Dice, one: Generated) -> Generated:
        tokens = TOKEN.findall(one.query) or [" "]
        change(dice, tokens)
        return replace(one, query="".join(tokens) or " ")

    return apply


def at(dice: Dice, tokens: list[str]) -> int:
    return dice.upto(len(tokens) - 1)


def lose(dice: Dice, tokens: list[str]) -> None:
    del tokens[at(dice, tokens)]


def double(dice: Dice, tokens: list[str]) -> None:
    place = at(dice, tokens)
    tokens.insert(place, tokens[place] + " ")


def swap(dice: Dice, tokens: list[str]) -> None:
    one, other = at(dice, tokens), at(dice, tokens)
    tokens[one], tokens[other] = tokens[other], tokens[one]


def put(dice: Dice, tokens: list[str]) -> None:
    tokens.insert(at(dice, tokens), f" {dice.pick(STRANGE)} ")


def exchange(dice: Dice, tokens: list[str]) -> None:
    tokens[at(dice, tokens)] = dice.pick(STRANGE)


def cut(dice: Dice, tokens: list[str]) -> None:
    del tokens[at(dice, tokens) :]


def misspell(dice: Dice, tokens: list[str]) -> None:
    place = at(dice, tokens)
    tokens[place] = tokens[place][:-1] + dice.pick("aZ_9é")


def ask_otherwise(dice: Dice, one: Generated) -> Generated:
    """Other variables: one of them lost, or of another type."""
    variables = dict(one.variables)
    name = dice.pick([*variables, "v0"])
    if dice.chance(0.3):
        variables.pop(name, None)
    else:
        variables[name] = dice.pick(WRONG)
    return replace(one, variables=variables)


def name_otherwise(dice: Dice, one: Generated) -> Generated:
    return replace(one, operation_name=dice.pick((None, "", "Op0", "Op1", "Nobody", "é", "\0")))


CHANGES = [
    *(changed(each) for each in (lose, double, swap, put, exchange, cut, misspell)),
    *(ask_otherwise, name_otherwise),
]
