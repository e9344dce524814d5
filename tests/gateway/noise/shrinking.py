"""From an operation that fails to the least of it that still does."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

from graphql import GraphQLError, Node, parse, print_ast, visit
from graphql.language import REMOVE, Visitor, VisitorAction

from tests.generated import Generated

MOST_TRIES = 150

Fails = Callable[[Generated], Awaitable[bool]]

REMOVABLE = (
    *("field", "inline_fragment", "fragment_spread", "directive", "argument"),
    *("object_field", "operation_definition", "fragment_definition", "variable_definition"),
)


async def least(one: Generated, fails: Fails) -> Generated:
    """Parts are left out, one by one, as long as it fails without them, too."""
    tries = 0
    candidates = lesser(one)
    while tries < MOST_TRIES and (candidate := next(candidates, None)):
        tries += 1
        if await fails(candidate):
            one, candidates = candidate, lesser(candidate)
    return one


def lesser(one: Generated) -> Iterator[Generated]:
    for name in one.variables:
        others = {key: value for key, value in one.variables.items() if key != name}
        yield replace(one, variables=others)
    yield from (replace(one, query=query) for query in lesser_documents(one.query))


def lesser_documents(query: str) -> Iterator[str]:
    """Without one of its parts each; nothing for what cannot be parsed."""
    try:
        document = parse(query)
    except GraphQLError:
        return
    number = 0
    while True:
        without = Without(number)
        left = visit(document, without)
        if not without.is_done:
            return
        number += 1
        text = print_ast(left)
        if is_document(text):
            yield text


def is_document(text: str) -> bool:
    """Whether it can be parsed still: braces may have lost all that was in them."""
    try:
        return bool(parse(text))
    except GraphQLError:
        return False


class Without(Visitor):
    """Leaves out the part with that number, in the order of the document."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.is_done = False

    def enter(self, node: Node, *_: object) -> VisitorAction:
        if node.kind not in REMOVABLE or self.is_done:
            return None
        self.number -= 1
        self.is_done = self.number < 0
        return REMOVE if self.is_done else None
