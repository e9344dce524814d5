"""What is sent where it should not be, and what it is made of."""

from dataclasses import dataclass
from typing import Any

from tests.generated.dice import Dice

PLAIN = "content-type: application/json"
QUERIES = (
    *("{ __typename }", "{ viewer { user { id } } }", "{", "", "query A { a } query B { b }"),
    *("query ($v: ID!) { node(id: $v) { id } }", "mutation { signOut { signedOutAt } }"),
    "subscription { inboxEvents { conversation { id } } }",
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**400, 1e308, "", "x", "\0", "\ud800", "é" * 100, [], {}, [None]),
    *(
        [[]],
        {"": ""},
        {"a": {"a": 1}},
        ["{ __typename }"],
        [1, "2", None],
        {"\0": "\0"},
        "x" * 9_000,
    ),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What is written to a connection, and what may come back."""

    data: bytes
    is_graphql: bool = True
    """Whether it is HTTP and for /graphql: then the answer is one of GraphQL's."""
    has_body: bool = True
    """Whether the answer has one: HEAD's has not."""
    is_cut: bool = False
    """Whether it ends too early: the client hangs up, and then there need be no answer."""


def operation(dice: Dice) -> dict[str, Any]:
    return {"query": dice.pick(QUERIES), "variables": {"v": dice.pick(VALUES)}}


def noise(dice: Dice, most: int = 300) -> bytes:
    return dice.randbytes(dice.upto(most))
